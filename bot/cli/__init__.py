"""The command ``dondoc``: one file per family of commands."""

from bot.cli.entry import main

__all__ = ["main"]
