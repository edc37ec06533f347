from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli.main  # noqa: F401  # registers the commands
from cli.app import StepsFailedError, app, run_steps
from cli.night import Step, Tell, steps
from warehouse.settings import Settings


def failing(_: Tell) -> str:
    raise RuntimeError("PostgreSQL at db.example:5432/thi_dua: connection refused")


def test_a_postgresql_that_is_down_costs_its_step_and_is_told_in_its_place_and_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    done: list[str] = []

    def check(_: Tell) -> str:
        done.append("checked")
        return "no corrections"

    night = [
        Step("publish marts", lambda _: "published"),
        Step("publish to PostgreSQL", failing, costs_only_itself=True),
        Step("check corrections", check),
    ]
    with pytest.raises(StepsFailedError, match=r"Everything else was done, but: publish to PostgreSQL: .* refused"):
        run_steps(night)
    assert done == ["checked"]
    assert "✗ publish to PostgreSQL" in capsys.readouterr().out


def test_any_other_step_that_fails_ends_the_night_there() -> None:
    with pytest.raises(RuntimeError, match="refused"):
        run_steps([Step("publish marts", failing), Step("alert offices", lambda _: pytest.fail("it was run"))])


@pytest.mark.parametrize(("url", "expected"), [(None, False), ("", False), ("postgresql://a@b/c", True)])
def test_postgresql_is_a_step_of_the_night_where_it_is_set(tmp_path: Path, url: str | None, expected: bool) -> None:
    config = Settings(home=tmp_path, postgres_url=url)
    of_postgres = [step for step in steps(config, date(2026, 11, 21), with_alerts=True) if "PostgreSQL" in step.title]
    assert bool(of_postgres) is expected
    assert all(step.costs_only_itself for step in of_postgres)


def test_the_commands_say_which_setting_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WAREHOUSE_POSTGRES_URL", raising=False)
    for command in ("setup", "roles", "publish", "clean"):
        told = CliRunner().invoke(app, ["postgres", command, "--home", str(tmp_path)])
        assert told.exit_code == 2
        assert "WAREHOUSE_POSTGRES_URL is not set" in told.output
