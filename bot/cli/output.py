"""How commands print: JSON for machines, tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from bot.registry.problem import Problem

JSON = Annotated[bool, typer.Option("--json", help="In JSON cho máy đọc.")]


def print_json(data: object) -> None:
    """One JSON document on standard output, Vietnamese as it is."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal; cells are plain text, never markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, title=title, title_justify="left", title_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def print_problems(problems: Iterable[Problem]) -> None:
    """``file:line: message`` lines on standard error, in file order."""
    for problem in sorted(problems):
        typer.echo(str(problem), err=True)


def problem_json(problem: Problem) -> dict[str, object]:
    return {"file": problem.file, "line": problem.line, "level": problem.level, "message": problem.message}
