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
