"""What a correct registry still lacks."""

from __future__ import annotations

from pathlib import Path

from bot.registry.checks.gaps import Gap, GapKind, registry_gaps
from bot.registry.loader import load_registry
from bot.registry.normalised import registry_json
from tests.unit.registry_folders import GOOD, PLAN, copied, edit

TASK_FIELDS = {"id", "section", "content", "lead", "coordinating", "partners", "when", "windows", "kind", "tentative"}
TASK_FIELDS |= {"deliverable", "note", "contacts"}


def gaps(folder: Path, linked: set[str] | None = None) -> list[Gap]:
    return registry_gaps(load_registry(folder)[0], linked)


def test_only_the_group_has_nobody() -> None:
    (gap,) = gaps(GOOD)
    assert (gap.kind, gap.plan, gap.task, gap.agency) == (
        GapKind.AGENCY_WITHOUT_CONTACT,
        "ke-hoach-thu",
        None,
        "cac-quan-ha-noi",
    )
    assert gap.message == "12/KH-UBND: cơ quan UBND các quận, huyện: chưa có cán bộ đầu mối"


def test_contacts_without_a_linked_chat_only_when_links_are_known() -> None:
    def unlinked(linked: set[str] | None) -> list[str | None]:
        return [g.person for g in gaps(GOOD, linked) if g.kind is GapKind.CONTACT_NOT_LINKED]

    assert unlinked(None) == []
    assert unlinked(set()) == ["tran-thi-a", "le-van-b", "do-thi-c"]
    assert unlinked({"tran-thi-a", "do-thi-c"}) == ["le-van-b"]


def test_task_without_contact_names_the_lead_and_the_line(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "    contacts: [tran-thi-a]\n", "")
    edit(folder, "people.yaml", "agency: so-du-lich-ha-noi", "agency: so-du-lich-tp-hcm")
    found = [g for g in gaps(folder) if g.kind is GapKind.TASK_WITHOUT_CONTACT]
    assert [(g.task, g.line, g.message) for g in found] == [
        ("I.1", 24, "12/KH-UBND: nhiệm vụ I.1: chưa có đầu mối liên hệ (Sở Du lịch)")
    ]
    edit(folder, PLAN, "    coordinating: [cac-quan-ha-noi]", "    completed: true")
    assert not [g for g in gaps(folder) if g.task == "I.1"], "a completed task is asked of nobody"


def test_a_contact_named_for_other_plans_only_does_not_count(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    other = (folder / PLAN).read_text(encoding="utf-8")
    (folder / "plans" / "ke-hoach-khac.yaml").write_text(other.replace("    contacts: [tran-thi-a]\n", ""), "utf-8")
    found = {(g.plan, g.task) for g in gaps(folder) if g.kind is GapKind.TASK_WITHOUT_CONTACT}
    assert found == {("ke-hoach-khac", "I.1")}


def test_somebody_in_the_successor_answers_for_the_predecessor(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    people = (folder / "people.yaml").read_text(encoding="utf-8")
    (folder / "people.yaml").write_text(people.replace("so-ke-hoach-ha-noi", "so-tai-chinh-ha-noi"), "utf-8")
    assert [g.agency for g in gaps(folder)] == ["cac-quan-ha-noi"]


def test_blank_and_unreadable_times_and_a_paper_without_number_and_date(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "plan: 12/KH-UBND", "plan:")
    edit(folder, PLAN, "signed_on: 2024-01-15", "signed_on:")
    edit(folder, PLAN, "    when: Quý III/2024\n", "")
    edit(folder, PLAN, "when: Tháng 12/2024", "when: Tháng 13/2024")
    edit(folder, PLAN, "due: trước ngày 25/12/2024", "due: trước ngày 32/12/2024")
    found = [(g.kind, g.task, g.message) for g in gaps(folder) if g.agency is None]
    assert found == [
        (GapKind.NO_NUMBER, None, "ke-hoach-thu: văn bản chưa ghi số, ký hiệu"),
        (GapKind.NO_SIGN_DATE, None, "ke-hoach-thu: văn bản chưa ghi ngày ký"),
        (
            GapKind.BLANK_TIME,
            "I.1",
            "ke-hoach-thu: nhiệm vụ I.1: chưa xác định thời gian, tạm theo thời gian chung “Năm 2024”",
        ),
        (GapKind.UNREADABLE_DATE, "II.1", "ke-hoach-thu: nhiệm vụ II.1: thời gian “Tháng 13/2024” chưa đọc được"),
        (
            GapKind.UNREADABLE_DATE,
            "tong-hop",
            "ke-hoach-thu: báo cáo tong-hop: thời hạn “trước ngày 32/12/2024” chưa đọc được",
        ),
    ]


def test_json_has_the_agreed_fields() -> None:
    registry = load_registry(GOOD)[0]
    data = registry_json(registry, registry_gaps(registry, None))
    (plan,) = data["plans"]
    assert {"key", "code", "title", "issuer", "signed_on", "consolidator", "reports", "tasks"} <= set(plan)
    assert {"id", "from", "to", "due", "recurring", "last_day"} <= set(plan["reports"][0])
    assert set(plan["tasks"][0]) >= TASK_FIELDS
    task = plan["tasks"][0]
    assert (task["lead"], task["lead_scopes"]) == (["Sở Du lịch"], ["phần lễ hội"])
    assert task["windows"] == [["2024-07-01", "2024-09-30"]]
    assert plan["reports"][0]["from"] == ["Sở Du lịch", "UBND các quận, huyện"]
    assert (plan["reports"][0]["last_day"], plan["reports"][0]["recurring"]) == ("2024-09-14", True)


def test_open_ended_windows_have_a_null_end(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, PLAN, "when: Tháng 12/2024", "when: Năm 2024 - 2025 và những năm tiếp theo")
    (plan,) = registry_json(load_registry(folder)[0], [])["plans"]
    assert plan["tasks"][1]["windows"] == [["2024-01-01", None]]
