"""Text that was received is shown, and never obeyed, by the terminal."""

from __future__ import annotations

import io

from rich.table import Table

from cli.app import PlainConsole


def test_control_characters_of_received_text_do_not_reach_the_terminal() -> None:
    shown = io.StringIO()
    console = PlainConsole(file=shown, highlight=False)
    table = Table("tệp")
    table.add_row("báo cáo\x1b]0;tên\x07.xlsx")
    console.print("số liệu \x1b[2J\x9b31m đỏ\nhai dòng", markup=False)
    console.print(table)
    assert not {"\x1b", "\x07", "\x9b"} & set(shown.getvalue())
    assert "đỏ\nhai dòng" in shown.getvalue()
