"""The pages for those who answer, and for their data teams, say what the warehouse says."""

from __future__ import annotations

from warehouse.answer_sheet import Choice, Column
from warehouse.settings import PROJECT_ROOT
from warehouse.workbook_answers import PROBLEMS


def page(name: str) -> str:
    return (PROJECT_ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_refusal_of_a_row_stands_in_the_page_of_data_teams_and_nothing_else_does() -> None:
    table = page("answers.md").partition("## A row was not taken")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")][2:]
    beginnings = [words.strip() for row in rows for words in row.split(";")]
    assert [told for told in PROBLEMS.values() if not told.startswith(tuple(beginnings))] == []
    assert [words for words in beginnings if not any(told.startswith(words) for told in PROBLEMS.values())] == []


def test_the_guide_of_those_who_answer_names_every_choice_and_column() -> None:
    guide = page("huong-dan-tra-loi.md")
    # "Mã dòng (không sửa)" and "Tỷ lệ đúng (%)" without what stands in brackets
    names = [*(choice.value for choice in Choice), *(column.value.partition(" (")[0] for column in Column)]
    assert [name for name in names if name not in guide] == []
