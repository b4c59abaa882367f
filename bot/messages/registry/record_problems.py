"""Records of any kind: their keys, texts, numbers and ids.

``record`` is the name of a kind of record, "nhiệm vụ"; ``close`` is the known word that comes closest to a wrong one,
empty when none does.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages.registry.advice import did_you_mean, one_of

PLAN = "kế hoạch"
REPORT = "quy định báo cáo"
TASK = "nhiệm vụ"
LEAD = "cơ quan chủ trì"
AGENCY = "cơ quan"
PERSON = "cán bộ"


def not_a_list_of(record: str) -> str:
    return f"tệp phải là danh sách {record}, mỗi {record} bắt đầu bằng “- id: …”"


def not_a_record(record: str, keys: Iterable[str]) -> str:
    return f"{record} phải gồm các mục như {', '.join(keys)}"


def unknown_key(record: str, key: str, close: str, known: Iterable[str]) -> str:
    advice = did_you_mean(close) if close else f"các mục được dùng: {', '.join(known)}"
    return f"{record} không có mục “{key}”; {advice}"


def missing_key(record: str, key: str) -> str:
    return f"{record} thiếu mục “{key}”; đề nghị bổ sung"


def not_a_text(key: str) -> str:
    return f"“{key}” phải là một đoạn chữ, không phải danh sách"


def line_not_a_text(key: str) -> str:
    return f"mỗi dòng của “{key}” phải là một đoạn chữ"


def not_a_list(key: str) -> str:
    return f"“{key}” phải là danh sách, ví dụ: {key}: [mục thứ nhất, mục thứ hai]"


def odd_year(key: str, year: int) -> str:
    return f"“{key}”: năm {year} không hợp lý, đề nghị xem lại"


def not_a_year(key: str, text: str) -> str:
    return f"“{key}: {text}” không phải là năm; ghi bốn chữ số, ví dụ 2024"


def not_a_truth_value(key: str, text: str) -> str:
    return f"“{key}: {text}” phải là true (có) hoặc false (không)"


def bad_name_id(text: str, longest: int) -> str:
    """The id of an agency or a person."""
    return (
        f"id “{text}” chỉ được gồm chữ thường không dấu, số và gạch nối, nhiều nhất {longest} ký tự, "
        "ví dụ so-du-lich-tp-hcm"
    )


def bad_obligation_id(text: str, longest: int) -> str:
    """The id of a task or a report rule."""
    return f"id “{text}” không được có dấu cách, dấu gạch chéo hay dài quá {longest} ký tự, ví dụ I.1.3"


def id_taken(record: str, id_: str, first_line: int) -> str:
    return f"id “{id_}” đã dùng ở dòng {first_line}; mỗi {record} cần một id riêng"


def not_among(text: str, close: str, known: Iterable[str]) -> str:
    """A word where only certain words may stand."""
    return f"“{text}” không dùng được ở đây; {did_you_mean(close) if close else one_of(known)}"


def unknown_reference(key: str, record: str, id_: str, close: str, name: str) -> str:
    """An id under ``key`` that no ``record`` bears; ``name`` is what ``close`` stands for."""
    advice = did_you_mean(close, name) if close else f"đề nghị bổ sung {record} này hoặc sửa lại"
    return f"“{key}”: không có {record} “{id_}”; {advice}"
