"""The data dictionary is what the marts' YAML says."""

from __future__ import annotations

from warehouse.data_dictionary import MARTS, PAGE, page


def test_the_data_dictionary_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m warehouse.data_dictionary"


def test_every_mart_has_its_section() -> None:
    text = page()
    for path in MARTS.glob("*.sql"):
        assert f"## `{path.stem}`" in text
