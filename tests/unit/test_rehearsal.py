"""A rehearsal: one message per person and slot, as JSON rows and as lines to read."""

from __future__ import annotations

from datetime import date

from bot.domain.plan.in_use import InUse
from bot.domain.plan.plan import Registry, Role
from bot.domain.schedule.rehearsal import RehearsedMessage, rehearse
from bot.messages.rehearsal_lines import messages_json, messages_text
from tests.unit import planning as build

CALENDAR = build.calendar(date(2024, 9, 2), date(2024, 9, 3))


def registry() -> Registry:
    plan = build.plan(
        build.task("1", "Quý III", "so-a", coordinating=["so-b"], contacts=["an"]),
        build.task("2", "Tháng 9", "so-a", contacts=["an", "binh"]),
        build.task("3", "Dự kiến Tháng 9", "so-c"),
        reports=[build.report("bc", ["so-a", "so-c"], "khdt", "trước ngày 15/9/2024")],
    )
    people = [build.person("an", "so-a"), build.person("binh", "so-a"), build.person("cuong", "khdt", Role.COORDINATOR)]
    return build.registry(plan, people=people)


def messages(start: date, end: date) -> tuple[RehearsedMessage, ...]:
    return rehearse(InUse(registry(), CALENDAR), start, end)


def test_all_that_is_due_for_a_person_in_one_slot_is_one_message() -> None:
    found = messages(date(2024, 9, 26), date(2024, 9, 27))
    seen = [
        (m.send_at.date().day, m.agency, m.recipient, [(i.obligation, i.step.code) for i in m.items]) for m in found
    ]
    assert seen == [
        (27, "so-a", "an", [("bc", "overdue-4"), ("1", "T-1"), ("2", "T-1")]),
        (27, "so-a", "binh", [("bc", "overdue-4"), ("2", "T-1")]),
        (27, "so-b", None, [("1", "T-1")]),
        (27, "so-c", None, [("bc", "overdue-4"), ("3", "T-1")]),
    ]


def test_the_period_includes_both_its_ends_and_nothing_else() -> None:
    whole = messages(date(2024, 1, 1), date(2025, 12, 31))
    part = messages(date(2024, 9, 4), date(2024, 9, 12))
    assert part
    assert {m.send_at.date() for m in part} == {date(2024, 9, d) for d in (4, 5, 9, 10, 12)} & {
        m.send_at.date() for m in whole
    }
    assert list(part) == [m for m in whole if date(2024, 9, 4) <= m.send_at.date() <= date(2024, 9, 12)]


def test_json_rows_have_the_agreed_fields() -> None:
    rows = messages_json(messages(date(2024, 9, 4), date(2024, 9, 4)), registry(), {"an": "telegram"})
    assert rows[0] == {
        "send_at": "2024-09-04T08:00:00+07:00",
        "recipient": "Người an",
        "recipient_id": "an",
        "agency": "Cơ quan so-a",
        "agency_id": "so-a",
        "channel": "telegram",
        "items": [
            {
                "plan": build.PLAN,
                "obligation": "bc",
                "period": "2024",
                "due": "2024-09-15",
                "target": "2024-09-13",
                "step": "T-7",
                "role": "lead",
                "occurrence": f"{build.PLAN}/bc/2024/so-a",
            }
        ],
    }
    assert [(row["recipient"], row["channel"]) for row in rows] == [
        ("Người an", "telegram"),
        ("Người binh", None),
        (None, None),
    ]


def test_text_is_readable() -> None:
    assert messages_text(messages(date(2024, 9, 27), date(2024, 9, 30)), registry()).splitlines() == [
        "Diễn tập: giả định chưa cơ quan nào báo cáo; không tin nào được gửi.",
        "",
        "Thứ Sáu, 27/09/2024",
        "  08:00  Người an (Cơ quan so-a):",
        "         01/KH-UBND, kỳ 2024: bc [quá hạn, lần 4] hạn trước 15/09/2024, nên gửi chậm nhất 13/09/2024",
        "         01/KH-UBND, kỳ 2024-Q3: 1, 2 [T-1] hạn 30/09/2024",
        "  08:00  Người binh (Cơ quan so-a):",
        "         01/KH-UBND, kỳ 2024: bc [quá hạn, lần 4] hạn trước 15/09/2024, nên gửi chậm nhất 13/09/2024",
        "         01/KH-UBND, kỳ 2024-Q3: 2 [T-1] hạn 30/09/2024",
        "  08:00  chưa có người nhận (Cơ quan so-b): 01/KH-UBND, kỳ 2024-Q3: 1 [T-1; phối hợp] hạn 30/09/2024",
        "  08:00  chưa có người nhận (Cơ quan so-c):",
        "         01/KH-UBND, kỳ 2024: bc [quá hạn, lần 4] hạn trước 15/09/2024, nên gửi chậm nhất 13/09/2024",
        "         01/KH-UBND, kỳ 2024-Q3: 3 [T-1; dự kiến] hạn 30/09/2024",
        "",
        "Thứ Hai, 30/09/2024",
        "  08:00  Người an (Cơ quan so-a): 01/KH-UBND, kỳ 2024-Q3: 1, 2 [đến hạn] hạn 30/09/2024",
        "  08:00  Người binh (Cơ quan so-a): 01/KH-UBND, kỳ 2024-Q3: 2 [đến hạn] hạn 30/09/2024",
        "  08:00  chưa có người nhận (Cơ quan so-c): 01/KH-UBND, kỳ 2024-Q3: 3 [đến hạn; dự kiến] hạn 30/09/2024",
    ]


def test_an_empty_period_says_so() -> None:
    assert messages_text((), registry()) == "Không có tin nhắn nào trong thời gian này."
    assert messages_json((), registry()) == []


def test_the_agency_is_the_one_of_that_day() -> None:
    plan = build.plan(reports=[build.report("bc", ["so-cu"], "khdt", "trước ngày 15/3/2025")])
    merged = date(2025, 3, 1)
    people = [build.person("cu", "so-cu", until=merged), build.person("moi", "so-moi")]
    known = build.registry(plan, [build.agency("so-cu", merged, "so-moi")], people)
    found = rehearse(InUse(known, build.calendar()), date(2025, 2, 1), date(2025, 3, 10))
    assert {(m.send_at.date(), m.agency, m.recipient) for m in found} == {
        (date(2025, 2, 12), "so-cu", "cu"),
        (date(2025, 2, 21), "so-cu", "cu"),
        (date(2025, 3, 5), "so-moi", "moi"),
    }
