"""What ``dondoc import`` asks and prints, beside the summary, doubts and differences. Plain text."""

from __future__ import annotations

from pathlib import Path

READING = "Đang đọc văn bản"
TO_REVIEW = "Chỗ cần xem lại:"
COMPARED = "So với kế hoạch đang có:"
NOTHING_TO_WRITE = "Không có gì để ghi."
NEXT = "Xem lại bằng dondoc check, rồi dondoc apply."


def task_line(id_: str, when: str | None, leads: str, content: str) -> str:
    """``leads``: names of agencies; of the content only the beginning."""
    return f"{id_:8} [{when or 'không ghi thời gian'}] {leads}: {' '.join(content.split())[:80]}"


def ask_to_write(plan: str, doubts: int) -> str:
    return f"Ghi kế hoạch {plan} ({doubts} chỗ cần xem lại)?"


def written(path: Path, *, phones: bool) -> str:
    """A file as it stands now; ``phones``: it holds phone numbers."""
    aside = "  (số điện thoại; không đưa vào kho mã nguồn)" if phones else ""
    return f"Đã ghi {path}{aside}"
