"""Articles made up for the page: a text, figures and awards at words of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from serving.article_page import ArticlePage
from warehouse.figure import Figure, FigureKind, Measure, Qualifier, SourceKind
from warehouse.records import Award

TEXT = (
    "Năm 2023, LĐLĐ huyện Suối Mơ hỗ trợ 27/22 hộ làm nhà, đạt 122,7%; tặng Bằng khen cho 02 tập thể.\n"
    "Năm 2024, phấn đấu kết nạp trên 500 đoàn viên."
)


def figure(text: str, quote: str, number: str, **told: Any) -> Figure:
    """A figure whose quote and number stand in the text; a plain count unless told otherwise."""
    start = text.index(quote)
    begin = text.index(number, start)
    known: dict[str, Any] = dict.fromkeys(field.name for field in dataclasses.fields(Figure))
    known |= {
        "figure_id": f"figure {begin}",
        "document_id": "document",
        "delivery_id": "delivery",
        "source_kind": SourceKind.NEWS,
        "locator": f"{begin}:{begin + len(number)}",
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
        "number_text": number,
        "kind": FigureKind.RESULT,
        "qualifier": Qualifier.EXACT,
        "measure": Measure.COUNT,
        "is_control_total": False,
        "alternatives": (),
    }
    return Figure(**known | told)


def award(text: str, quote: str, **told: Any) -> Award:
    """An award whose quote stands in the text."""
    start = text.index(quote)
    known: dict[str, Any] = dict.fromkeys(field.name for field in dataclasses.fields(Award))
    known |= {
        "award_id": f"award {start}",
        "document_id": "document",
        "delivery_id": "delivery",
        "event_type": "award",
        "event_key": "event",
        "award": "Bằng khen",
        "locator": f"{start}:{start + len(quote)}",
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
    }
    return Award(**known | told)


def article(**told: Any) -> ArticlePage:
    """27/22, a target and an award; without flags unless told otherwise."""
    known: dict[str, Any] = {
        "text": TEXT,
        "title": "Tổng kết thi đua năm 2023",
        "source": "tin.txt",
        "url": None,
        "author": None,
        "published_at": datetime(2024, 1, 12, tzinfo=UTC),
        "received_at": None,
        "unit": "LĐLĐ huyện Suối Mơ",
        "period": "năm 2023",
        "notes": (),
        "figures": (
            figure(
                TEXT,
                "hỗ trợ 27/22 hộ làm nhà, đạt 122,7%",
                "27/22",
                value=Decimal("27.000000000"),
                reference=Decimal(22),
                percent=Decimal("122.7"),
                measure=Measure.RATIO,
                unit_of_measure="hộ",
                indicator_code="housing_new_supported",
                period_code="2023",
            ),
            figure(TEXT, "02 tập thể", "02", value=Decimal(2), unit_of_measure="tập thể"),
            figure(
                TEXT,
                "phấn đấu kết nạp trên 500 đoàn viên",
                "500",
                value=Decimal(500),
                kind=FigureKind.TARGET,
                qualifier=Qualifier.AT_LEAST,
                period_code="2024",
                unit_of_measure="đoàn viên",
            ),
        ),
        "awards": (award(TEXT, "tặng Bằng khen cho 02 tập thể", count=2),),
        "flags": None,
        "indicator_names": {"housing_new_supported": "Số hộ được hỗ trợ làm nhà mới"},
        "unit_names": {},
    }
    return ArticlePage(**known | told)
