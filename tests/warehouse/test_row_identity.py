"""A row's identity verifies as long as nothing of it changed, whichever of the keys signed it."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from warehouse.row_identity import AnswerKeyError, RowIdentity, RowKeys, keys_of
from warehouse.settings import Settings

IDENTITY = RowIdentity("f" * 32, "a" * 32, "LDLD.TQ", date(2026, 11, 21), "d" * 32, "Biểu 1!E10", "result")
OLD, NEW = {"k1": b"an old secret of some length"}, {"k2": b"a new secret of some length"}


def test_a_token_says_what_was_signed() -> None:
    assert RowKeys(OLD).verify(RowKeys(OLD).sign(IDENTITY)) == IDENTITY
    assert RowKeys(OLD).verify(f"  {RowKeys(OLD).sign(IDENTITY)}\n") == IDENTITY


def test_what_an_old_key_signed_verifies_after_the_key_was_replaced() -> None:
    assert RowKeys({**NEW, **OLD}).verify(RowKeys(OLD).sign(IDENTITY)) == IDENTITY
    assert RowKeys({**NEW, **OLD}).sign(IDENTITY).startswith("TD1.k2.")
    assert RowKeys(NEW).verify(RowKeys(OLD).sign(IDENTITY)) is None


@pytest.mark.parametrize("place", range(4))
def test_no_part_of_a_token_may_change(place: int) -> None:
    parts = RowKeys(OLD).sign(IDENTITY).split(".")
    other = RowKeys(OLD).sign(RowIdentity(*("b" * 32,) * 2, "LDLD.HY", date(2026, 11, 22), "e" * 32, "A!B1", "target"))
    parts[place] = {0: "TD2", 1: "k9"}.get(place, other.split(".")[place])
    assert RowKeys(OLD).verify(".".join(parts)) is None


@pytest.mark.parametrize(
    "text", ["", "TD1", "TD1...", "=1+1", "TD1.k1." + "A" * 100_000, "TD1.k1." + "A" * 40 + "." + "A" * 22]
)
def test_whatever_else_stands_there_is_no_identity(text: str) -> None:
    assert RowKeys(OLD).verify(text) is None


def test_without_a_setting_one_key_is_made_and_kept_beside_the_data_for_its_owner_alone(tmp_path: Path) -> None:
    token = keys_of(Settings(home=tmp_path)).sign(IDENTITY)
    assert keys_of(Settings(home=tmp_path)).verify(token) == IDENTITY
    assert stat.S_IMODE((tmp_path / "answer_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["answer_key"]


def test_the_key_beside_the_data_goes_on_verifying_after_others_are_set(tmp_path: Path) -> None:
    token = keys_of(Settings(home=tmp_path)).sign(IDENTITY)
    keys = keys_of(Settings(home=tmp_path, answer_keys=SecretStr("2027:" + "x" * 16)))
    assert keys.verify(token) == IDENTITY
    assert keys.sign(IDENTITY).startswith("TD1.2027.")


@pytest.mark.parametrize("text", ["", "no-secret", "a:short", "a b:" + "x" * 20, f"a:{'x' * 20},a:{'y' * 20}"])
def test_a_malformed_setting_is_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    with pytest.raises(AnswerKeyError) as told:
        keys_of(Settings(home=tmp_path, answer_keys=SecretStr(text or ",")))
    assert "x" * 16 not in str(told.value)
