"""The three papers, imported, agree with ``schedules/`` field by field; what they leave open is in the review list."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import pytest

from bot.documents.understanding.draft import NoPlan, PlanDraft
from bot.documents.understanding.importer import read_plan
from bot.domain.plan.plan import Registry
from bot.messages.importing import doubts as texts
from bot.registry.loader import load_registry
from tests.data import shipped
from tests.data.plan_texts import ARTICLES, PAPERS, SOURCES, needs_papers, paper, plan_text

both_sources = pytest.mark.parametrize("source", SOURCES)

#: What an editor adds and no paper prints.
_EDITORS = {"note", "policy", "line", "file", "short_title"}
#: (kind of record, field): why the import does not give what the file has. Nothing else may differ.
DIFFERENCES = {("report", "content"): "the editor's shorter words for what the sentence asks to report"}


@cache
def _registry() -> Registry:
    registry, _, problems = load_registry(shipped.SCHEDULES)
    assert not [p for p in problems if p.level == "error"]
    return registry


@cache
def _draft(key: str, source: str = "published") -> PlanDraft:
    draft = read_plan(plan_text(key, source), _registry())
    assert isinstance(draft, PlanDraft)
    return draft


def _differences(kind: str, old: object, new: object) -> set[tuple[str, str, object, object]]:
    names = [f.name for f in fields(old) if f.name not in _EDITORS | {"tasks", "reports"}]  # type: ignore[arg-type]
    pairs = {name: (_value(old, name), _value(new, name)) for name in names if (kind, name) not in DIFFERENCES}
    return {(kind, name, before, after) for name, (before, after) in pairs.items() if before != after}


def _value(record: object, name: str) -> object:
    value = getattr(record, name)
    return " ".join(value.split()) if isinstance(value, str) else value


@both_sources
@pytest.mark.parametrize("key", PAPERS)
def test_the_import_agrees_with_the_shipped_file_field_by_field(key: str, source: str) -> None:
    old, new = _registry().plans[key], _draft(key, source).plan
    assert [t.id for t in new.tasks] == [t.id for t in old.tasks]
    assert {r.id for r in new.reports} == {r.id for r in old.reports}
    assert _differences("plan", old, new) == set()
    for task in old.tasks:
        assert _differences("task", task, new.task(task.id)) == set()
    rules = {rule.id: rule for rule in new.reports}
    for rule in old.reports:
        assert _differences("report", rule, rules[rule.id]) == set()


@both_sources
@pytest.mark.parametrize("key", PAPERS)
def test_nothing_known_is_proposed_as_new(key: str, source: str) -> None:
    draft = _draft(key, source)
    assert (draft.new_agencies, draft.new_people) == ((), ())


@both_sources
@pytest.mark.parametrize("key", PAPERS)
def test_people_and_bodies_read_from_scratch_are_those_of_the_shipped_files(key: str, source: str) -> None:
    draft = read_plan(plan_text(key, source), Registry({}, {}, {}))
    assert isinstance(draft, PlanDraft)
    for person in draft.new_people:
        known = shipped.PEOPLE[person.id]
        read = {"name": person.name, "prefix": person.prefix, "title": person.title}
        assert read == {name: known.get(name) for name in read}
        # The room of the member of Đại học Quốc gia stands inside his title on paper.
        if person.id != "nguyen-thai-binh-long":
            assert person.unit == known.get("unit")
    named = {p for p, record in shipped.PEOPLE.items() if key in record.get("plans", ())}
    if source == "made":
        # The list of the working group is not printed on it.
        named &= {person for task in shipped.tasks(key).values() for person in task.get("contacts", ())}
    outside = {p for p in named if str(shipped.PEOPLE[p]["agency"]).startswith("ubnd-")}
    assert named - outside <= {p.id for p in draft.new_people}


@needs_papers
@pytest.mark.parametrize("name", ARTICLES)
def test_a_news_article_yields_no_tasks_and_says_so(name: str) -> None:
    answer = read_plan(paper(name), _registry())
    assert isinstance(answer, NoPlan)
    assert "không có gì được nhập" in answer.reason


#: What docs/paper-readings.md says the papers leave open: (item, field) that must be asked about.
OPEN = {
    shipped.P188: {
        (None, "when"),
        ("I.1.2", "partners"),
        ("I.1.4", "when"),
        ("I.1.6", "when"),
        ("I.1.12", "when"),
        ("I.2.2", "content"),
        ("I.2.3", "partners"),
        ("I.2.5", "lead"),
        ("I.2.6", "lead"),
        ("I.2.7", "lead"),
        ("I.8.2", "when"),
        ("I.8.2", "remark"),
        ("I.9.2", "when"),
        ("I.9.3", "when"),
        ("I.11", "coordinating"),
        ("II.1.1", "completed"),
        ("bao-cao-don-vi", "from"),
        ("I.1.1", "lead"),
        ("I.1.1", "content"),
    },
    shipped.HN_HCM: {
        (None, "plan"),
        (None, "signed_on"),
        (None, "when"),
        (None, "tasks"),
        ("1", "lead"),
        ("5", "lead"),
        ("6", "lead"),
        ("8", "lead"),
        ("bao-cao-don-vi", "every"),
        ("tong-hop", "every"),
        ("kho-khan-vuong-mac", "due"),
    },
    shipped.P4778: {
        (None, "plan"),
        (None, "year"),
        (None, "tasks"),
        (None, "contacts"),
        ("I.1", "when"),
        ("2.3", "contacts"),
        ("4.1", "when"),
        ("5.1", "lead"),
        ("5.1", "when"),
        ("5.4", "contacts"),
        ("bao-cao-ubnd", "same_as"),
        ("ke-hoach-don-vi", "from"),
        ("ke-hoach-don-vi", "to"),
        ("kho-khan-vuong-mac", "from"),
        ("kho-khan-vuong-mac", "to"),
    },
}

#: What of it the schedules have settled, so that a paper made from them prints it plainly.
SETTLED = {
    shipped.P188: {
        (None, "when"),
        ("I.1.1", "content"),
        ("I.1.2", "partners"),
        ("I.2.2", "content"),
        ("I.2.3", "partners"),
        ("I.2.5", "lead"),
        ("I.2.6", "lead"),
        ("I.2.7", "lead"),
    },
    shipped.HN_HCM: {(None, "tasks")},
    shipped.P4778: {
        (None, "plan"),
        (None, "year"),
        (None, "contacts"),
        ("ke-hoach-don-vi", "to"),
        ("kho-khan-vuong-mac", "to"),
    },
}


@both_sources
@pytest.mark.parametrize("key", PAPERS)
def test_every_open_reading_is_asked_about_and_at_most_one_question_in_five_is_needless(key: str, source: str) -> None:
    review = _draft(key, source).review
    expected = OPEN[key] if source == "published" else OPEN[key] - SETTLED[key]
    assert expected <= {(i.item, i.field) for i in review}
    needless = [i for i in review if (i.item, i.field) not in OPEN[key]]
    assert len(needless) * 5 <= len(review)


@both_sources
@pytest.mark.parametrize("key", PAPERS)
def test_every_question_about_a_row_names_its_line(key: str, source: str) -> None:
    for item in _draft(key, source).review:
        assert item.doubt.strip().endswith((".", "…"))
        assert 0 < item.confidence < 1
        if item.item:
            assert item.where.line, item


@needs_papers
def test_a_text_that_breaks_off_inside_a_list_is_said_to() -> None:
    (item,) = [i for i in _draft(shipped.HN_HCM).review if i.doubt == texts.BROKEN_OFF]
    assert (item.item, item.field) == (None, "tasks")
    assert not [i for key in (shipped.P188, shipped.P4778) for i in _draft(key).review if i.doubt == texts.BROKEN_OFF]


@needs_papers
def test_other_districts_in_the_running_text_are_named() -> None:
    (item,) = [i for i in _draft(shipped.P188).review if (i.item, i.field) == ("I.1.1", "content")]
    assert item.read == "tại huyện Mê Linh, Ba Vì"
    assert "Chương Mỹ, Mỹ Đức, Phú Xuyên, Ba Vì" in item.doubt


@needs_papers
def test_the_covering_letter_is_left_out_and_named() -> None:
    (sentence,) = _draft(shipped.P4778).left_out
    assert "8177/UBND-CN" in sentence


@needs_papers
def test_phone_numbers_stand_beside_the_draft_and_nowhere_in_it() -> None:
    draft = _draft(shipped.P4778)
    assert draft.phones["tran-cong-huy"] == "0900000001"
    assert len(draft.phones) == 14
    assert "0900" not in repr((draft.plan, draft.new_people, draft.review))
