"""The command ``dondoc``: one file per family of commands."""

from bot.cli.app import main

__all__ = ["main"]
