"""A later night adds to an earlier one, and the earlier one can be built again as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from whole_night import contents, query, warehouse

from warehouse.settings import Settings

NIGHT = "2026-01-05"
NEXT_NIGHT = "2026-01-06"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference case alone, loaded for one night."""
    made = tmp_path_factory.mktemp("nights")
    parameters = made / "reference.yml"
    parameters.write_text("provinces: 0\nunits: 0\nperiods: ['2023']\narticles: 0\nfault_share: 0\n", encoding="utf-8")
    warehouse(made, "sample", "--parameters", str(parameters))
    warehouse(made, "load", "--night", NIGHT)
    return made


@pytest.fixture(scope="module")
def before(home: Path) -> dict[str, str]:
    """The marts of the first night."""
    return contents(home)


def test_a_bad_file_of_the_next_night_costs_itself_alone(home: Path, before: dict[str, str]) -> None:
    source = next((home / "inbox" / "LDLD.TQ" / "2023").glob("*.xlsx"))
    later = home / "inbox" / "LDLD.TQ" / "2023-gui-lai"
    later.mkdir()
    (later / "hong.xlsx").write_bytes(source.read_bytes()[:2000])
    (later / "lai.xlsx").write_bytes(source.read_bytes())
    assert "2 new files" in warehouse(home, "load", "--night", NEXT_NIGHT)
    rows = query(home, "select path, status_kind from dim_documents where path like '%gui-lai%' order by path")
    assert [status for _, status in rows] == ["quarantined", "loaded"]
    assert contents(home) != before


def test_a_past_night_is_built_again_as_it_was(home: Path, before: dict[str, str]) -> None:
    warehouse(home, "backfill", NIGHT)
    assert contents(Settings(home=home).as_of(date.fromisoformat(NIGHT))) == before
