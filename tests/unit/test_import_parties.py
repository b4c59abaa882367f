"""The rules for who is named in a paper one by one: bodies, their places, officers, receivers, working groups."""

from __future__ import annotations

from datetime import date

import pytest

from bot.documents.reading.source import Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.agency_names import (
    begins_with_body,
    expanded,
    is_group,
    split_names,
    split_roles,
)
from bot.documents.understanding.parties.contacts import Contact, phones_in, split_contacts, without_numbers
from bot.documents.understanding.parties.naming import AgencyBook
from bot.documents.understanding.parties.officers import PeopleBook
from bot.documents.understanding.parties.places import district_of, place_of, plain_place
from bot.documents.understanding.parties.receivers import receivers_of
from bot.documents.understanding.parties.team import read_team
from bot.documents.understanding.prose import ProseLine
from bot.domain.plan.plan import Agency, AgencyKind, Person, Role

HERE = Where(line=1)

# Names in a cell


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Du lịch", ["Sở Du lịch"]),
        ("Sở Du lịch, Sở Tài chính và Sở Nội vụ", ["Sở Du lịch", "Sở Tài chính", "Sở Nội vụ"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Kế hoạch và Đầu tư; Sở Tài chính", ["Sở Kế hoạch và Đầu tư", "Sở Tài chính"]),
        ("- Sở Du lịch\n- Công an Thành phố", ["Sở Du lịch", "Công an Thành phố"]),
        ("Sở Giáo dục\nvà Đào tạo", ["Sở Giáo dục và Đào tạo"]),
        ("Các sở: Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
        ("UBND các quận: Ba Đình, Tây Hồ", ["UBND quận Ba Đình", "UBND quận Tây Hồ"]),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch", ["Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch"]),
        ("", []),
        (" - ;", []),
    ],
)
def test_a_cell_is_cut_where_a_body_begins(cell: str, names: list[str]) -> None:
    assert [named.name for named in split_names(cell)] == names


@pytest.mark.parametrize(
    ("cell", "scopes"),
    [
        ("Sở Tài chính (phần kinh phí)", [("Sở Tài chính", "phần kinh phí")]),
        ("Sở Tài chính (chủ trì)", [("Sở Tài chính", None)]),
        ("Trung tâm Xúc tiến (ITPC)", [("Trung tâm Xúc tiến (ITPC)", None)]),
    ],
)
def test_brackets_behind_a_name_say_its_part_unless_they_abbreviate_it(
    cell: str, scopes: list[tuple[str, str | None]]
) -> None:
    assert [(named.name, named.scope) for named in split_names(cell)] == scopes


@pytest.mark.parametrize(
    "cell",
    [
        "Sở A chủ trì, phối hợp với Sở B, Sở C",
        "Chủ trì: Sở A\nPhối hợp: Sở B, Sở C",
        "- Cơ quan chủ trì: Sở A\n- Cơ quan phối hợp: Sở B; Sở C",
        "Giao Sở A chủ trì phối hợp Sở B, Sở C",
    ],
)
def test_one_cell_says_who_leads_and_who_helps(cell: str) -> None:
    leads, helpers = split_roles(cell)
    assert [n.name for n in leads] == ["Sở A"]
    assert [n.name for n in helpers] == ["Sở B", "Sở C"]


def test_without_such_words_every_body_leads() -> None:
    leads, helpers = split_roles("Sở A, Sở B")
    assert ([n.name for n in leads], helpers) == (["Sở A", "Sở B"], [])


@pytest.mark.parametrize("name", ["Các sở, ban, ngành", "UBND các quận, huyện, thị xã", "Các cơ quan liên quan"])
def test_a_group_is_no_single_body(name: str) -> None:
    assert is_group(name)
    assert begins_with_body(name)


def test_a_department_is_no_group() -> None:
    assert not is_group("Sở Du lịch")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
        ("Sở VHTTDL tỉnh Nghệ An", "Sở Văn hóa, Thể thao và Du lịch tỉnh Nghệ An"),
        ("Sở XYZ", "Sở XYZ"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_known_abbreviations_are_written_out(short: str, full: str) -> None:
    assert expanded(short) == full


# Places


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Sở Du lịch thành phố Hà Nội", "ha-noi"),
        ("Sở Du lịch TP.HCM", "tp-hcm"),
        ("UBND tỉnh Nghệ An", "nghe-an"),
        ("SỞ Y TẾ TỈNH BẮC NINH", "bac-ninh"),
        ("Sở Du lịch (Hà Nội)", None),
        ("UBND Thành phố", None),
        ("Sở Du lịch", None),
    ],
)
def test_the_place_a_name_ends_with(name: str, place: str | None) -> None:
    found = place_of(name)
    assert (found.id if found else None) == place


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("UBND quận Hoàn Kiếm", "quận Hoàn Kiếm"),
        ("UBND PHƯỜNG NINH KIỀU", "phường Ninh Kiều"),
        ("UBND tỉnh Nghệ An", None),
    ],
)
def test_the_district_a_name_ends_with(name: str, district: str | None) -> None:
    found = district_of(name)
    assert (found.name if found else None) == district


def test_a_bare_name_in_a_date_line_is_a_place() -> None:
    assert [place.id for name in ("Nghệ An", "Thành phố Hồ Chí Minh") if (place := plain_place(name))] == [
        "nghe-an",
        "tp-hcm",
    ]


# Which agency a name means

TRADE = Agency("so-cong-thuong-ha-noi", "Sở Công Thương", "ha-noi", aliases=("Sở CT",))
PLANNING = Agency(
    "so-ke-hoach-ha-noi", "Sở Kế hoạch và Đầu tư", "ha-noi", until=date(2025, 3, 1), succeeded_by="so-tai-chinh-ha-noi"
)
SAIGON = Agency("so-cong-thuong-tp-hcm", "Sở Công Thương Thành phố Hồ Chí Minh", "tp-hcm")
CITY = Agency("ubnd-ha-noi", "Ủy ban nhân dân thành phố Hà Nội", "ha-noi", short="UBND TP Hà Nội")


def _book(locality: str = "ha-noi") -> AgencyBook:
    known = {a.id: a for a in (TRADE, PLANNING, SAIGON, CITY)}
    return AgencyBook(known, locality, date(2024, 3, 1), Doubts(), issuer="ubnd-ha-noi")


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Sở Công Thương", "so-cong-thuong-ha-noi"),
        ("Sở công thương", "so-cong-thuong-ha-noi"),
        ("Sở Công Thương thành phố Hà Nội", "so-cong-thuong-ha-noi"),
        ("Sở Công Thương TP.HCM", "so-cong-thuong-tp-hcm"),
        ("Sở KH&ĐT", "so-ke-hoach-ha-noi"),
    ],
)
def test_a_known_body_is_found_under_any_spelling(name: str, id_: str) -> None:
    book = _book()
    assert book.resolve(name, HERE) == id_
    assert not book.new


def test_a_bare_name_means_the_body_of_the_issuers_place() -> None:
    assert _book("tp-hcm").resolve("Sở Công Thương", HERE) == "so-cong-thuong-tp-hcm"


def test_an_unknown_body_is_proposed_once() -> None:
    book = _book()
    first, second = book.resolve("Sở Ngoại vụ", HERE), book.resolve("Sở Ngoại vụ Hà Nội", HERE)
    assert first == second == "so-ngoai-vu-ha-noi"
    assert [agency.name for agency in book.new.values()] == ["Sở Ngoại vụ"]


def test_a_group_is_proposed_as_a_group() -> None:
    book = _book()
    id_ = book.resolve("Các sở, ban, ngành", HERE)
    assert book.agencies[id_].kind is AgencyKind.GROUP


def test_a_name_one_letter_off_is_asked_about_and_not_taken_for_the_known_one() -> None:
    book = _book()
    assert book.resolve("Sở Công Thưong", HERE, "1") != "so-cong-thuong-ha-noi"
    (doubt,) = book.doubts.found
    assert doubt.alternatives == ("Sở Công Thương (so-cong-thuong-ha-noi)",)
    assert (doubt.item, doubt.field) == ("1", "lead")


@pytest.mark.parametrize(
    ("one", "other"), [("Trường Tiểu học số 1", "Trường Tiểu học số 2"), ("Xã Bình Mỹ", "Xã Ninh Mỹ")]
)
def test_another_number_or_name_is_another_body(one: str, other: str) -> None:
    book = _book()
    assert book.resolve(one, HERE) != book.resolve(other, HERE)
    assert not book.doubts.found


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [
        ("Sở Y tế tỉnh Hà Nam", True),
        ("Các tỉnh, thành phố", True),
        ("Sở Y tế", False),
        ("Sở Y tế Hà Nội", False),
        ("Bộ Y tế", False),
    ],
)
def test_a_body_is_elsewhere_only_when_it_prints_so(name: str, elsewhere: bool) -> None:
    assert _book().is_elsewhere(name) is elsewhere


# Officers


@pytest.mark.parametrize(
    ("cell", "officer"),
    [
        (
            "Ông Trần Công Huy, Chuyên viên Phòng Lữ hành, ĐT: 0900.000.001",
            Contact("Trần Công Huy", "Ông", "Chuyên viên", "Phòng Lữ hành", None, "0900.000.001"),
        ),
        ("Bà Lê Thị Cúc - Phó Trưởng phòng", Contact("Lê Thị Cúc", "Bà", "Phó Trưởng phòng")),
        ("Nguyễn Văn An: 0900 000 002", Contact("Nguyễn Văn An", phone="0900 000 002")),
        ("BS. Phạm Minh Đức, Sở Y tế", Contact("Phạm Minh Đức", "BS.", body="Sở Y tế")),
        ("Lê Thị Cúc, CV P. Lữ hành (cuc@example.vn)", Contact("Lê Thị Cúc", None, "CV", "Phòng Lữ hành")),
    ],
)
def test_an_officer_is_taken_apart(cell: str, officer: Contact) -> None:
    (found,) = split_contacts(cell)
    named = (found.name, found.prefix, found.title, found.unit, found.body, found.phone)
    assert named == (officer.name, officer.prefix, officer.title, officer.unit, officer.body, officer.phone)


def test_several_officers_of_one_cell() -> None:
    found = split_contacts("Ông Trần Văn A: 0900.000.001\nBà Lê Thị B: 0900.000.002; Ông Phạm C Dũng")
    assert [(c.name, c.phone) for c in found] == [
        ("Trần Văn A", "0900.000.001"), ("Lê Thị B", "0900.000.002"), ("Phạm C Dũng", None),
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["", "Phòng Lữ hành", "0900.000.001", "theo phân công"])
def test_a_cell_without_a_name_names_nobody(cell: str) -> None:
    assert split_contacts(cell) == []


@pytest.mark.parametrize(
    "number", ["0900.000.001", "0900 000 001", "+84 900 000 001", "(+84) 900.000.001", "0900-000-001"]
)
def test_what_is_shown_holds_no_number(number: str) -> None:
    assert phones_in(f"Ông A B, {number}") != []
    assert "000" not in without_numbers(f"Ông Trần Văn A, {number}")
    assert "000" not in split_contacts(f"Ông Trần Văn A, {number}")[0].shown


def _people(known: dict[str, Person] | None = None) -> PeopleBook:
    return PeopleBook(known or {}, Doubts())


def test_one_name_at_one_body_is_one_person_with_the_commonest_title() -> None:
    people = _people()
    titles = ("Chuyên viên", "Chuyên viên", "Trưởng phòng")
    ids = {people.add(Contact("Trần Văn A", title=title), "so-a", HERE) for title in titles}
    people.ask()
    (person,) = people.new_people("kh")
    assert (ids, person.title, person.plans) == ({"tran-van-a"}, "Chuyên viên", ("kh",))
    (doubt,) = people.doubts.found
    assert doubt.alternatives == ("Trưởng phòng",)


def test_one_name_at_two_bodies_is_two_people_unless_the_number_is_one() -> None:
    people = _people()
    first = people.add(Contact("Trần Văn A", phone="0900.000.001"), "so-a", HERE)
    assert people.add(Contact("Trần Văn A", phone="+84 900 000 001"), "so-b", HERE) == first
    assert people.add(Contact("Trần Văn A", phone="0900.000.002"), "so-c", HERE) != first


def test_a_known_officer_keeps_their_id_and_is_not_proposed() -> None:
    people = _people({"huy": Person("huy", "Trần Công Huy", "so-a", title="Trưởng phòng")})
    assert people.add(Contact("Trần Công Huy", title="Chuyên viên"), "so-a", HERE) == "huy"
    people.ask()
    assert people.new_people("kh") == ()
    assert len(people.doubts.found) == 1


def test_a_second_number_of_a_person_is_asked_about_and_one_of_two_people_goes_to_the_first() -> None:
    people = _people()
    for phone in ("0900.000.001", "0900.000.002"):
        people.add(Contact("Trần Văn A", phone=phone), "so-a", HERE)
    people.add(Contact("Lê Thị B", phone="0900.000.001"), "so-a", HERE)
    assert people.phones() == {"tran-van-a": "0900000001"}
    assert len(people.doubts.found) == 1


# Receivers


@pytest.mark.parametrize(
    ("sentence", "receivers"),
    [
        ("Các đơn vị gửi báo cáo về Sở Công Thương trước ngày 15/9.", ["so-cong-thuong-ha-noi"]),
        (
            "Các đơn vị gửi báo cáo về Sở Kế hoạch và Đầu tư để tổng hợp, báo cáo UBND Thành phố.",
            ["so-ke-hoach-ha-noi"],
        ),
        ("Báo cáo UBND Thành phố (qua Sở Công Thương) trước ngày 15/9.", ["so-cong-thuong-ha-noi"]),
        ("Gửi báo cáo về Sở Công Thương, Sở KH&ĐT trước ngày 15/9.", ["so-cong-thuong-ha-noi", "so-ke-hoach-ha-noi"]),
        ("Các đơn vị rà soát chợ trước ngày 15/9.", []),
    ],
)
def test_whom_a_report_goes_to(sentence: str, receivers: list[str]) -> None:
    assert receivers_of(sentence, HERE, _book()) == receivers


# Working groups


def _team(*lines: str) -> list[tuple[str, str, tuple[Role, ...]]]:
    book, people = _book(), _people()
    read_team([ProseLine(text, HERE) for text in lines], book, people)
    return [(p.name, p.agency, p.roles) for p in people.new_people("kh")]


def test_members_of_a_working_group_lead_their_bodies() -> None:
    assert _team(
        "DANH SÁCH TỔ CÔNG TÁC", "1. Ông Trần Văn A - Phó Giám đốc Sở Công Thương - Tổ trưởng;", "2. Khác;"
    ) == [("Trần Văn A", "so-cong-thuong-ha-noi", (Role.LEADER,))]


def test_names_outside_a_working_group_are_passed_over() -> None:
    assert _team("1. Ông Trần Văn A - Phó Giám đốc Sở Công Thương - Tổ trưởng;") == []
