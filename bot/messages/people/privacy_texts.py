"""What people are told about their personal data: the notice, the copy, withdrawal and deletion.

Legal sources: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (Đ4 rights, Đ30 automated processing) and Nghị định
356/2025/NĐ-CP (Đ5 time limits, Đ6 consent, Đ10 automated processing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from bot.messages.common import date_text, esc

YES_WITHDRAW = "Rút đồng ý"
YES_DELETE = "Xoá dữ liệu"
NO_KEEP = "Giữ nguyên"

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15; Nghị định số 356/2025/NĐ-CP"

#: What a person agrees to, kept with each consent.
PURPOSE = "nhắc việc, tiếp nhận và tổng hợp báo cáo thực hiện kế hoạch"

#: How long what was said is kept, and a chat in which nothing is said stays linked.
MESSAGE_MONTHS = 12
#: How long an unfinished report and its files wait.
DRAFT_DAYS = 90


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """Who answers for the data; both are shown as given."""

    #: Name of the agency that decides what is stored and why ("bên kiểm soát dữ liệu").
    controller: str
    #: Person or unit to turn to.
    contact: str


def notice_from(agencies: Sequence[str], coordinators: Sequence[str]) -> PrivacyNotice:
    """Names of those who consolidate, and of their coordinators; either may be unknown."""
    return PrivacyNotice(
        controller="; ".join(agencies) or "cơ quan chủ trì tổng hợp",
        contact=f"cán bộ tổng hợp {', '.join(coordinators)}" if coordinators else "cán bộ tổng hợp của cơ quan trên",
    )


def terms(notice: PrivacyNotice) -> str:
    """What a person agrees to, without their name: the text whose version is kept with the consent."""
    return "\n".join(
        (
            "<b>Hệ thống tự động.</b> Tin nhắc do máy gửi. Nội dung đồng chí viết do máy đọc, được nhắc lại để đồng "
            "chí "
            "xác nhận trước khi ghi nhận và do cán bộ tổng hợp xem lại.",
            "<b>Dữ liệu được lưu:</b> họ tên, chức danh, đơn vị (theo kế hoạch); địa chỉ trò chuyện này; số điện thoại "
            "nếu cơ quan đã cung cấp; câu trả lời, tệp đồng chí gửi; ngày nghỉ phép đồng chí báo; việc đồng ý này.",
            f"<b>Mục đích:</b> chỉ để {PURPOSE}.",
            "<b>Nơi đi qua:</b> tin nhắn đi qua máy chủ của nhà cung cấp ứng dụng nhắn tin, có thể đặt ở nước ngoài; "
            "đề nghị không gửi nội dung mật qua đây.",
            f"<b>Bên kiểm soát dữ liệu:</b> {esc(notice.controller)}. Liên hệ: {esc(notice.contact)}.",
            "<b>Thời gian lưu:</b> địa chỉ trò chuyện đến khi đồng chí yêu cầu xoá, hoặc khi trò chuyện không có tin "
            f"nào trong {MESSAGE_MONTHS} tháng; nội dung tin nhắn {MESSAGE_MONTHS} tháng; báo cáo nhập dở và tệp của "
            f"nó {DRAFT_DAYS} ngày; báo cáo đã gửi và tệp kèm là hồ sơ công việc của cơ quan; việc đồng ý và các yêu "
            "cầu về dữ liệu được giữ làm bằng chứng, khi xoá thì không còn địa chỉ trò chuyện.",
            "<b>Quyền của đồng chí:</b> được biết, xem, sửa, nhận bản sao, xoá, hạn chế, phản đối, rút đồng ý bất cứ "
            "lúc "
            "nào và khiếu nại. Không đồng ý không ảnh hưởng tới việc báo cáo theo cách thông thường.",
            f"<i>Căn cứ: {LAW}.</i>",
        )
    )


def terms_version(notice: PrivacyNotice) -> str:
    """Short fingerprint of ``terms``: changes whenever a word of what people agree to changes."""
    return sha256(terms(notice).encode()).hexdigest()[:16]


def notice_text(notice: PrivacyNotice, linked_at: date | None) -> str:
    """The answer to /quyenriengtu."""
    agreed = f"\n\nĐồng chí đã đồng ý ngày {date_text(linked_at)}." if linked_at else ""
    return (
        f"<b>Thông báo về dữ liệu cá nhân</b>\n{terms(notice)}{agreed}\n\n"
        "<b>Thời hạn giải quyết:</b> trả lời tiếp nhận trong 02 ngày làm việc; xem, sửa, nhận bản sao trong 10 ngày; "
        "rút đồng ý, hạn chế, phản đối trong 15 ngày; xoá trong 20 ngày. Các lệnh dưới đây được thực hiện ngay:\n"
        "/dulieucuatoi: nhận bản sao dữ liệu\n"
        "/rutdongy: rút đồng ý, dừng nhận tin\n"
        "/xoa: xoá dữ liệu cá nhân\n"
        "Yêu cầu sửa, hạn chế, phản đối: đề nghị liên hệ như trên. Trân trọng."
    )


def copy_text() -> str:
    """Under the two files of /dulieucuatoi; the readable one."""
    return (
        "<b>Bản sao dữ liệu cá nhân của đồng chí</b>\n"
        "Gồm một tệp để đọc và một tệp JSON để chuyển sang hệ thống khác. Trân trọng."
    )


def machine_copy_text() -> str:
    """Under the second file."""
    return "Tệp JSON, cùng nội dung."


def ask_withdraw() -> str:
    """The question after /rutdongy."""
    return (
        "<b>Rút đồng ý và dừng nhận tin?</b>\n"
        "Hệ thống sẽ không gửi tin nhắc tới trò chuyện này nữa; cán bộ tổng hợp thấy việc này trên bảng theo dõi. "
        "Các báo cáo đồng chí đã gửi được giữ trong hồ sơ của cơ quan."
    )


def withdrawn_text() -> str:
    """After the consent was withdrawn."""
    return (
        "<b>Đã ghi nhận việc rút đồng ý.</b>\n"
        "Từ nay hệ thống không gửi tin nhắc tới trò chuyện này; cán bộ tổng hợp thấy việc này trên bảng theo dõi. "
        "Muốn xoá dữ liệu cá nhân, đề nghị gửi /xoa. Muốn dùng lại, đề nghị xin mã mời mới. Trân trọng."
    )


def ask_delete() -> str:
    """The question after /xoa."""
    return (
        "<b>Xoá dữ liệu cá nhân?</b>\n"
        "Sẽ xoá: liên kết với trò chuyện này, số điện thoại, nội dung trò chuyện, nội dung và tệp chưa gửi, ngày nghỉ "
        "phép, tuỳ chọn.\n"
        "Giữ lại: các báo cáo đã gửi (kèm tệp), các lần báo không phải việc của mình, là hồ sơ công việc của cơ quan; "
        "bằng chứng về việc đồng ý và về yêu cầu xoá này.\n"
        "Việc xoá không hoàn lại được."
    )


def deleted_text(due_by: date) -> str:
    """After the deletion; ``due_by`` is the legal limit for whatever a person still has to check."""
    return (
        "<b>Đã xoá dữ liệu cá nhân trong hệ thống.</b>\n"
        f"Yêu cầu đã được ghi sổ; cơ quan rà soát phần còn lại (nếu có) chậm nhất ngày {date_text(due_by)}. "
        "Nội dung trong ứng dụng trên máy của đồng chí, đề nghị đồng chí tự xoá. Trân trọng."
    )


def kept_text() -> str:
    """After "Giữ nguyên"."""
    return "Không thay đổi gì. Trân trọng."
