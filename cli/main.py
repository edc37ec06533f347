"""The ``warehouse`` console command: the second front door beside the DAGs."""

from __future__ import annotations

import sys

from rich.markup import escape

from cli import (
    answer_commands,
    flag_answer_commands,
    load_commands,
    look_commands,
    message_commands,
    postgres_commands,
    read_commands,
)
from cli.app import app, errors

GROUPS = (
    load_commands,
    postgres_commands,
    look_commands,
    flag_answer_commands,
    answer_commands,
    message_commands,
    read_commands,
)
"""Each registers its commands when it is imported; the help lists them in this order."""

_ORDER = [group.PANEL for group in GROUPS]
app.registered_commands.sort(key=lambda command: _ORDER.index(str(command.rich_help_panel)))

OURS = ("alerts", "cli", "expectations", "ingest", "sample", "serving", "warehouse")


def main() -> None:
    """Run the command. An error of our own kind is told in its sentence; anything else keeps its trace."""
    try:
        app()
    except KeyboardInterrupt:
        errors.print("stopped")
        sys.exit(130)
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in OURS:
            raise
        errors.print(f"[red]{escape(str(error))}[/]", soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
