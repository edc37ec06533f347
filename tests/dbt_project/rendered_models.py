"""The project's own models as SQL over tables of a test's choice: for properties that ask them hundreds of times."""

from __future__ import annotations

from pathlib import Path

import jinja2


def render_model(project: Path, path: str, macros: tuple[str, ...] = ()) -> str:
    """A model's SQL of a whole build; ``ref`` names a table of the same name, only the named macro files are known."""
    sources = [(project / "macros" / f"{name}.sql").read_text(encoding="utf-8") for name in macros]
    sources.append((project / "models" / path).read_text(encoding="utf-8"))
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701  # SQL, not HTML
    return environment.from_string("\n".join(sources)).render(
        ref=lambda name: name,
        config=lambda **_: "",
        touched_accounts=lambda *_: "",
        touched_judged_accounts=lambda *_: "",
    )
