"""One night of cases, judged once for all tests: Great Expectations costs seconds to import."""

from __future__ import annotations

import pytest
from judged_night import JudgedNight, by_case, read_flags
from made_figures import NIGHT, land
from night_of_cases import CASES

from expectations.gate import judge_night
from warehouse.catalogue import Catalogue
from warehouse.landing import Landing
from warehouse.settings import PROJECT_ROOT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds")


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> JudgedNight:
    root = tmp_path_factory.mktemp("night")
    landing = Landing(root / "landing")
    made = {case.name: case.made() for case in CASES}
    land(landing, [document for document, _ in made.values()], [figure for _, some in made.values() for figure in some])
    summary = judge_night(landing, NIGHT, root / "build", catalogue, root / "pages")
    names = {document.document_id: name for name, (document, _) in made.items()}
    return JudgedNight(landing, summary, root / "pages", by_case(read_flags(landing), names))
