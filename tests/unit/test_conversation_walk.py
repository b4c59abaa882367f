"""Hypothesis walks the conversation at random: no dead end, no lost answer, no old button that does anything."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.conversation import DeskTask, Notice, StateName, state_to_json, step
from bot.domain.conversation.effects import Effect, RecordStatus, SubmitReport
from bot.domain.conversation.events import Chose, CommandGiven, DigestAction, UnreadableMessage
from bot.domain.schedule.occurrence import ObligationKind, Pursuit
from tests.unit.conversation_desk import Chat, desk, report, single

#: Taps that say, in so many words, that what was typed may go.
_GIVES_UP = frozenset({"drop", "drop_draft", "drop_and_switch", "clear", "edit_note", "cancel"})
#: States in which a text is an answer that a later answer to the same question replaces.
_REPLACED = frozenset(
    {StateName.PROPOSAL_TO, StateName.DOCUMENT_NUMBER, StateName.DISCLAIM_REASON, StateName.DISCLAIM_PERSON}
)
_TEXTS = (
    "đã mời tỉnh {}",
    "xong 80% rồi, còn chờ kinh phí {}",
    "chưa làm, vướng mặt bằng {}",
    "đề nghị bố trí kinh phí {}",
    "xin gia hạn thêm {}",
    "không rõ {}",
)
_SAID = ("50", "15/9", "10/8/2024", "31/2", "thứ sáu", "3", "1", "có", "không", "xong", "quay lại", "ok", "abc")
_COMMANDS = ("viec", "lich", "lichsu", "trogiup", "nghiphep", "baocao", "khonglenh")
_OCCURRENCES = (
    report(),
    single(),
    single("2", pursuit=Pursuit.CHECK_POINT),
    report(kind=ObligationKind.CONSOLIDATION, tasks=("3",), missing_units=("Sở Y tế",), units=3),
    replace(single("3"), tasks=(DeskTask("3", "", secret=True),)),
)


class Walk(RuleBasedStateMachine):
    """One officer doing anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat(desk())
        self.words = 0
        #: Typed into a report and not yet recorded or given up.
        self.alive: set[str] = set()
        self.recorded: list[tuple[str, str | None, str]] = []

    @initialize(chosen=st.sets(st.sampled_from(range(len(_OCCURRENCES))), min_size=1))
    def open_desk(self, chosen: set[int]) -> None:
        """Any of the occurrences, each once."""
        self.chat.desk = desk(*(_OCCURRENCES[i] for i in sorted(chosen)))

    @rule(data=st.data())
    def tap(self, data: st.DataObject) -> None:
        """A button of the current question."""
        if self.chat.state.offered:
            choice = data.draw(st.sampled_from(self.chat.state.offered))
            self._do(lambda: self.chat.taps(choice), given_up=choice in _GIVES_UP)

    @rule(text=st.sampled_from(_TEXTS))
    def type_answer(self, text: str) -> None:
        """A text with a word of its own in it."""
        self.words += 1
        word = f"từ{self.words}x"
        name, editing = self.chat.state.name, self._editing()
        self._do(lambda: self.chat.types(text.format(word)), given_up=editing)
        if self.chat.state.draft is not None and name not in _REPLACED:
            self.alive.add(word)

    @rule(text=st.sampled_from(_SAID), numbered=st.booleans())
    def type_short(self, text: str, numbered: bool) -> None:
        """A number, a date or a word for a button."""
        self._do(lambda: self.chat.types(text, numbered=numbered), given_up=numbered or self._editing())

    @rule(name=st.sampled_from(_COMMANDS))
    def command(self, name: str) -> None:
        """Any command."""
        self._do(lambda: self.chat.commands(name))

    @rule(action=st.sampled_from(DigestAction), data=st.data())
    def digest(self, action: DigestAction, data: st.DataObject) -> None:
        """A button under a reminder about some of the work, or about work long gone."""
        keys = [o.key for o in (*self.chat.desk.occurrences, *self.chat.desk.answered)]
        chosen = data.draw(st.lists(st.sampled_from([*keys, "gone"]), min_size=1, unique=True))
        self._do(lambda: self.chat.digest(action, *chosen))

    @rule(caption=st.sampled_from(["", "ảnh hội nghị"]))
    def file(self, caption: str) -> None:
        """A photo, with or without words."""
        self._do(lambda: self.chat.files(self.words + 100, caption=caption), given_up=self._editing())

    @rule()
    def sticker(self) -> None:
        """Nothing readable."""
        self._do(lambda: self.chat.send(UnreadableMessage()))

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        """Time goes by."""
        self.chat.now += timedelta(hours=hours)

    @rule(
        back=st.integers(1, 30), choice=st.sampled_from(["send", "completed", "confirm", "o1", "cancel", "drop_draft"])
    )
    def old_button(self, back: int, choice: str) -> None:
        """A button of an earlier turn."""
        before = self.chat.state
        self.chat.send(Chose(before.turn - back, choice))
        assert self.chat.state == before
        assert not self.chat.last.effects

    @precondition(lambda self: len(self.chat.desk.occurrences) > 1)
    @rule(data=st.data())
    def vanish(self, data: st.DataObject) -> None:
        """The plan is changed and an occurrence goes."""
        gone = data.draw(st.sampled_from(self.chat.desk.occurrences))
        kept = tuple(o for o in self.chat.desk.occurrences if o != gone)
        self.chat.desk = replace(self.chat.desk, occurrences=kept)

    @invariant()
    def there_is_a_way_out(self) -> None:
        """From anywhere "/huy" and at most one tap lead back to rest; a question always has buttons."""
        state = self.chat.state
        if state.name is StateName.IDLE:
            assert state.draft is None
            return
        assert state.offered
        after = step(state, CommandGiven("huy"), self.chat.desk, self.chat.now).state
        if after.name is StateName.CONFIRM_CANCEL:
            after = step(after, Chose(after.turn, "drop_draft"), self.chat.desk, self.chat.now).state
        assert after.name is StateName.IDLE

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        """Every word is in the draft or on its way into it."""
        kept = json.dumps(state_to_json(self.chat.state), ensure_ascii=False)
        assert not [w for w in self.alive if w not in kept]

    @invariant()
    def nothing_is_recorded_twice(self) -> None:
        """Each word once under each task (a text about all tasks stands under each)."""
        assert len(self.recorded) == len(set(self.recorded))

    @invariant()
    def the_trail_stays_short(self) -> None:
        """Going back and forth does not make the state grow."""
        assert len(self.chat.state.trail) <= 40

    def _editing(self) -> bool:
        draft = self.chat.state.draft
        return draft is not None and draft.editing

    def _do(self, act: object, *, given_up: bool = False) -> None:
        """Let something happen and see where the words went."""
        assert callable(act)
        act()
        self._note(self.chat.last.effects)
        kept = json.dumps(state_to_json(self.chat.state), ensure_ascii=False)
        shown = self.chat.text if Notice.DRAFT_GONE in self.chat.kinds else ""
        self.alive -= {w for w in self.alive if w not in kept and (given_up or w in shown)}

    def _note(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, RecordStatus | SubmitReport):
                words = set(re.findall(r"từ\d+x", repr(effect.report)))
                self.recorded += [(effect.report.occurrence, effect.report.task, w) for w in words]
                self.alive -= words


Walk.TestCase.settings = settings(max_examples=40, stateful_step_count=40, suppress_health_check=list(HealthCheck))
TestWalk = Walk.TestCase
