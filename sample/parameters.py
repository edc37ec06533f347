"""What a sample federation is made from: a handful of numbers, kept in a YAML file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sample.gazetteer import PROVINCES
from sample.periods import SamplePeriod

SMALL = Path(__file__).with_name("small.yml")
"""The parameters of the small sample: what a first nightly run loads."""


class SampleParameters(BaseModel):
    """The size, the periods, the seed and the share of faults of a sample federation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provinces: int = Field(3, ge=0, le=len(PROVINCES), description="Provinces invented beside the reference province")
    units: int = Field(15, ge=0, description="Reporting units spread evenly over those provinces")
    periods: tuple[str, ...] = Field(("2023",), min_length=1, description="Reporting periods: 2023, 2023-H1, 2023-09 …")
    seed: int = Field(2023, ge=0)
    fault_share: float = Field(0.2, ge=0, le=1, description="Share of workbooks and of articles with a planted fault")
    night: date = Field(date(2025, 1, 15), description="Night it is loaded: the calendar of reports is laid around it")
    articles: int = Field(20, ge=0, description="News articles, beside the one of the reference case")
    comparisons: int = Field(0, ge=0, description="Further articles, each written to be compared with the workbooks")

    @field_validator("periods")
    @classmethod
    def _known_periods(cls, periods: tuple[str, ...]) -> tuple[str, ...]:
        for code in periods:
            SamplePeriod.parse(code)
        if len(set(periods)) != len(periods):
            message = "periods must differ from each other"
            raise ValueError(message)
        return periods

    @model_validator(mode="after")
    def _units_have_a_province(self) -> Self:
        if self.units and not self.provinces:
            message = "units need at least one province: set provinces to 1 or more"
            raise ValueError(message)
        return self

    @classmethod
    def read(cls, path: Path) -> SampleParameters:
        """Parameters from a YAML file; raises pydantic's ValidationError naming the field that is wrong."""
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def months(first_year: int, count: int) -> tuple[str, ...]:
    """Codes of ``count`` months in a row from January of a year: ``2023-01``, ``2023-02`` …"""
    return tuple(f"{first_year + index // 12}-{index % 12 + 1:02d}" for index in range(count))
