"""What the import says of things in Word and Excel files that it does not read as part of the plan."""

from __future__ import annotations

from collections.abc import Sequence

TRACKED = "Văn bản còn sửa đổi đang theo dõi (Track Changes): đọc như đã chấp nhận tất cả sửa đổi."
#: So many are quoted, so long.
_MOST, _LONGEST = 5, 80

CONVERT_LETTERS = "Xin chuyển sang Unicode (ví dụ bằng Unikey: Ctrl + Shift + F6), lưu lại rồi nhập lại."


def old_letters(encoding: str) -> str:
    """A text that is not Unicode."""
    return f"Văn bản gõ theo bảng mã cũ {encoding}, không phải Unicode, nên không đọc được."


def struck(texts: Sequence[str]) -> str:
    """Text with a line through it."""
    return f"Chữ bị gạch ngang không được đọc: {_quoted(texts)}."


def hidden_text(texts: Sequence[str]) -> str:
    """Text marked as hidden."""
    return f"Chữ, dòng bị ẩn không được đọc: {_quoted(texts)}."


def comments(texts: Sequence[str]) -> str:
    """Remarks in the margin."""
    return f"Nhận xét (comment) không thuộc văn bản, không được đọc: {_quoted(texts)}."


def hidden_rows(sheet: str, rows: Sequence[str]) -> str:
    """Rows of a sheet by number."""
    return f"Trang tính “{sheet}”: dòng bị ẩn không được đọc: {', '.join(rows)}."


def hidden_columns(sheet: str, columns: Sequence[str]) -> str:
    """Columns of a sheet by letter."""
    return f"Trang tính “{sheet}”: cột bị ẩn không được đọc: {', '.join(columns)}."


def hidden_sheets(names: Sequence[str]) -> str:
    """Sheets nobody sees."""
    return f"Trang tính bị ẩn không được đọc: {_quoted(names)}."


def _quoted(texts: Sequence[str]) -> str:
    """The first of them, shortened."""
    flat = [" ".join(text.split()) for text in texts]
    shown = [f"“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”" for text in flat[:_MOST]]
    more = f" và {len(flat) - _MOST} chỗ khác" if len(flat) > _MOST else ""
    return "; ".join(shown) + more
