"""Superset's settings, read by Superset's own process (``SUPERSET_CONFIG_PATH``); the names are Superset's.

It stands outside the warehouse: another environment, another process. So it reads the environment itself, and is the
only module beside ``warehouse.settings`` that does.
"""

from __future__ import annotations

import json
import logging
import os
from base64 import b64encode
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent

HOME = Path(os.environ.get("SUPERSET_HOME") or "data/superset").resolve()
"""What Superset keeps for itself: users, settings of its own, and the assets as imported."""

SECRET_KEY = os.environ.get("SUPERSET_SECRET_KEY", "")
if not SECRET_KEY:
    raise SystemExit(
        "SUPERSET_SECRET_KEY is not set: `openssl rand -base64 42` makes one, to be kept as long as the home"
    )

SQLALCHEMY_DATABASE_URI = os.environ.get("SUPERSET_DATABASE_URI") or f"sqlite:///{HOME / 'superset.db'}"

# ---- what the assets are imported for, and by whom
PUBLISHED_FILE = Path(os.environ.get("WAREHOUSE_PUBLISHED_DIR") or "data/published").resolve() / "serving.duckdb"
POSTGRES_URL = os.environ.get("WAREHOUSE_SUPERSET_POSTGRES_URL", "")
ADMIN_USER = "admin"
ADMIN_PASSWORD = os.environ.get("SUPERSET_ADMIN_PASSWORD", "")
HOST = os.environ.get("SUPERSET_HOST") or "127.0.0.1"
PORT = int(os.environ.get("SUPERSET_PORT") or "8088")

ENVIRONMENT = {
    **os.environ,
    "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
    "SUPERSET_HOME": str(HOME),
    "FLASK_APP": "superset",
    "PYTHONPATH": str(HERE.parents[1]),
    "PYTHONWARNINGS": "ignore",
}
"""Of Superset's processes."""

# ---- Vietnamese: numbers, dates, and the words a reader of a dashboard meets
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đồng"]}
D3_TIME_FORMAT = {
    "dateTime": "%H:%M %d/%m/%Y",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["SA", "CH"],
    "days": ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
    "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
    "months": [f"tháng {number}" for number in range(1, 13)],
    "shortMonths": [f"th. {number}" for number in range(1, 13)],
}
LANGUAGES = {"vi": {"flag": "vn", "name": "Tiếng Việt"}, "en": {"flag": "us", "name": "English"}}
BABEL_DEFAULT_LOCALE = "vi"

WORDS: dict[str, str] = yaml.safe_load((HERE / "words.vi.yml").read_text(encoding="utf-8"))
_LANGUAGE_PACK = json.dumps(
    {
        "domain": "superset",
        "locale_data": {
            "superset": {
                "": {"domain": "superset", "lang": "vi", "plural_forms": "nplurals=1; plural=0;"},
                **{english: [vietnamese] for english, vietnamese in WORDS.items()},
            }
        },
    }
)


def FLASK_APP_MUTATOR(app: Any) -> None:  # noqa: N802  # Superset's name
    """Superset has no Vietnamese of its own: its pages are given ours where they ask for it."""

    def words() -> Any:
        if import_module("flask").request.path.endswith("/superset/language_pack/vi/"):
            return app.response_class(_LANGUAGE_PACK, mimetype="application/json")
        return None

    app.before_request(words)


def COMMON_BOOTSTRAP_OVERRIDES_FUNC(data: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # Superset's name
    """The menu is made of the server's words."""
    return {"menu_data": _in_vietnamese(data["menu_data"]) if data["locale"] == "vi" else data["menu_data"]}


def _in_vietnamese(menu: Any) -> Any:
    """The same with each label in Vietnamese, where there is a word for it."""
    if isinstance(menu, dict):
        return {
            key: WORDS.get(str(value), str(value)) if key == "label" else _in_vietnamese(value)
            for key, value in menu.items()
        }
    return [_in_vietnamese(one) for one in menu] if isinstance(menu, list) else menu


# ---- looks: the colours of the dashboard in the box
APP_NAME = "Thi đua"
_LOGO = b64encode((HERE / "logo.svg").read_bytes()).decode()
THEME_DEFAULT = {
    "token": {
        "brandAppName": APP_NAME,
        "brandLogoAlt": APP_NAME,
        "brandLogoUrl": f"data:image/svg+xml;base64,{_LOGO}",
        "brandLogoHref": "/dashboard/list/",
        "brandLogoHeight": "28px",
        "brandLogoMargin": "14px 0",
        "colorPrimary": "#1f4f8a",
        "colorLink": "#1f4f8a",
        "fontFamily": "Inter, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif",
    },
    "algorithm": "default",
}
THEME_DARK = {**THEME_DEFAULT, "algorithm": "dark"}
logging.getLogger("superset.views.base").setLevel(logging.ERROR)  # each page warns of a picture the wheel lacks

# ---- what it may do
FEATURE_FLAGS = {"DASHBOARD_RBAC": True, "ALERT_REPORTS": False}
WTF_CSRF_ENABLED = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = os.environ.get("SUPERSET_BEHIND_TLS", "") == "1"
ENABLE_PROXY_FIX = SESSION_COOKIE_SECURE
ROW_LIMIT = 10_000
SQLLAB_TIMEOUT = 60
SUPERSET_WEBSERVER_TIMEOUT = 120
"""Seconds a chart waits; the server ends a request after that."""
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": SESSION_COOKIE_SECURE,
}
