"""What is said until a chat belongs to a person who agreed; strangers are told nothing about anybody."""

from __future__ import annotations

from datetime import datetime

from bot.domain.plan.plan import Agency, Person
from bot.messages.common import agency_label, bold, esc, moment_text, salutation
from bot.messages.people.privacy_texts import PrivacyNotice, terms

AGREE = "Đồng ý"
DECLINE = "Không đồng ý"

#: Why an account is not active, as stored.
BLOCKED = "blocked"
REPLACED = "replaced"
WITHDREW = "consent_withdrawn"

_ACCOUNT_REASONS = {
    BLOCKED: "đã chặn bot",
    REPLACED: "đã chuyển sang tài khoản khác",
    WITHDREW: "đã rút đồng ý nhận tin",
}


def account_reason(reason: str | None) -> str:
    """Why the account is not active; what is not one of ours are the network's words."""
    return _ACCOUNT_REASONS.get(reason or "", f"mạng nhắn tin báo: {reason}" if reason else "")


def stranger_text() -> str:
    """To any chat nobody is linked to; the same whatever was sent."""
    return (
        "<b>Hệ thống nhắc việc tự động Đôn Đốc</b>\n"
        "Kính chào đồng chí. Hệ thống phục vụ cán bộ đã được cơ quan chủ trì cấp mã mời.\n"
        "Nếu đã có mã, đề nghị đồng chí nhập mã vào đây; hoặc chia sẻ số điện thoại đã đăng ký với cơ quan bằng nút "
        "“Chia sẻ số điện thoại”. Trân trọng."
    )


def refused_text() -> str:
    """For a code that is wrong, used or expired: the same answer for all three."""
    return (
        "<b>Mã chưa dùng được.</b>\n"
        "Mã có thể chưa đúng, đã được sử dụng hoặc đã hết hạn. Đề nghị đồng chí kiểm tra lại, hoặc liên hệ cơ quan "
        "chủ trì "
        "để được cấp mã mới. Trân trọng."
    )


def too_many_text(until: datetime) -> str:
    """After too many wrong codes; codes from this chat are not looked at before ``until``."""
    return (
        f"Đã có nhiều lần nhập mã chưa đúng. Đề nghị đồng chí thử lại sau {moment_text(until)}, hoặc liên hệ cơ quan "
        "chủ trì. Trân trọng."
    )


def group_text() -> str:
    """In a group chat."""
    return (
        "Hệ thống chỉ làm việc trong trò chuyện riêng với từng cán bộ. Đề nghị đồng chí mở trò chuyện riêng với bot "
        "này. "
        "Trân trọng."
    )


def consent_text(person: Person, agency: Agency, notice: PrivacyNotice, *, replaces: bool) -> str:
    """Who the code is for, what is stored and why, and the question; ``replaces`` = another chat is linked now."""
    moved = (
        "\nTài khoản đang liên kết trước đây sẽ được thay bằng trò chuyện này nếu đồng chí đồng ý.\n"
        if replaces
        else ""
    )
    return (
        f"<b>Đề nghị xác nhận liên kết</b>\n{salutation_for(person, agency)}\n"
        "Nếu đồng chí không phải người có tên trên, đề nghị chọn “Không đồng ý”.\n"
        f"{moved}\n{terms(notice)}\n\nĐồng chí có đồng ý không?"
    )


def salutation_for(person: Person, agency: Agency) -> str:
    """Escaped form of address."""
    return esc(salutation(person, agency))


def welcome_text(person: Person, agency: Agency) -> str:
    """Right after consent: what comes next."""
    return (
        f"<b>Đã liên kết.</b>\nCảm ơn đồng chí {esc(person.name)}, {esc(agency_label(agency))}.\n"
        "Khi có việc đến hạn, hệ thống gửi một tin vào đầu giờ làm việc; đồng chí trả lời bằng nút bấm hoặc một dòng "
        "chữ.\n"
        "/viec: việc đang mở; /trogiup: hướng dẫn; /quyenriengtu: dữ liệu cá nhân. Trân trọng."
    )


def already_linked_text(person: Person, agency: Agency) -> str:
    """To somebody who is linked and starts again."""
    return (
        f"Kính chào đồng chí {bold(person.name)}, {esc(agency_label(agency))}. Trò chuyện này đã được liên kết.\n"
        "/viec: việc đang mở; /trogiup: hướng dẫn. Trân trọng."
    )


def left_text() -> str:
    """To a linked chat whose person no longer holds the post."""
    return (
        "Trò chuyện này thuộc đầu mối đã được thay nên không còn nhận tin nhắc. Nếu được giao việc mới, đề nghị đồng "
        "chí nhập mã mời do cơ quan chủ trì cấp. /dulieucuatoi: nhận bản sao dữ liệu; /xoa: xoá dữ liệu cá nhân. "
        "Trân trọng."
    )


def _still_good(expires_at: datetime | None) -> str:
    return f" Mã mời còn dùng được đến {moment_text(expires_at)}." if expires_at else ""


def still_linked_text(expires_at: datetime | None) -> str:
    """After "Không đồng ý" in a chat that has an account: nothing changes; the code stays good until it expires."""
    return f"<b>Đã ghi nhận: không đồng ý.</b>\nLiên kết đang có không thay đổi.{_still_good(expires_at)} Trân trọng."


def declined_text(expires_at: datetime | None) -> str:
    """After "Không đồng ý": nothing is kept of the chat; the code stays good until it expires."""
    until = _still_good(expires_at)
    return (
        "<b>Đã ghi nhận: không đồng ý.</b>\nHệ thống không lưu thông tin của trò chuyện này và không gửi tin "
        f"nhắc.{until} "
        "Trân trọng."
    )


def replaced_text() -> str:
    """To the account that was linked before."""
    return (
        "Tài khoản nhận tin của đồng chí đã được chuyển sang một trò chuyện khác theo xác nhận mới; trò chuyện này "
        "dừng nhận "
        "tin. Nếu không phải đồng chí thực hiện, đề nghị báo ngay cho cơ quan chủ trì. Trân trọng."
    )


def withdrawn_again_text() -> str:
    """To somebody who withdrew consent and writes again."""
    return (
        "Trò chuyện này đã dừng nhận tin theo yêu cầu của đồng chí. Muốn dùng lại, đề nghị nhập mã mời mới do cơ "
        "quan chủ trì "
        "cấp. /dulieucuatoi: nhận bản sao dữ liệu; /xoa: xoá dữ liệu cá nhân. Trân trọng."
    )


def old_button_text() -> str:
    """For a consent or confirmation button that no longer counts."""
    return "Nút này không còn dùng được. Đề nghị đồng chí gửi /start để tiếp tục. Trân trọng."
