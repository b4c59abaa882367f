"""What the admin sees after asking for an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.plan.plan import Person
from bot.messages.common import moment_text

SEE_PEOPLE = "Xem mã cán bộ trong schedules/people.yaml."
INVITE_THE_OTHER = "Mời người đang phụ trách."


def unknown_person(id_: str) -> str:
    return f"Không có cán bộ “{id_}”."


def person_left(id_: str, replaced_by: str | None) -> str:
    """``replaced_by`` is the id of whoever took over."""
    other = f" Người thay: {replaced_by}." if replaced_by else ""
    return f"Cán bộ “{id_}” không còn phụ trách.{other}"


def invite_text(person: Person, links: Mapping[str, str], code: str, expires_at: datetime) -> str:
    """Plain text for the terminal, ready to be passed on. ``links``: the channel as people call it → link."""
    lines = [f"Mời {person.name} liên kết tài khoản (dùng một lần, hết hạn lúc {moment_text(expires_at)}):"]
    lines += [f"  Đường dẫn ({title}): {link}" for title, link in links.items()]
    if not links:
        lines.append("  Chưa có đường dẫn vì chưa kết nối được bot (xem: dondoc doctor); gửi mã dưới đây.")
    lines.append(f"  Mã: {code}")
    return "\n".join(lines)
