"""The dashboard: one self-contained HTML page with its figures, charts, fonts and code; nothing is asked of a network.

The page's policy forbids every request and lets run only what the page itself carries, named by its hash. Received text
travels inside the compressed cube and is only ever set as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from serving.dashboard.cube import packed, read_cube
from warehouse.database import Connection

SCRIPTS = (
    "text",
    "decimal",
    "dom",
    "cube",
    "state",
    "charts",
    "story",
    "matrix",
    "indicator",
    "standings",
    "flags",
    "reports",
    "news",
    "evidence",
    "main",
)
"""Modules of the page in the order they are joined; each may use what stands before it when it is read."""

LIBRARY = "echarts.min.js"

_FONTS = (("Inter", "inter", "100 900"), ("Source Serif", "source-serif", "200 900"))
_SUBSETS = {
    "latin": "U+0000-00FF, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215",
    "vietnamese": "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0301,"
    " U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF9, U+20AB",
}

_HERE = Path(__file__).parent
_VENDOR = _HERE / "vendor"

Link = tuple[str, str, str | None]
"""Key of its words in the page, address beside the page, and a name that stands for the words where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """Whose page it is, and what it links to."""

    name: str
    office_code: str | None = None
    """Null for the page of everything."""
    offices: Sequence[str] | None = None
    """The offices whose rows it holds, which the marts were narrowed to; null for everybody's."""
    links: Sequence[Link] = field(default_factory=tuple)


def render_dashboard(database: Connection, night: date, offices: Mapping[str, str], page: PageOf) -> str:
    """The page as HTML text. ``offices`` are names by code; reads the marts in the connection's current schema."""
    cube = read_cube(database, night, page.office_code)
    codes = [code for code in sorted(offices) if page.offices is None or code in page.offices]
    cube["offices"] = _columns([{"office": code, "name": offices[code]} for code in codes])
    cube["page"] = {
        "night": night.isoformat(),
        "office": page.office_code,
        "links": [list(link) for link in page.links],
    }
    return assemble(packed(cube), f"Thi đua · {page.name}", page.name)


def assemble(cube: str, title: str, who: str) -> str:
    """The page around a packed cube."""
    style, library, script = page_style(), page_library(), page_script()
    return _template().render(
        policy=_policy(style, library, script),
        title=title,
        who=who,
        style=Markup(style),  # noqa: S704  # our own files, without a closing tag: checked where they are read
        library=Markup(library),  # noqa: S704
        script=Markup(script),  # noqa: S704
        cube=cube,
    )


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("page.html")


@cache
def page_script() -> str:
    """The modules of the page, joined in one function of their own."""
    modules = [(_HERE / "js" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return _inlinable('"use strict";\n(() => {\n' + "\n".join(modules) + "})();\n")


@cache
def page_library() -> str:
    return _inlinable((_VENDOR / LIBRARY).read_text(encoding="utf-8"))


@cache
def page_style() -> str:
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    dark = (_HERE / "dark.css").read_text(encoding="utf-8")
    return _inlinable("".join(_font_faces()) + style.replace("/*dark*/", dark))


def _font_faces() -> list[str]:
    return [
        f'@font-face{{font-family:"{family}";font-weight:{weights};font-display:block;src:url(data:font/woff2;base64,{_base64(f"{file}-{subset}.woff2")})'
        f' format("woff2");unicode-range:{characters}}}'
        for family, file, weights in _FONTS
        for subset, characters in _SUBSETS.items()
    ]


def _base64(name: str) -> str:
    return base64.b64encode((_VENDOR / name).read_bytes()).decode()


def _inlinable(text: str) -> str:
    """Text that ends no element it is put into."""
    if "</" in text.replace("</script", "</").lower() and any(tag in text.lower() for tag in ("</script", "</style")):
        raise ValueError("what is put into the page may not hold a closing tag")
    return text


def _policy(style: str, *scripts: str) -> str:
    allowed = " ".join(_sha256(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_sha256(style)}; font-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names = list(rows[0]) if rows else []
    return {
        "rows": len(rows),
        "columns": {name: {"d": [row[name] for row in rows], "i": list(range(len(rows)))} for name in names},
    }
