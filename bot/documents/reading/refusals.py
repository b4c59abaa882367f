"""Why a plan document could not be read; a class's docstring is its message, in Vietnamese."""

from __future__ import annotations

from bot.errors import DondocError
from bot.messages.importing.scans import INSTALL


class ImportFailure(DondocError):
    """Không đọc được tệp này."""

    id = "DD.E060"
    hint = "Xin mở tệp bằng phần mềm văn phòng, lưu lại rồi nhập lại."

    def __init__(self, message: str | None = None, *, hint: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip(), hint=hint)


class UnknownFormat(ImportFailure):
    """Tệp không thuộc loại đọc được."""

    id = "DD.E061"
    hint = (
        "Đọc được: .docx, .pdf, .xlsx, .txt, .md, ảnh .jpg, .png. Tệp .doc, .xls cũ cần máy có LibreOffice; nếu không, "
        "xin lưu lại thành .docx, .xlsx."
    )


class EmptyFile(ImportFailure):
    """Tệp không có nội dung."""

    id = "DD.E062"
    hint = "Xin kiểm tra lại tệp đã chọn."


class TooBig(ImportFailure):
    """Tệp quá lớn."""

    id = "DD.E063"
    hint = "Xin tách riêng phần kế hoạch và phụ lục rồi nhập lại."


class Encrypted(ImportFailure):
    """Tệp được bảo vệ bằng mật khẩu."""

    id = "DD.E064"
    hint = "Xin bỏ mật khẩu, lưu lại rồi nhập lại."


class HasMacros(ImportFailure):
    """Tệp có chứa macro nên không được mở."""

    id = "DD.E065"
    hint = "Xin lưu lại thành .docx hoặc .xlsx (không có macro)."


class Hostile(ImportFailure):
    """Tệp có cấu trúc bất thường nên không được mở."""

    id = "DD.E066"
    hint = "Xin hỏi lại nơi gửi tệp; không nên mở tệp này bằng phần mềm khác."


class Broken(ImportFailure):
    """Tệp bị hỏng hoặc thiếu một phần."""

    id = "DD.E067"
    hint = "Xin tải hoặc xin lại tệp gốc."


class NeedsOcr(ImportFailure):
    """Tệp PDF này là bản quét (ảnh), không có chữ để đọc."""

    id = "DD.E068"
    hint = f"{INSTALL}; hoặc nhận dạng chữ (OCR) bằng phần mềm khác trước, hoặc dùng bản Word."


class OverLimit(ImportFailure):
    """Đọc tệp vượt quá giới hạn thời gian hoặc bộ nhớ."""

    id = "DD.E069"
    hint = "Xin tách riêng phần kế hoạch và phụ lục rồi nhập lại."


class HasFormulas(ImportFailure):
    """Bảng tính có ô là công thức."""

    id = "DD.E070"
    hint = "Xin sao chép và dán lại dưới dạng giá trị (Paste Values) rồi nhập lại."
