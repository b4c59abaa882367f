"""``agencies.yaml``, ``people.yaml`` and the side file of phone numbers. No sentence repeats a phone number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.messages.common import date_text

PHONES_SHAPE = "ghi mỗi người một dòng: “mã-cán-bộ: số điện thoại”"


def ends_before_start(until: date, since: date) -> str:
    return f"“until” ({date_text(until)}) phải sau “since” ({date_text(since)})"


def successor_without_end(key: str) -> str:
    """``key`` is "succeeded_by" or "replaced_by"."""
    return f"có “{key}” nhưng thiếu “until” nên chưa có tác dụng; đề nghị bổ sung"


def name_taken(name: str, id_: str, full_name: str) -> str:
    """``name`` already means the agency ``id_``, called ``full_name``."""
    return (
        f"tên “{name}” đã là tên của “{id_}” ({full_name}) ở cùng địa phương; đề nghị bỏ một trong hai hoặc ghi tên "
        "đầy đủ hơn"
    )


def succession_loop(chain: Iterable[str]) -> str:
    return f"kế thừa vòng tròn: {' → '.join(chain)}; đề nghị bỏ một mắt xích"


def phone_of_nobody(person: str) -> str:
    return f"không có cán bộ “{person}” trong people.yaml"


def unreadable_phone(person: str) -> str:
    return f"số điện thoại của “{person}” không đọc được; ghi dạng 0xxx.xxx.xxx"


def phone_taken(person: str) -> str:
    return f"số điện thoại của “{person}” trùng với một người khác"
