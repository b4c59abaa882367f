"""The digest, read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.channels.splitting import visible_units
from bot.domain.plan.plan import Agency, Person, Plan, Task
from bot.domain.schedule.occurrence import AgencyRole, ObligationKind, Occurrence, Pursuit
from bot.domain.schedule.reason import Reason
from bot.messages.digest.blocks import DigestItem
from bot.messages.digest.digest import digest_is_quiet, digest_text, headline
from bot.messages.reasons import REASONS, reason_text

CONTENT = (
    "Tăng cường các hoạt động quảng bá, xúc tiến du lịch; phối hợp tổ chức các đoàn khảo sát <điểm đến> & sản phẩm mới"
)
HUY = Person("huy", "Trần Công Huy", "so-du-lich")
TOURISM = Agency("so-du-lich", "Sở Du lịch Thành phố Hồ Chí Minh", "tp-hcm", short="Sở Du lịch TP.HCM")
PLAN = Plan(
    "4778", "4778/KH-UBND", "Triển khai Thỏa thuận", "ubnd", "tp-hcm", "itpc", signed_on=date(2023, 9, 26), year=2023
)
BLANK = replace(PLAN, key="ha-noi", code=None, signed_on=None, year=2024, short_title="Hợp tác Hà Nội – TP.HCM 2024")


def tasks(count: int) -> tuple[Task, ...]:
    """Rows of an appendix."""
    return tuple(Task(f"3.{n}", f"{CONTENT} {n}", ()) for n in range(1, count + 1))


def an_item(today: date = date(2024, 9, 4), left: int = 7, over: int = 0, **changes: object) -> DigestItem:
    """By default the unit's report before 15/9/2024, seen on 4/9."""
    fields = {name: changes.pop(name) for name in list(changes) if name in DigestItem.__slots__}
    occurrence = Occurrence(
        **{
            "plan": "4778",
            "obligation": "bao-cao",
            "kind": ObligationKind.REPORT,
            "period": "2024",
            "agency": "so-du-lich",
            "role": AgencyRole.LEAD,
            "pursuit": Pursuit.CHASE,
            "due": date(2024, 9, 15),
            "last_day": date(2024, 9, 14),
            "target": date(2024, 9, 13),
            "strict": True,
            **changes,
        }  # type: ignore[arg-type]
    )
    values = {"plan": PLAN, "agency": "Sở Du lịch TP.HCM", "tasks": tasks(2), "receiver": "Sở KHĐT TP.HCM", **fields}
    return DigestItem(occurrence, today=today, days_left=left, days_over=over, **values)  # type: ignore[arg-type]


def a_task(number: str = "3.2", **changes: object) -> DigestItem:
    """A task to be done by 31/12/2023, seen on 26/12."""
    dates = {"due": date(2023, 12, 31), "last_day": date(2023, 12, 31), "target": date(2023, 12, 29), "strict": False}
    values = {"obligation": number, "kind": ObligationKind.TASK, "tasks": (Task(number, CONTENT, ()),), **dates}
    return an_item(**{"today": date(2023, 12, 26), "left": 3, **values, **changes})  # type: ignore[arg-type]


def text(*items: DigestItem, repeat: bool = False, limit: int = 4096) -> str:
    """The message to Trần Công Huy."""
    return digest_text(HUY, TOURISM, items, repeat=repeat, limit=limit)


def test_a_report_reads_like_a_letter() -> None:
    assert text(an_item()) == (
        "<b>Báo cáo trước ngày 15/09/2024 – còn 07 ngày làm việc</b>\n"
        "\n"
        "Kính gửi đồng chí Trần Công Huy, Sở Du lịch TP.HCM.\n"
        "\n"
        "Theo Kế hoạch số 4778/KH-UBND ngày 26/09/2023:\n"
        "Đề nghị Sở Du lịch TP.HCM gửi báo cáo kết quả thực hiện đến Sở KHĐT TP.HCM trước ngày 15/09/2024 "
        "(nên gửi chậm nhất thứ Sáu 13/09/2024), gồm 02 nhiệm vụ:\n"
        "• <b>3.1.</b> Tăng cường các hoạt động quảng bá, xúc tiến du lịch; phối hợp tổ chức các đoàn khảo sát "
        "&lt;điểm đến&gt; &amp; sản phẩm mới 1\n"
        "• <b>3.2.</b> Tăng cường các hoạt động quảng bá, xúc tiến du lịch; phối hợp tổ chức các đoàn khảo sát "
        "&lt;điểm đến&gt; &amp; sản phẩm mới 2\n"
        "\n"
        "Đồng chí có thể bấm “Báo cáo” hoặc trả lời ngay bằng tin nhắn.\n"
        "Trân trọng."
    )


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (an_item(), "Báo cáo trước ngày 15/09/2024 – còn 07 ngày làm việc"),
        (an_item(date(2024, 9, 13), 0), "Báo cáo trước ngày 15/09/2024 – nên gửi trong hôm nay"),
        (a_task(today=date(2023, 12, 29), left=0), "Nhiệm vụ 3.2 – hạn ngày 31/12/2023 – nên gửi trong hôm nay"),
        (
            a_task(due=date(2023, 12, 29), last_day=date(2023, 12, 29), today=date(2023, 12, 29), left=0),
            "Nhiệm vụ 3.2 – hạn ngày 29/12/2023 – hôm nay là ngày cuối",
        ),
        (an_item(date(2024, 9, 14), -0), "Báo cáo trước ngày 15/09/2024 – ngày cuối là 14/09/2024"),
        (an_item(date(2024, 9, 18), -3, 3), "Báo cáo trước ngày 15/09/2024 – quá hạn 03 ngày làm việc"),
        (an_item(date(2024, 9, 15), -0, 0), "Báo cáo trước ngày 15/09/2024 – quá hạn"),
        (a_task(), "Nhiệm vụ 3.2 – hạn ngày 31/12/2023 – còn 03 ngày làm việc"),
        (
            a_task(pursuit=Pursuit.CHECK_POINT, due=date(2024, 9, 30), last_day=date(2024, 9, 30), left=4),
            "Tình hình nhiệm vụ 3.2 đến hết Quý III/2024 – còn 04 ngày làm việc",
        ),
        (
            a_task(tentative=True, pursuit=Pursuit.ASK, today=date(2023, 12, 31), target=date(2023, 12, 31)),
            "Nhiệm vụ 3.2 – dự kiến đến ngày 31/12/2023 – hôm nay",
        ),
        (a_task(tentative=True), "Nhiệm vụ 3.2 – dự kiến đến ngày 31/12/2023 – còn 03 ngày làm việc"),
        (
            a_task(pursuit=Pursuit.ASK, today=date(2024, 1, 5), over=4),
            "Nhiệm vụ 3.2 – hạn ngày 31/12/2023 – đã qua thời hạn",
        ),
        (
            an_item(kind=ObligationKind.CONSOLIDATION, due=date(2024, 9, 25), target=date(2024, 9, 24)),
            "Báo cáo tổng hợp trước ngày 25/09/2024 – còn 07 ngày làm việc",
        ),
        (
            an_item(kind=ObligationKind.CONSOLIDATION, due=date(2023, 12, 31), strict=False),
            "Báo cáo tổng hợp – hạn ngày 31/12/2023 – còn 07 ngày làm việc",
        ),
    ],
)
def test_headlines(item: DigestItem, expected: str) -> None:
    assert headline([item]) == expected


def test_several_at_once_name_the_nearest() -> None:
    same = [a_task("3.1"), a_task("3.2")]
    assert headline(same) == "02 nhiệm vụ cần báo cáo – hạn ngày 31/12/2023 – còn 03 ngày làm việc"
    later = a_task("5.1", due=date(2024, 3, 31), target=date(2024, 3, 29), last_day=date(2024, 3, 31), left=60)
    assert headline([later, *same]) == "03 nhiệm vụ cần báo cáo – gần nhất hạn ngày 31/12/2023 – còn 03 ngày làm việc"


def test_tasks_with_the_same_date_stand_under_one_sentence() -> None:
    other = a_task("3.1", tasks=(Task("3.1", "- Đào tạo nhân lực", ()),))
    found = text(other, a_task("3.2"))
    assert "• <b>3.1.</b> Đào tạo nhân lực\n" in found
    assert found.count("Nhiệm vụ có hạn ngày 31/12/2023 (nên gửi chậm nhất thứ Sáu 29/12/2023)") == 1
    assert found.index("<b>3.1.</b>") < found.index("<b>3.2.</b>")


def test_tasks_with_the_same_words_stand_in_one_line() -> None:
    found = text(*(a_task(f"{n}.1") for n in range(1, 10)))
    assert "• <b>1.1, 2.1, 3.1, 4.1, 5.1, 6.1, 7.1, 8.1, 9.1.</b> Tăng cường" in found
    assert found.count("•") == 1


def test_overdue_is_said_as_a_fact() -> None:
    found = text(an_item(date(2024, 9, 18), -3, 3))
    assert (
        "Hệ thống chưa ghi nhận báo cáo của Sở Du lịch TP.HCM, hạn trước ngày 15/09/2024 (quá hạn 03 ngày làm việc), "
        "gồm 02 nhiệm vụ:" in found
    )
    assert "nếu đã gửi văn bản, đề nghị cho biết số, ngày văn bản." in found
    assert "văn bản" not in text(an_item())
    task = text(a_task(today=date(2024, 1, 5), left=-3, over=4))
    assert "Kính đề nghị đồng chí báo cáo sớm.\n" in task


def test_on_the_day_itself_the_body_says_so() -> None:
    assert "(nên gửi trong hôm nay, thứ Sáu 13/09/2024)" in text(an_item(date(2024, 9, 13), 0))


def test_a_date_that_is_itself_permitted_is_no_day_to_send_on() -> None:
    found = text(an_item(due=date(2023, 12, 31), strict=False))
    assert "đến Sở KHĐT TP.HCM, hạn ngày 31/12/2023 (nên gửi" in found


def test_who_only_coordinates_is_asked_softly() -> None:
    found = text(a_task(role=AgencyRole.COORDINATING, pursuit=Pursuit.ASK))
    assert "Nhiệm vụ Sở Du lịch TP.HCM phối hợp, hạn ngày 31/12/2023" in found
    assert "kính mong đồng chí cho biết kết quả phối hợp" in found


def test_a_tentative_date_is_to_be_confirmed() -> None:
    found = text(a_task(tentative=True, due_text="Dự kiến Tháng 12/2023"))
    assert "Thời gian ghi trong Kế hoạch là “Dự kiến Tháng 12/2023”; kính mong đồng chí xác nhận" in found


def test_a_plan_without_a_number_keeps_it_blank() -> None:
    found = text(an_item(plan=BLANK))
    assert "Theo Kế hoạch “Hợp tác Hà Nội – TP.HCM 2024” (chưa ghi số):" in found
    unnamed = replace(BLANK, short_title="Hợp tác Hà Nội – TP.HCM")
    assert "Theo Kế hoạch “Hợp tác Hà Nội – TP.HCM” năm 2024 (chưa ghi số):" in text(an_item(plan=unnamed))


def test_plans_are_told_apart() -> None:
    other = replace(an_item(), plan=BLANK)
    found = text(an_item(), other)
    assert found.index("4778/KH-UBND") < found.index("chưa ghi số")
    assert found.count("Trân trọng.") == 1


def test_many_tasks_are_counted_after_the_twelfth() -> None:
    found = text(an_item(tasks=tasks(17)))
    assert "<b>3.12.</b>" in found
    assert "<b>3.13.</b>" not in found
    assert "• … và 05 nhiệm vụ khác" in found


def test_secret_tasks_are_a_number() -> None:
    assert "• 02 nhiệm vụ mật: đề nghị xem tại cơ quan" in text(an_item(secret=2))


def test_the_consolidator_sees_who_is_missing() -> None:
    gathering = an_item(kind=ObligationKind.CONSOLIDATION, missing=("Sở A", "Sở B"), units=13)
    assert "Còn 02/13 đơn vị chưa báo cáo đủ:\n• Sở A\n• Sở B" in text(gathering)
    assert "Tất cả 13 đơn vị đã báo cáo đủ." in text(replace(gathering, missing=()))
    assert "đơn vị" not in text(replace(gathering, units=0, missing=()))


def test_a_repeat_says_so_first() -> None:
    assert text(an_item(), repeat=True).startswith("<b>(gửi lại) Báo cáo")


@pytest.mark.parametrize("limit", [4096, 1000, 800])
def test_it_fits_whatever_the_channel_takes(limit: int) -> None:
    items = [an_item(tasks=tasks(40)), *(a_task(f"9.{n}") for n in range(20))]
    found = text(*items, limit=limit)
    assert visible_units(found) <= limit
    assert found.endswith("Trân trọng.")


def test_only_what_is_due_may_ring() -> None:
    assert digest_is_quiet([an_item()])
    assert not digest_is_quiet([an_item(), an_item(date(2024, 9, 13), 0)])
    assert digest_is_quiet([a_task(pursuit=Pursuit.ASK, today=date(2024, 1, 5))])


def test_no_pronoun_below_the_office_is_used() -> None:
    everything = text(an_item(), an_item(date(2024, 9, 18), -3, 3), a_task(), a_task(tentative=True)).casefold()
    words = set(everything.replace(",", " ").replace(".", " ").split())
    assert not words & {"bạn", "em", "mình", "tao", "mày"}


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)
    assert reason_text(Reason.MERGED) == "đã gộp vào lần nhắc mới nhất"
    assert reason_text(Reason.RETRY, "502 Bad Gateway") == "lỗi tạm thời, sẽ gửi lại: 502 Bad Gateway"
    assert reason_text(None, "lạ lùng") == "lạ lùng"
    assert reason_text(None) == ""
    assert all(text and text[0].islower() for text in REASONS.values())
