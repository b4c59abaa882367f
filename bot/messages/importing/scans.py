"""What the import says of pages that are pictures."""

from __future__ import annotations

from collections.abc import Sequence

#: How to make recognition possible.
INSTALL = "Xin cài Tesseract có tiếng Việt (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-vie) rồi nhập lại"

PICTURE = "Tệp này là ảnh, không có chữ để đọc."
NO_WORDS = "Không nhận ra chữ nào trong ảnh này."


def recognised_pages(pages: Sequence[int]) -> str:
    """Pages whose words were recognised."""
    return f"Trang {_listed(pages)} là ảnh quét, chữ do máy nhận dạng; xin đối chiếu với bản gốc."


def unread_pages(pages: Sequence[int]) -> str:
    """Pages that could not be read."""
    return f"Trang {_listed(pages)} là ảnh quét, không đọc được chữ. {INSTALL} nếu có nhiệm vụ ở đó."


def too_many_scans(pages: int, most: int) -> str:
    """More pages than recognition takes at a time."""
    return f"Tệp có {pages} trang ảnh quét, nhiều hơn {most} trang."


def _listed(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages))


def uncertain(others: Sequence[str]) -> str:
    """Words of a field that may be others."""
    maybe = f" Lần đọc khác: {'; '.join(f'“{other}”' for other in others)}." if others else ""
    return f"Chữ nhận dạng từ ảnh chưa chắc chắn, xin đối chiếu với hình.{maybe}"
