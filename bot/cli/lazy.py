"""A command group that imports a command's module only when that command is called, and help pages in Vietnamese."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.messages.command_line import COMMANDS, HEADINGS, USAGE, help_text

#: Command → module in ``bot.cli`` and function in it.
WHERE = {
    "demo": ("running", "demo"),
    "init": ("init", "init"),
    "run": ("running", "run"),
    "check": ("registry", "check"),
    "registry": ("registry", "registry"),
    "plan": ("planning", "plan"),
    "apply": ("planning", "apply"),
    "import": ("importing", "import_plan"),
    "invite": ("people", "invite"),
    "status": ("watching", "status"),
    "doctor": ("diagnosing", "doctor"),
}


class _VietnameseHelp:
    """Mixed into commands: the frame of the help page. Plain text, since drawing it with Rich would take longer than
    the rest of the start."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        pieces = help_text(" ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=USAGE)

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        """Arguments and options, each under its heading."""
        for kind in ("argument", "option"):
            records = [p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == kind]
            _section(formatter, HEADINGS[kind], [(name, help_text(text)) for name, text in filter(None, records)])


class Command(_VietnameseHelp, TyperCommand):
    pass


class _Commands(dict[str, Any]):
    """Name → command, made when it is asked for."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(COMMANDS))

    def get(self, name: str, default: Any = None) -> Any:
        """The command ready to run; its module is imported here and nowhere else."""
        if name not in self:
            return default
        module, function = WHERE[name]
        called = getattr(import_module(f"bot.cli.{module}"), function)
        one = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        one.command(name, cls=Command, help=COMMANDS[name])(called)
        return typer.main.get_command(one)


class Group(_VietnameseHelp, TyperGroup):
    """``dondoc`` itself."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        _section(formatter, HEADINGS["command"], list(COMMANDS.items()))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


def _section(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)
