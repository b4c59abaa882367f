"""The ``policy:`` of plans, tasks, reports and agencies."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.registry.advice import did_you_mean

SHAPE = "“policy” phải gồm các mục như before: [7, 3, 1]"


def unknown_field(key: str, close: str, known: Iterable[str]) -> str:
    advice = did_you_mean(close) if close else f"các mục được dùng: {', '.join(known)}"
    return f"chính sách nhắc việc không có mục “{key}”; {advice}"


def not_days(key: str, most: int) -> str:
    return f"“{key}” phải là danh sách số ngày từ 0 đến {most}, ví dụ [7, 3, 1]"


def not_a_count(key: str, most: int) -> str:
    return f"“{key}” phải là một số từ 0 đến {most}"


def not_a_truth_value(key: str) -> str:
    return f"“{key}” phải là true (có) hoặc false (không)"
