"""Gathers the commands and turns errors into exit codes: 0 fine, 1 the user's files, 2 wrong usage, 3 unexpected."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer
import typer.rich_utils

from bot import __version__
from bot.cli import importing, people, planning, registry, running, watching
from bot.errors import DondocError

#: Exit codes that others rely on.
FINE, USER_FILES, USAGE, UNEXPECTED = 0, 1, 2, 3

typer.rich_utils.OPTIONS_PANEL_TITLE = "Tuỳ chọn"
typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
typer.rich_utils.ERRORS_PANEL_TITLE = "Lỗi"

app = typer.Typer(
    name="dondoc",
    help="Đôn Đốc: nhắc các đầu mối theo kế hoạch, hỏi tiến độ và cho cơ quan tổng hợp biết ai đã, ai chưa báo cáo.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for family in (running, registry, planning, importing, people, watching):
    family.add_to(app)


@app.callback()
def explain(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="In phiên bản.")] = False,
) -> None:
    """Without a command: what it is and what it can do."""
    if version:
        typer.echo(f"dondoc {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        typer.echo("Bắt đầu: dondoc demo (dùng thử trong trình duyệt), dondoc check (kiểm tra tệp kế hoạch).")


def main() -> None:
    """Run the command line; never shows a traceback for a known error."""
    try:
        app()
    except DondocError as error:
        typer.echo(f"Lỗi: {error}", err=True)
        sys.exit(USER_FILES)
    except Exception:
        logging.getLogger("bot.cli").exception("lỗi ngoài dự kiến")
        typer.echo("Lỗi ngoài dự kiến; chi tiết ở trên. Chạy `dondoc doctor` để kiểm tra.", err=True)
        sys.exit(UNEXPECTED)
