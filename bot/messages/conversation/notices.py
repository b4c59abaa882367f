"""What is said in passing: kept, refused, not understood, and everything that has the same words every time."""

from __future__ import annotations

from typing import assert_never

from bot.domain.conversation.kinds import Notice, PlainKind
from bot.domain.conversation.prompts import (
    BadDate,
    DatePastTarget,
    DayRefused,
    FileTaken,
    FileTooLarge,
    NoticePrompt,
    Plain,
    Quoting,
    TextKept,
)
from bot.domain.conversation.states import StateName
from bot.messages.common import bold, date_text, day_text, esc, file_name
from bot.messages.conversation.leave import LEAVE_START
from bot.messages.conversation.parts import SECRET, message, numbered, said
from bot.messages.date_refusals import refusal_text

_EXAMPLES = (
    "Ví dụ: <i>xong 80% rồi, còn chờ kinh phí</i>; <i>nhiệm vụ 3.2 chưa triển khai</i>; <i>dự kiến 20/9 xong</i>."
)
_COMMANDS = (
    "/viec – việc đang chờ báo cáo",
    "/baocao – báo cáo tình hình thực hiện",
    "/lich – các thời hạn sắp tới, kèm tệp lịch",
    "/lichsu – các báo cáo đã gửi, sửa báo cáo",
    "/nghiphep – báo nghỉ và người nhận thay",
    "/huy – huỷ nội dung đang nhập",
    "/quyenriengtu – dữ liệu cá nhân và quyền của đồng chí",
)
#: Choice id of a part of the report → its name.
_PLACES = {
    "result": "kết quả thực hiện",
    "difficulty": "khó khăn, vướng mắc",
    "proposal": "kiến nghị",
    "note": "nội dung khác",
}

PLAIN: dict[PlainKind, str] = {
    StateName.CONFIRM_CANCEL: message(
        bold("Huỷ nội dung đang nhập?"), "Nội dung đã nhập chưa được ghi nhận và sẽ mất nếu huỷ."
    ),
    StateName.CHOOSE_YEAR: "Ngày vừa gõ chưa đủ tháng, năm. Đồng chí muốn nói ngày nào?",
    StateName.DISCLAIM_PERSON: "Theo đồng chí, ai phụ trách việc này? Chọn bên dưới, gõ họ tên và đơn vị, hoặc bỏ qua.",
    StateName.LEAVE_START: LEAVE_START,
    Notice.NOTHING_CHANGED: "Báo cáo đã gửi được giữ nguyên.",
    Notice.CANCELLED: "Đã huỷ; nội dung vừa nhập không được ghi nhận. Cần xem việc đang mở, đề nghị gõ /viec.",
    Notice.NOTHING_TO_CANCEL: "Hiện không có nội dung nào đang nhập để huỷ.",
    Notice.OLD_BUTTON: "Nút này thuộc câu hỏi trước nên không còn hiệu lực; không có gì thay đổi. "
    "Đề nghị dùng nút ở câu hỏi gần nhất, hoặc gõ /viec để xem việc đang mở.",
    Notice.TAPPED_TWICE: "Hệ thống đã nhận lựa chọn trước của đồng chí; lần chọn này không làm thay đổi gì.",
    Notice.CLOSED: "Việc này đã được báo cáo hoặc không còn mở; không có gì thay đổi. Đề nghị xem /viec.",
    Notice.SECRET_ONLY: SECRET,
    Notice.STATE_LOST: "Nội dung nhập dở trước đây không đọc lại được sau khi hệ thống cập nhật. "
    "Kính mong đồng chí thông cảm và nhập lại.",
    Notice.RESUMED: "Báo cáo này đang nhập dở, mời đồng chí tiếp tục:",
    Notice.TEXT_HELD: "Nội dung đồng chí vừa gõ được giữ lại; sau khi chọn việc, hệ thống sẽ hỏi ghi vào đâu.",
    Notice.TEXT_DROPPED: "Đã bỏ nội dung vừa gõ.",
    Notice.TEXT_CONTINUED: "Đã nối phần tiếp theo vào nội dung đồng chí vừa gửi.",
    Notice.EXTENSION_NOTE: "Hệ thống không tự gia hạn. Nội dung này được ghi thành kiến nghị gửi cơ quan tổng hợp; "
    "thời hạn chỉ thay đổi khi cấp có thẩm quyền đồng ý.",
    Notice.DAY_PASSED: "Câu hỏi được gửi từ hôm trước nên các ngày đã thay đổi. Đề nghị đồng chí chọn lại.",
    Notice.PLEASE_CHOOSE: "Đề nghị đồng chí chọn một trong các nút bên dưới.",
    Notice.BAD_PERCENT: "Đề nghị gõ một số từ 0 đến 100, ví dụ: 60",
    Notice.LEAVE_ENDS_EARLY: "Ngày kết thúc phải từ ngày bắt đầu nghỉ trở đi. Đề nghị gõ lại, ví dụ: 12/9/2024",
    Notice.NOT_TEXT: "Hệ thống chỉ đọc được chữ, ảnh và tệp. Kính đề nghị đồng chí gõ nội dung.",
    Notice.NOTHING_OPEN: "Hiện đồng chí không có việc nào đang chờ báo cáo nên nội dung này chưa được ghi nhận.",
    Notice.ACKNOWLEDGED: "Trân trọng cảm ơn đồng chí. Khi có kết quả, đồng chí chọn Báo cáo hoặc gõ tại đây.",
    Notice.DISCLAIMED: message(
        bold("Đã chuyển cán bộ tổng hợp xem xét."),
        "Trong khi chờ, hệ thống không nhắc đồng chí việc này. Nếu việc này vẫn do đồng chí phụ trách, đề nghị chọn "
        "bên dưới hoặc gõ “đúng là việc của tôi”. Trân trọng.",
    ),
    Notice.HELP: message(
        bold("Hướng dẫn"),
        "Khi có tin nhắc, đồng chí chọn nút dưới tin, hoặc gõ ngay tình hình thực hiện. "
        "Hệ thống đọc lại để đồng chí xác nhận rồi mới ghi nhận.",
        _EXAMPLES,
        "\n".join(_COMMANDS),
    ),
}


def notice_text(prompt: NoticePrompt) -> str:
    """What is said in passing, as HTML."""
    match prompt:
        case Plain():
            return PLAIN[prompt.kind]
        case Quoting():
            return _quoting(prompt)
        case BadDate():
            return f"Chưa đọc được ngày: {esc(refusal_text(prompt.refusal))}."
        case TextKept():
            return f"Đã ghi vào phần {_PLACES[prompt.place]}."
        case FileTaken():
            return _file_taken(prompt)
        case FileTooLarge():
            limit = f" (tối đa {prompt.max_mb} MB)" if prompt.max_mb else ""
            return f"Tệp “{file_name(prompt.name)}” quá lớn{limit} nên không nhận được. Đề nghị gửi tệp nhỏ hơn."
        case DayRefused(kind=Notice.DATE_IN_FUTURE):
            return f"Ngày {date_text(prompt.day)} chưa đến, đề nghị kiểm tra lại."
        case DayRefused():
            return f"Ngày {date_text(prompt.day)} đã qua, đề nghị chọn ngày khác."
        case DatePastTarget():
            day, limit = date_text(prompt.day), day_text(prompt.limit)
            return (
                f"Ngày {day} muộn hơn ngày nên gửi nên không thể lùi đến ngày đó. Ngày muộn nhất có thể chọn: {limit}."
            )
        case _:
            assert_never(prompt)


def _quoting(prompt: Quoting) -> str:
    match prompt.kind:
        case Notice.FILE_NOT_FETCHED:
            return f"Chưa tải được tệp “{file_name(prompt.text)}”. Kính đề nghị đồng chí gửi lại."
        case Notice.UNKNOWN_COMMAND:
            return f"Hệ thống không có lệnh /{esc(prompt.text)}. Các lệnh hiện có: /trogiup"
        case Notice.NOT_UNDERSTOOD:
            return message(
                bold("Hệ thống chưa hiểu nội dung này"),
                said(prompt.text),
                f"Kính đề nghị đồng chí gõ tình hình thực hiện, hoặc chọn bên dưới. {_EXAMPLES}",
            )
        case _:
            assert_never(prompt.kind)


def _file_taken(prompt: FileTaken) -> str:
    name = file_name(prompt.name)
    if prompt.kind is Notice.FILE_KEPT:
        return f"Đã nhận tệp “{name}” ({numbered(prompt.count, 'tệp')} kèm báo cáo)."
    if not prompt.count:
        return f"Đã nhận tệp “{name}”. Hiện không có việc nào đang mở để kèm tệp này."
    return f"Đã nhận tệp “{name}”. Tệp sẽ kèm vào báo cáo đồng chí chọn."
