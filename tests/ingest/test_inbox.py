"""What is new in an inbox is told without reading what was landed before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.inbox import in_chunks, list_incoming, new_incoming
from warehouse.figure import SourceKind
from warehouse.landing import Known

NOTHING_KNOWN = Known(frozenset(), frozenset())


def put(inbox: Path, name: str, content: bytes = b"bytes") -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_every_file_is_listed_in_a_stable_order_with_its_office(tmp_path: Path) -> None:
    for name in ("B/2.xlsx", "A/sub/1.xlsx", "A/3.csv"):
        put(tmp_path, name)
    listed = list(list_incoming(tmp_path))
    assert [one.path for one in listed] == ["A/3.csv", "A/sub/1.xlsx", "B/2.xlsx"]
    assert [one.office(SourceKind.UNIT_REPORT) for one in listed] == ["A", "A", "B"]


def test_a_file_outside_any_office_folder_has_no_office_and_neither_has_news(tmp_path: Path) -> None:
    put(tmp_path, "loose.xlsx")
    put(tmp_path, "A/article.txt")
    listed = {one.path: one for one in list_incoming(tmp_path)}
    assert listed["loose.xlsx"].office(SourceKind.UNIT_REPORT) is None
    assert listed["A/article.txt"].office(SourceKind.NEWS) is None


def test_a_missing_inbox_is_an_empty_one(tmp_path: Path) -> None:
    assert list(list_incoming(tmp_path / "nowhere")) == []


def test_a_landed_file_is_not_offered_again_until_it_changes(tmp_path: Path) -> None:
    path = put(tmp_path, "A/1.xlsx")
    (seen,) = new_incoming(list_incoming(tmp_path), NOTHING_KNOWN)
    known = Known(frozenset(), frozenset({(seen.path, seen.size_bytes, seen.modified_ns)}))
    assert list(new_incoming(list_incoming(tmp_path), known)) == []
    path.write_bytes(b"other bytes")
    assert [one.path for one in new_incoming(list_incoming(tmp_path), known)] == ["A/1.xlsx"]


def test_links_and_pipes_are_listed_but_never_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", "secret.xlsx")
    inbox = tmp_path / "inbox"
    put(inbox, "A/real.xlsx")
    (inbox / "A" / "folder").symlink_to(outside.parent)
    (inbox / "A" / "link.xlsx").symlink_to(outside)
    os.mkfifo(inbox / "A" / "pipe.xlsx")
    listed = {one.path: one.is_regular for one in list_incoming(inbox)}
    assert listed == {"A/real.xlsx": True, "A/folder": False, "A/link.xlsx": False, "A/pipe.xlsx": False}


def test_a_name_that_is_not_utf8_is_told_in_valid_text_and_still_opens(tmp_path: Path) -> None:
    (tmp_path / "A").mkdir()
    raw = os.fsencode(tmp_path) + b"/A/b\xe1o c\xe1o.xlsx"
    with open(raw, "wb") as file:  # noqa: PTH123  # only bytes can name this file
        file.write(b"bytes")
    (one,) = list_incoming(tmp_path)
    assert one.path == "A/b\\xe1o c\\xe1o.xlsx"
    assert (tmp_path / one.name).read_bytes() == b"bytes"


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (4, [4]), (5, [4, 1]), (8, [4, 4])])
def test_chunks_hold_at_most_their_size(tmp_path: Path, count: int, sizes: list[int]) -> None:
    for number in range(count):
        put(tmp_path, f"A/{number}.csv")
    assert [len(chunk) for chunk in in_chunks(list_incoming(tmp_path), 4)] == sizes
