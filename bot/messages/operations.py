"""What admins are told about the running of the service."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.common import bold, esc


def channel_trouble_text(channel: str, reason: str) -> str:
    """A channel stopped working, or works again when ``reason`` is empty."""
    if not reason:
        return bold(f"Kênh {channel} đã hoạt động trở lại.")
    return f"{bold(f'Kênh {channel} đang gặp sự cố.')}\n{esc(reason)}\nXem chi tiết: dondoc doctor."


def problems_text(problems: Iterable[str]) -> str:
    """Problems in the files, one a line, for the terminal."""
    return "".join(f"\n{problem}" for problem in problems)
