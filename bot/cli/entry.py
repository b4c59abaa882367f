"""Gathers the commands and turns errors into exit codes: 0 fine, 1 the user's files, 2 wrong usage, 3 unexpected."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot import __version__
from bot.cli.lazy import Group
from bot.errors import DondocError
from bot.messages import command_line as say

#: Exit codes that others rely on.
FINE, USER_FILES, USAGE, UNEXPECTED = 0, 1, 2, 3

app = typer.Typer(
    cls=Group,
    name="dondoc",
    help=say.ABOUT,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dondoc {__version__}")
        raise typer.Exit


@app.callback()
def explain(
    context: typer.Context,
    # Eager: answered before the library loads what it reads other options with.
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help=say.VERSION_HELP)
    ] = False,
) -> None:
    """Without a command: what it is and what it can do."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        typer.echo(say.FIRST_STEPS)


def main() -> None:
    """Run the command line; never shows a traceback for a known error."""
    # Imports make many objects that all stay: by default the collector looks through them dozens of times.
    gc.set_threshold(50_000)
    code = _exit_code()
    # The process ends: nothing is left to collect for.
    gc.freeze()
    sys.exit(code)


def _exit_code() -> int:
    try:
        return int(app(standalone_mode=False) or FINE)
    except DondocError as error:
        typer.echo(say.error(str(error)), err=True)
        return USER_FILES
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "dondoc"
        typer.echo(say.usage_error(error.format_message(), command), err=True)
        return error.exit_code
    except typer.Abort:
        typer.echo(say.STOPPED, err=True)
        return USER_FILES
    except Exception:
        _report()
        return UNEXPECTED


def _report() -> None:
    from logging import getLogger

    getLogger("bot.cli").exception("unexpected error")
    typer.echo(say.UNEXPECTED, err=True)
