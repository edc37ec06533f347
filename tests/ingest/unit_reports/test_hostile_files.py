"""Every file ends loaded, loaded with warnings, or set aside with a reason a clerk understands."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import factories
import pytest
from corpus import CORPUS, STRANGE_NAMES, write_corpus
from hostile import Hostile, far_corner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutations
from pooled import read_in_children

from ingest.context import DocumentContext, ReadDocument
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.members import read_members
from ingest.unit_reports.read import read_report
from ingest.unit_reports.reasons import TEXTS
from warehouse.catalogue import Catalogue
from warehouse.records import Document, DocumentStatus, Reason

Read = Callable[..., ReadDocument]
FUZZ_LIMITS = Limits(max_inflated_bytes=20_000_000, max_cells=800_000)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_hostile_file_ends_as_it_should(
    catalogue: Catalogue, make_context: Callable[..., DocumentContext], case: Hostile
) -> None:
    limits = Limits(max_inflated_bytes=50_000_000)
    content = case.make()

    def read_one(content: bytes, context: DocumentContext) -> ReadDocument:
        return read_report(content, context, catalogue, limits)

    found = read_members(content, make_context(content, case.path), limits, read_one)
    if case.members:
        outcomes = {one.document.member: outcome_of(one.document) for one in found}
        assert outcomes == case.members
    else:
        (only,) = found
        assert outcome_of(only.document) == case.outcome, only.document.reasons
        if only.document.status is not DocumentStatus.QUARANTINED:
            assert tuple(reason.code for reason in only.document.reasons) == case.reasons
    for one in found:
        assert (one.document.figure_count == 0) == (one.document.status is DocumentStatus.QUARANTINED)
        for reason in one.document.reasons:
            assert_speaks_to_people(reason)


def outcome_of(document: Document) -> str:
    """The reason code of a quarantine, else the status."""
    if document.status is DocumentStatus.QUARANTINED:
        (reason,) = document.reasons
        return reason.code
    return document.status.value


def assert_speaks_to_people(reason: Reason) -> None:
    """Whole sentences in both languages, with every fact filled in."""
    assert reason.vi[0].isupper()
    assert len(reason.vi) > 40
    assert "{" not in reason.vi + reason.en


def test_the_hostile_set_knows_every_reason_it_can_provoke() -> None:
    provoked = {case.outcome for case in CORPUS} | {code for case in CORPUS for code in case.reasons}
    elsewhere = {
        "file_too_large",
        # Shown in tests of their own, beside the forms that provoke them.
        "layout_uncertain", "table_uncertain", "template_empty", "cumulative_disagrees", "ratings_disagree",
        "period_from_date_row", "period_from_parameters", "sender_from_sheet",
        "encoding_recovered", "text_damaged", "accents_missing", "text_lost", "sender_unknown", "money_unit_missing",
        "table_unrecognised", "columns_not_read",
    }  # fmt: skip
    assert set(TEXTS) <= provoked | elsewhere


def test_the_corpus_is_written_to_a_folder_with_what_is_expected_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    cases = CORPUS[::12]
    written = write_corpus(folder, cases)
    names = {os.fsencode(path.name) for path in folder.iterdir()}
    with (tmp_path / "corpus.expected.csv").open(encoding="utf-8", newline="") as table:
        expected = {row["file"]: row["outcome"] for row in csv.DictReader(table)}
    assert list(expected.values()) == [case.outcome for case in cases]
    assert {name.encode() for name in expected} | set(STRANGE_NAMES) <= names
    assert written == len(cases) + len(STRANGE_NAMES) + 2 == len(names) - 1


def test_an_unknown_layout_is_told_with_a_picture_of_what_was_seen(read: Read) -> None:
    cells: dict[str, object] = {"B2": "Danh mục vật tư", "B4": "Mã", "C4": "Tên", "B5": "VT01", "C5": "Giấy A4"}
    (reason,) = read(factories.sheet_of(cells, name="Kho")).document.reasons
    assert reason.code == "layout_unknown"
    assert "Kho" in reason.vi
    assert "B2 “Danh mục vật tư”; B4 “Mã”, C4 “Tên”" in reason.vi
    assert "B2 “Danh mục vật tư”; B4 “Mã”, C4 “Tên”" in reason.en


def test_a_file_past_the_limit_is_not_read(read: Read) -> None:
    content = factories.layout_a()
    document = read(content, limits=Limits(max_file_bytes=len(content) - 1)).document
    assert [reason.code for reason in document.reasons] == ["file_too_large"]


@pytest.mark.parametrize("limits", [Limits(max_cells=50), Limits(max_rows=10), Limits(max_columns=3)])
@pytest.mark.parametrize("content", [factories.layout_a(), factories.layout_f_utf8()], ids=["xlsx", "csv"])
def test_a_sheet_past_a_limit_is_set_aside_whole(read: Read, content: bytes, limits: Limits) -> None:
    assert [reason.code for reason in read(content, limits=limits).document.reasons] == ["sheet_too_large"]


def test_the_far_corner_does_not_kill_a_reading_process(
    make_context: Callable[..., DocumentContext], seeds: object
) -> None:
    jobs = [(content, make_context(content)) for content in (far_corner(), factories.layout_c())]
    documents = [one.document for one in read_in_children(jobs, Limits(), 1, seeds)]  # type: ignore[arg-type]
    assert [document.status.value for document in documents] == ["quarantined", "loaded"]
    assert documents[0].reasons[0].code == "sheet_too_large"


def test_changed_files_never_make_the_reader_raise(
    catalogue: Catalogue, make_context: Callable[..., DocumentContext]
) -> None:
    def read_one(content: bytes, context: DocumentContext) -> ReadDocument:
        return read_report(content, context, catalogue, FUZZ_LIMITS)

    small = [case.make() for case in CORPUS[::9]]
    for content in islice(mutations([one for one in small if 0 < len(one) < 60_000], seed=4), 120):
        for read in read_members(content, make_context(content), FUZZ_LIMITS, read_one):
            assert all(reason.code != "file_crashed_reader" for reason in read.document.reasons), read.document.reasons


SOUND = [factories.layout_a(), factories.layout_c(), factories.layout_f_utf8(), factories.layout_f_cp1258()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.sampled_from(SOUND),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=8)), max_size=6),
    cut=st.floats(0.1, 1),
)
def test_no_change_of_bytes_makes_the_reader_raise(
    read: Read, content: bytes, changes: list[tuple[float, bytes]], cut: float
) -> None:
    mutated = bytearray(content[: int(len(content) * cut)] if cut < 0.9 else content)
    for place, patch in changes:
        start = int(place * len(mutated))
        mutated[start : start + len(patch)] = patch
    document = read(bytes(mutated)).document
    assert document.status is not DocumentStatus.QUARANTINED or len(document.reasons) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=7), min_size=1, max_size=8))
def test_no_text_makes_the_reader_raise(read: Read, rows: list[list[str]]) -> None:
    text = "STT;Chỉ tiêu;ĐVT;Giao;Thực hiện;Tỷ lệ;Ghi chú\n" + "\n".join(";".join(row) for row in rows)
    document = read(text.encode("utf-8", "surrogatepass"), path="a.csv")
    assert document.document.figure_count == len(document.figures)
    assert all(reason.code != "file_crashed_reader" for reason in document.document.reasons)
