"""One small sample for all tests of this room."""

from __future__ import annotations

import pytest

from sample.generate import write_sample
from sample.ledger import Ledger
from sample.parameters import SMALL, SampleParameters
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Ledger:
    """The ledger of the small sample; its home folder is ``small.path.parent``."""
    return write_sample(tmp_path_factory.mktemp("small"), SampleParameters.read(SMALL), catalogue)
