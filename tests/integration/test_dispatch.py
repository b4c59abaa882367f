"""From due rows to messages: who is told, what cancels itself, and what the store says afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.base import SendError, Verdict
from bot.channels.local import LocalChannel
from bot.domain.answers.status_report import Status, StatusReport
from bot.domain.plan.plan import Person, Role
from bot.domain.plan.policy import Policies, SendingRules
from bot.domain.schedule.occurrence import ObligationKind
from bot.domain.schedule.reason import Reason
from bot.domain.schedule.reminder import ReminderState
from bot.services.button_data import verify
from bot.store.database import Database
from bot.store.people.records import AccountState, Leave
from bot.store.reasons import reason_column
from tests.integration.dispatching import NAMED, SECRET, TASKS, Office, a_head, a_registry, at, people
from tests.integration.schedule_rows import NOW, a_reminder, an_occurrence, stored

SENT = (ReminderState.SENT, None)


@pytest.fixture
def office(database: Database) -> Office:
    """With one linked contact, on Wednesday 04/09/2024 at 08:00."""
    made = Office(database)
    made.link("an")
    return made


async def test_one_digest_for_all_that_is_due(office: Office) -> None:
    office.plan(a_reminder())
    office.plan(a_reminder(step="T-3"), obligation="1", kind=ObligationKind.TASK, strict=False)
    tally = await office.dispatcher().tick()
    (message,) = office.channel.chat("chat-an")
    assert office.first_lines() == ["02 nội dung cần báo cáo – hạn trước ngày 15/09/2024 – còn 07 ngày làm việc"]
    assert tally.sent == 1
    assert office.states() == {"T-7": SENT}
    (delivery,) = office.deliveries()
    assert (delivery.state, delivery.slot, delivery.message_id) == (ReminderState.SENT, "2024-09-04am", message.id)
    assert len(delivery.items.occurrences) == 2


async def test_buttons_are_signed_for_the_chat(office: Office) -> None:
    office.plan(a_reminder())
    await office.dispatcher().tick()
    (message,) = office.channel.chat("chat-an")
    (delivery,) = office.deliveries()
    data = [b.data for row in message.message.buttons for b in row]
    assert [verify(d, "chat-an", SECRET) for d in data] == [f"d:{delivery.id}:{x}" for x in "rsnv"]
    assert verify(data[0], "chat-binh", SECRET) is None
    assert max(len(d.encode()) for d in data) <= 64


async def test_a_second_tick_sends_nothing(office: Office) -> None:
    office.plan(a_reminder())
    dispatcher = office.dispatcher()
    await dispatcher.tick()
    assert not await dispatcher.tick()
    assert len(office.texts()) == 1


@pytest.mark.parametrize(
    "moment", ["04/09 07:29", "04/09 17:30", "03/09 09:00", "07/09 09:00"], ids=["early", "late", "holiday", "Saturday"]
)
async def test_nothing_outside_working_hours(database: Database, moment: str) -> None:
    office = Office(database)
    office.clock = type(office.clock)(at(moment))
    office.link("an")
    office.plan(a_reminder(send_at=at("30/08 08:00")))
    assert not await office.dispatcher().tick()
    assert office.reminders()[0].state is ReminderState.PLANNED


async def test_after_two_weeks_one_current_message(office: Office) -> None:
    office.plan(
        a_reminder(),
        a_reminder(step="T-3", send_at=at("10/09 08:00")),
        a_reminder(step="due", send_at=at("13/09 08:00")),
    )
    office.clock.advance_to(at("18/09 09:10"))
    await office.dispatcher().tick()
    assert office.first_lines() == ["Báo cáo trước ngày 15/09/2024 – quá hạn 03 ngày làm việc"]
    assert office.states() == {
        "T-7": (ReminderState.CANCELLED, "merged"),
        "T-3": (ReminderState.CANCELLED, "merged"),
        "due": SENT,
    }


class TestTheWorldIsLookedAtAgain:
    """Promise 5."""

    async def told(self, office: Office, step: str = "T-7") -> tuple[ReminderState, str | None]:
        await office.dispatcher().tick()
        return office.states()[step]

    async def test_closed(self, office: Office) -> None:
        key = office.plan(a_reminder())
        with office.database.transaction() as uow:
            uow.occurrences.close(key, Reason.REPORTED, NOW)
        assert await self.told(office) == (ReminderState.CANCELLED, "closed")
        assert office.texts() == []

    async def test_moved(self, office: Office) -> None:
        office.plan(a_reminder())
        with office.database.transaction() as uow:
            uow.occurrences.save([stored(an_occurrence(), 2)])
        assert await self.told(office) == (ReminderState.CANCELLED, "moved")

    async def test_withdrawn(self, office: Office) -> None:
        key = office.plan(a_reminder())
        with office.database.transaction() as uow:
            uow.occurrences.withdraw([key])
        assert await self.told(office) == (ReminderState.CANCELLED, "withdrawn")

    async def test_secret(self, office: Office) -> None:
        office.registry = a_registry(tasks=[replace(t, secret=True) for t in TASKS])
        office.plan(a_reminder())
        assert await self.told(office) == (ReminderState.CANCELLED, "secret")

    async def test_one_secret_task_among_others_is_only_counted(self, office: Office) -> None:
        office.registry = a_registry(tasks=[replace(TASKS[0], content="Việc kín", secret=True), TASKS[1]])
        office.plan(a_reminder())
        assert await self.told(office) == SENT
        (text,) = office.texts()
        assert "Việc kín" not in text
        assert "• 01 nhiệm vụ mật: đề nghị xem tại cơ quan" in text

    async def test_replaced_by_somebody_who_has_none_of_that_step(self, office: Office) -> None:
        office.registry = a_registry(
            {**people("an"), "binh": replace(people("binh")["binh"])}
            | {"an": replace(people("an")["an"], until=NOW.date(), replaced_by="binh")}
        )
        office.link("binh")
        office.plan(a_reminder())
        assert await self.told(office) == SENT
        assert office.reminders()[0].recipient == "binh"
        assert (len(office.texts()), len(office.texts("binh"))) == (0, 1)

    async def test_two_who_left_have_an_heir_each(self, office: Office) -> None:
        office.registry = a_registry(people("chi", "dung"))
        office.link("chi", "dung")
        office.plan(a_reminder("an"), a_reminder("binh"))
        await office.dispatcher().tick()
        assert {(r.recipient, r.state) for r in office.reminders()} == {
            ("chi", ReminderState.SENT),
            ("dung", ReminderState.SENT),
        }

    async def test_replaced_by_somebody_who_is_told_anyway(self, office: Office) -> None:
        office.registry = a_registry(people("binh"))
        office.link("binh")
        office.plan(a_reminder("an"), a_reminder("binh"))
        await office.dispatcher().tick()
        assert {(r.recipient, r.state, r.reason) for r in office.reminders()} == {
            ("an", ReminderState.CANCELLED, "replaced"),
            ("binh", *SENT),
        }

    async def test_snoozed(self, office: Office) -> None:
        key = office.plan(a_reminder())
        with office.database.transaction() as uow:
            uow.snoozes.add("an", key, at("06/09 08:00"), NOW)
        assert await self.told(office) == (ReminderState.PLANNED, "snoozed")
        office.clock.advance_to(at("06/09 08:00"))
        assert await self.told(office) == SENT

    async def test_a_snooze_into_a_day_off_ends_on_the_next_morning(self, office: Office) -> None:
        key = office.plan(a_reminder())
        with office.database.transaction() as uow:
            uow.snoozes.add("an", key, at("07/09 10:00"), NOW)
        await office.dispatcher().tick()
        assert office.reminders()[0].due_at == at("09/09 08:00")


class TestLeave:
    """Somebody is away."""

    def away(self, office: Office, until: str, stand_in: str | None = None, person: str = "an") -> None:
        with office.database.transaction() as uow:
            uow.leaves.add(Leave(person, NOW.date(), at(f"{until} 00:00").date(), stand_in, NOW))

    async def test_the_stand_in_is_told_for_whom(self, office: Office) -> None:
        office.registry = a_registry(people("an", "binh"))
        office.link("binh")
        self.away(office, "30/09", "binh")
        office.plan(a_reminder("an"))
        await office.dispatcher().tick()
        (text,) = office.texts("binh")
        assert text.splitlines()[2] == "Kính gửi đồng chí Nguyễn Binh, Sở A Hà Nội."
        assert "(Làm thay đồng chí Nguyễn An)" in text
        assert office.states() == {"T-7": SENT}

    async def test_the_stand_in_gets_one_message_with_their_own(self, office: Office) -> None:
        office.registry = a_registry(people("an", "binh"))
        office.link("binh")
        self.away(office, "30/09", "binh")
        office.plan(a_reminder("an"), a_reminder("binh", send_at=NOW))
        await office.dispatcher().tick()
        assert len(office.texts("binh")) == 1
        assert {(r.recipient, r.state, r.reason) for r in office.reminders()} == {
            ("an", ReminderState.CANCELLED, "merged"),
            ("binh", *SENT),
        }

    async def test_what_can_wait_waits(self, office: Office) -> None:
        self.away(office, "06/09")
        office.plan(a_reminder())
        await office.dispatcher().tick()
        (row,) = office.reminders()
        assert (row.state, row.reason, row.due_at) == (ReminderState.PLANNED, "on_leave", at("09/09 08:00"))

    async def test_what_cannot_wait_goes_to_a_colleague(self, office: Office) -> None:
        office.registry = a_registry({**people("an", "binh"), **people("chi", agency="so-b")}, NAMED)
        office.link("binh", "chi")
        self.away(office, "30/09")
        office.plan(a_reminder("an"), tasks=("1",))
        await office.dispatcher().tick()
        assert [len(office.texts(p)) for p in ("an", "binh", "chi")] == [0, 1, 0]

    @pytest.mark.parametrize(("back", "told"), [("11/09", [0, 0]), ("12/09", [0, 1])])
    async def test_back_on_the_target_day_is_soon_enough(self, office: Office, back: str, told: list[int]) -> None:
        """The target is Thursday 12/9."""
        office.registry = a_registry(people("an", "binh"), NAMED)
        office.link("binh")
        target = at("12/09 00:00").date()
        self.away(office, back)
        office.plan(a_reminder("an"), tasks=("1",), target=target)
        await office.dispatcher().tick()
        assert [len(office.texts(p)) for p in ("an", "binh")] == told

    async def test_a_stand_in_who_is_away_too_is_passed_over(self, office: Office) -> None:
        office.registry = a_registry(people("an", "binh"))
        office.link("binh")
        self.away(office, "06/09", "binh")
        self.away(office, "06/09", person="binh")
        office.plan(a_reminder("an"))
        await office.dispatcher().tick()
        assert office.texts("binh") == []
        assert office.states() == {"T-7": (ReminderState.PLANNED, "on_leave")}


class TestSeveralStepsAtOnce:
    """Of several steps of one occurrence the latest is told."""

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    async def test_whichever_was_stored_first(self, office: Office, order: tuple[int, int]) -> None:
        both = (a_reminder(step="T-15", send_at=at("21/08 08:00")), a_reminder(step="T-7"))
        office.plan(*(both[n] for n in order))
        await office.dispatcher().tick()
        assert office.states() == {"T-15": (ReminderState.CANCELLED, "merged"), "T-7": SENT}

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    async def test_ones_own_goes_before_a_stand_in_s_of_the_same_moment(
        self, office: Office, order: tuple[int, int]
    ) -> None:
        office.registry = a_registry(people("an", "binh"))
        office.link("binh")
        with office.database.transaction() as uow:
            uow.leaves.add(Leave("an", NOW.date(), at("30/09 00:00").date(), "binh", NOW))
        both = (a_reminder("an"), a_reminder("binh"))
        office.plan(*(both[n] for n in order))
        await office.dispatcher().tick()
        assert {(r.recipient, r.state) for r in office.reminders()} == {
            ("an", ReminderState.CANCELLED),
            ("binh", ReminderState.SENT),
        }
        assert "Làm thay" not in office.texts("binh")[0]


async def test_the_receiver_is_that_of_the_report_itself(office: Office) -> None:
    office.plan(a_reminder())
    await office.dispatcher().tick()
    assert "Sở KHĐT Hà Nội" in office.texts()[0]
    assert "UBND Thành phố" not in office.texts()[0]


async def test_a_task_of_its_own_names_no_receiver(office: Office) -> None:
    office.plan(a_reminder(), obligation="1", kind=ObligationKind.TASK, tasks=("1",))
    await office.dispatcher().tick()
    assert "Sở KHĐT" not in office.texts()[0]


async def test_the_leader_of_that_day_is_told(office: Office) -> None:
    old = replace(a_head()["truong"], until=at("20/09 00:00").date())
    new = Person("moi", "Lê Mới", "so-a", roles=(Role.LEADER,))
    office.registry = a_registry({**people("an"), "truong": old, "moi": new})
    office.link("truong", "moi")
    office.plan(a_reminder("truong", "escalation-1", at("20/09 08:00")))
    office.clock.advance_to(at("20/09 08:00"))
    await office.dispatcher().tick()
    assert [len(office.texts(p)) for p in ("truong", "moi")] == [0, 1]


class TestNobodyToWriteTo:
    """Promise 8."""

    async def test_nobody_named(self, office: Office) -> None:
        office.registry = a_registry({})
        office.plan(a_reminder(None))
        await office.dispatcher().tick()
        assert office.states() == {"T-7": (ReminderState.FAILED, "no_recipient")}

    async def test_not_linked(self, office: Office) -> None:
        office.registry = a_registry(people("binh"))
        office.plan(a_reminder("binh"))
        tally = await office.dispatcher().tick()
        assert office.states() == {"T-7": (ReminderState.FAILED, "not_linked")}
        assert (tally.failed, tally.sent) == (1, 0)

    @pytest.mark.parametrize(
        ("state", "result"),
        [
            (AccountState.UNREACHABLE, (ReminderState.FAILED, "unreachable")),
            (AccountState.WITHDRAWN, (ReminderState.CANCELLED, "consent_withdrawn")),
        ],
    )
    async def test_no_usable_account(
        self, office: Office, state: AccountState, result: tuple[ReminderState, str]
    ) -> None:
        office.plan(a_reminder())
        with office.database.transaction() as uow:
            uow.accounts.set_state(uow.accounts.accounts_of("an")[0].id, state)
        await office.dispatcher().tick()
        assert office.states() == {"T-7": result}
        assert office.texts() == []


class TestCaps:
    """Promise 3."""

    async def test_one_digest_in_a_slot_the_rest_next_morning(self, office: Office) -> None:
        office.plan(a_reminder())
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        late = office.plan(a_reminder(step="T-3", send_at=at("04/09 09:00")), obligation="1", kind=ObligationKind.TASK)
        office.clock.advance_to(at("04/09 09:00"))
        await dispatcher.tick()
        assert office.states(late) == {"T-3": (ReminderState.PLANNED, "daily_cap")}
        office.clock.advance_to(at("05/09 08:00"))
        await dispatcher.tick()
        assert len(office.texts()) == 2

    @pytest.mark.parametrize(("cap", "messages"), [(1, 1), (2, 2)])
    async def test_the_daily_cap(self, office: Office, cap: int, messages: int) -> None:
        office.policies = Policies(sending=SendingRules(daily_cap=cap))
        office.plan(a_reminder())
        dispatcher = office.dispatcher()
        await dispatcher.tick()
        office.plan(a_reminder(step="T-3", send_at=at("04/09 14:00")), obligation="1", kind=ObligationKind.TASK)
        office.clock.advance_to(at("04/09 14:00"))
        await dispatcher.tick()
        assert len(office.texts()) == messages


async def test_the_consolidator_sees_who_is_missing(office: Office) -> None:
    office.registry = a_registry(people("an", agency="khdt"))
    unit = {"kind": ObligationKind.REPORT}
    reported = office.plan(**unit)
    office.plan(agency="so-b", **unit)
    with office.database.transaction() as uow:
        uow.occurrences.close(reported, Reason.REPORTED, NOW)
    keys = (reported, an_occurrence(agency="so-b").key)
    dates = {"due": at("25/09 00:00").date(), "last_day": at("24/09 00:00").date(), "target": at("24/09 00:00").date()}
    office.plan(
        a_reminder(step="collect"),
        obligation="tong-hop",
        agency="khdt",
        kind=ObligationKind.CONSOLIDATION,
        tasks=(),
        gathers=keys,
        units_due=NOW.date(),
        **dates,
    )
    await office.dispatcher().tick()
    (text,) = office.texts()
    assert "Còn 01/02 đơn vị chưa báo cáo đủ:\n• Sở B Hà Nội – chưa trả lời" in text


async def test_the_head_of_the_unit_is_told_in_other_words(office: Office) -> None:
    office.registry = a_registry({**people("an"), **a_head()})
    office.link("truong")
    office.plan(a_reminder("truong", "escalation-1", at("20/09 08:00")))
    office.clock.advance_to(at("20/09 08:00"))
    await office.dispatcher().tick()
    (text,) = office.texts("truong")
    assert "Kính báo cáo đồng chí: Hệ thống chưa ghi nhận báo cáo của Sở A Hà Nội" in text


async def test_quiet_until_it_is_due(office: Office) -> None:
    office.plan(a_reminder(), a_reminder(step="due", send_at=at("13/09 08:00")))
    dispatcher = office.dispatcher()
    await dispatcher.tick()
    office.clock.advance_to(at("13/09 08:00"))
    await dispatcher.tick()
    assert [m.message.quiet for m in office.channel.chat("chat-an")] == [True, False]


async def test_many_people_each_get_one(office: Office) -> None:
    who = [f"p{i:03}" for i in range(200)]
    office.registry = a_registry(people(*who))
    office.link(*who)
    office.plan(*(a_reminder(p) for p in who), *(a_reminder(p, "T-3", NOW - timedelta(minutes=1)) for p in who))
    tally = await office.dispatcher().tick()
    assert (tally.sent, tally.cancelled) == (200, 200)
    assert {len(office.texts(p)) for p in who} == {1}
    assert office.channel.most_in_flight <= office.channel.capabilities.in_flight


async def test_of_several_channels_the_first_configured_is_used(office: Office) -> None:
    office.channels["zalo"] = LocalChannel("zalo")
    office.link("an", channel="zalo")
    office.plan(a_reminder())
    await office.dispatcher().tick()
    assert (len(office.channel.calls), len(office.channels["zalo"].calls)) == (1, 0)


class TestDisclaimed:
    """ "Không phải việc của tôi" until it is settled."""

    @staticmethod
    def disclaim(office: Office, task: str | None = None, person: str = "an") -> None:
        with office.database.transaction() as uow:
            uow.disclaims.add(an_occurrence().key, task, person, "đã chuyển phòng", None, NOW)

    async def test_the_person_is_not_chased(self, office: Office) -> None:
        office.plan(a_reminder())
        self.disclaim(office)
        await office.dispatcher().tick()
        assert office.texts() == []
        (row,) = office.reminders()
        assert (row.state, row.reason) == (ReminderState.PLANNED, "disclaimed")
        assert row.due_at == at("05/09 08:00")

    async def test_colleagues_are_asked_as_before(self, office: Office) -> None:
        office.registry = a_registry(people("an", "binh"))
        office.link("binh")
        office.plan(a_reminder("an"), a_reminder("binh"))
        self.disclaim(office)
        await office.dispatcher().tick()
        assert (len(office.texts("an")), len(office.texts("binh"))) == (0, 1)

    async def test_one_task_is_left_out(self, office: Office) -> None:
        office.plan(a_reminder())
        self.disclaim(office, "1")
        await office.dispatcher().tick()
        (text,) = office.texts()
        contents = [office.registry.plans["ke-hoach"].task(i).content for i in ("1", "2")]
        assert [c in text for c in contents] == [False, True]

    async def test_all_tasks_one_by_one_are_the_whole(self, office: Office) -> None:
        office.plan(a_reminder())
        self.disclaim(office, "1")
        self.disclaim(office, "2")
        await office.dispatcher().tick()
        assert office.texts() == []

    async def test_a_consolidation_whose_own_tasks_are_answered_is_asked_all_the_same(self, office: Office) -> None:
        key = office.plan(a_reminder(), kind=ObligationKind.CONSOLIDATION)
        with office.database.transaction() as uow:
            for task in ("1", "2"):
                uow.reports.add(StatusReport(key, "ke-hoach", "so-a", "an", NOW, task, Status.COMPLETED))
        self.disclaim(office, "1")
        await office.dispatcher().tick()
        assert len(office.texts()) == 1

    async def test_the_new_contact_is_told(self, office: Office) -> None:
        """Replaced in the files: what waited goes to whoever is there now."""
        office.plan(a_reminder())
        self.disclaim(office)
        await office.dispatcher().tick()
        office.registry = a_registry(people("binh"))
        office.link("binh")
        office.clock.advance_to(at("05/09 08:00"))
        await office.dispatcher().tick()
        assert (len(office.texts("an")), len(office.texts("binh"))) == (0, 1)


async def test_a_registry_read_again_is_used_at_once(office: Office) -> None:
    office.plan(a_reminder())
    dispatcher = office.dispatcher()
    office.registry = a_registry(tasks=[replace(t, secret=True) for t in TASKS])
    await dispatcher.tick()
    assert office.states() == {"T-7": (ReminderState.CANCELLED, "secret")}


async def test_an_error_in_one_send_leaves_the_others_alone(office: Office) -> None:
    office.registry = a_registry(people("an", "binh"))
    office.link("binh")
    office.channel.fail(SendError(Verdict.REJECTED, "too odd"), address="chat-an")
    office.plan(a_reminder("an"), a_reminder("binh"))
    await office.dispatcher().tick()
    assert {(r.recipient, r.state, reason_column(r.reason, r.detail)) for r in office.reminders()} == {
        ("an", ReminderState.FAILED, "rejected: too odd"),
        ("binh", *SENT),
    }
