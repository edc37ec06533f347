"""``extract-news`` and ``extract-awards`` over real files: a bad line never costs the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app

TEXT = "LĐLĐ tỉnh Tuyên Quang tặng Bằng khen cho LĐLĐ huyện Na Hang và kết nạp 12 đoàn viên."


def told(command: str, path: Path) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, [command, str(path)])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    "bad",
    [
        b'{"doc_id": "x"}',
        b"not json",
        b'{"doc_id": "x", "text": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"doc_id": "x", "text": ""}',
        b'{"doc_id": "x", "text": "\\ud800 12 \\u0111o\\u00e0n vi\\u00ean", "published_at": "never"}',
    ],
)
def test_a_bad_line_is_passed_over_and_the_next_is_read(tmp_path: Path, bad: bytes) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_bytes(b"\xef\xbb\xbf" + bad + b"\n" + json.dumps({"doc_id": "good", "text": TEXT}).encode() + b"\n")
    assert [figure["value"] for figure in told("extract-news", docs) if figure["doc_id"] == "good"] == ["12"]


def test_lines_are_read_as_a_night_reads_them(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    documents = [{"doc_id": 7, "text": TEXT}, {"doc_id": "again", "text": TEXT}, {"doc_id": "again", "text": TEXT}]
    stated = {"doc_id": "told", "quote": "đã kết nạp 30 đoàn viên", "kind": "result", "value": "30"}
    lines = [*map(json.dumps, [*documents, stated]), '{"doc_id": "twice", "text": "a", "text": "b"}']
    docs.write_text("\n".join(lines), encoding="utf-8")
    assert [figure["doc_id"] for figure in told("extract-news", docs)] == ["7", "again", "told"]
    assert [award["doc_id"] for award in told("extract-awards", docs)] == ["7", "again"]
    told_of = CliRunner().invoke(app, ["extract-news", str(docs)]).stderr
    assert all(f"line {number}" in told_of for number in (3, 5))
    assert not any(f"line {number}" in told_of for number in (1, 4))


def test_lines_in_utf_16_and_a_plain_text_are_read_too(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_bytes(json.dumps({"doc_id": "a", "text": TEXT}, ensure_ascii=False).encode("utf-16"))
    assert [(figure["doc_id"], figure["value"]) for figure in told("extract-news", docs)] == [("a", "12")]
    (tmp_path / "tin.txt").write_text(TEXT, encoding="utf-8")
    assert [figure["doc_id"] for figure in told("extract-news", tmp_path / "tin.txt")] == ["tin.txt"]


def test_offsets_are_into_the_text_as_given(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_text(json.dumps({"doc_id": "a", "text": TEXT}), encoding="utf-8")
    (figure,) = told("extract-news", docs)
    assert TEXT[figure["start"] : figure["end"]] == figure["quote"]


def test_an_award_names_its_recipient_as_the_register_calls_it(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_text(json.dumps({"doc_id": "a", "text": TEXT}), encoding="utf-8")
    (award,) = told("extract-awards", docs)
    assert (award["recipient"], award["recipient_code"]) == ("LĐLĐ huyện Na Hang", "LDLD.TQ.NAHANG")
