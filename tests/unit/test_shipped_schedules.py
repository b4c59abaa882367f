"""The shipped files against a second reading of the papers (``tests/data/expected_plans.py``).

Agencies, people and calendar: ``test_shipped_agencies.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from tests.data.expected_plans import CONTACTS_4778, COUNTS, LEADS, PLANS, Row
from tests.data.shipped import AGENCIES, HN_HCM, P188, P4778, PEOPLE, SCHEDULES, leads, plan, report, tasks

ROWS = [(key, row) for key, rows in PLANS.items() for row in rows]


# --------------------------------------------------------------------------- rows of the three papers


def test_all_three_plans_are_shipped_and_nothing_else() -> None:
    assert {path.stem for path in (SCHEDULES / "plans").glob("*.yaml")} == set(PLANS)


@pytest.mark.parametrize(("key", "count"), [(P188, 40), (HN_HCM, 18), (P4778, 33)])
def test_every_row_once_in_printed_order(key: str, count: int) -> None:
    ids = [task["id"] for task in plan(key)["tasks"]]
    assert len(ids) == count
    assert ids == [row.id for row in PLANS[key]]


@pytest.mark.parametrize(("key", "row"), ROWS, ids=[f"{key}:{row.id}" for key, row in ROWS])
def test_row_as_read_a_second_time(key: str, row: Row) -> None:
    task = tasks(key)[row.id]
    assert leads(task) == [LEADS[name] for name in row.leads.split(", ")]
    assert task.get("when") == row.when
    assert task["content"].startswith(row.opens)
    assert task["content"].endswith(row.closes)
    assert task["section"]


@pytest.mark.parametrize("key", PLANS)
def test_rows_per_leading_agency(key: str) -> None:
    counted = Counter(agency for task in plan(key)["tasks"] for agency in leads(task))
    assert counted == {LEADS[name]: number for name, number in COUNTS[key].items()}


@pytest.mark.parametrize("key", PLANS)
def test_no_markup_page_header_or_stray_spaces_in_texts(key: str) -> None:
    for task in plan(key)["tasks"]:
        for field in ("content", "deliverable", "remark", "when", "section"):
            text = task.get(field, "")
            assert not re.search(r"[<>*\t]|  |\n\n|Thời gian thực hiện|Ghi chú$", text), (task["id"], field)
            assert text == text.strip()


@pytest.mark.parametrize(
    ("key", "code", "issuer", "signed_on", "consolidator", "year", "when"),
    [
        (P188, "188/KH-UBND", "ubnd-tp-ha-noi", date(2022, 7, 6), "so-ke-hoach-va-dau-tu-ha-noi", 2022, "Năm 2022"),
        (
            HN_HCM,
            None,
            "ubnd-tp-ha-noi",
            None,
            "so-ke-hoach-va-dau-tu-ha-noi",
            2024,
            "Năm 2024 - 2025 và những năm tiếp theo",
        ),
        (P4778, "4778/KH-UBND", "ubnd-tp-hcm", date(2023, 9, 26), "itpc", 2023, "Năm 2023"),
    ],
)
def test_head_of_the_plan(
    key: str, code: str | None, issuer: str, signed_on: date | None, consolidator: str, year: int, when: str
) -> None:
    head = plan(key)
    found = [head[field] for field in ("plan", "issuer", "signed_on", "consolidator", "year", "when")]
    assert found == [code, issuer, signed_on, consolidator, year, when]


# --------------------------------------------------------------------------- traps of 188


@pytest.mark.parametrize("row_id", ["I.1.2", "I.1.3", "I.1.4", "I.1.5"])
def test_188_blank_partner_cell_inherits_from_above(row_id: str) -> None:
    promotion = ["Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch", "Liên minh Hợp tác xã"]
    assert tasks(P188)["I.1.1"]["partners"] == promotion
    assert tasks(P188)[row_id]["partners"] == promotion


@pytest.mark.parametrize("row_id", ["I.2.2", "I.2.3", "I.2.4"])
def test_188_blank_partner_cells_of_the_construction_department(row_id: str) -> None:
    (partner,) = tasks(P188)[row_id]["partners"]
    assert "Cần Thơ" in partner
    assert "Hưng Yên" in partner


@pytest.mark.parametrize(
    ("row_id", "partner"),
    [
        ("I.2.5", "Sở Xây dựng tỉnh Ninh Thuận"),
        ("I.2.6", "Sở Xây dựng các tỉnh: Bình Dương, Bình Phước"),
        ("I.2.7", "Sở Xây dựng tỉnh Hưng Yên"),
    ],
)
def test_188_shifted_rows_are_partners_of_hanoi_construction(row_id: str, partner: str) -> None:
    task = tasks(P188)[row_id]
    assert leads(task) == ["so-xay-dung-ha-noi"]
    assert task["partners"] == [partner]
    assert "lệch một cột" in task["note"]


def test_188_partner_column_elsewhere() -> None:
    rows = tasks(P188)
    assert [i for i, task in rows.items() if "partners" not in task] == ["I.11"]
    assert rows["I.1.6"]["partners"] == ["Trung tâm Xúc tiến Thương mại và Đầu tư tỉnh An Giang (ATIP)"]
    assert rows["I.2.10"]["partners"] == ["Sở Xây dựng tỉnh Hà Nam"]
    assert rows["I.3"]["partners"][0].endswith("(đặc biệt là các thành phố trực thuộc Trung ương)")
    assert rows["II.1.2"]["partners"] == ["Huyện Điện Biên Đông, tỉnh Điện Biên"]


def test_188_rows_broken_over_pages_are_joined() -> None:
    rows = tasks(P188)
    assert rows["I.2.2"]["content"].count("\n- ") == 2
    assert "Hợp tác, chia sẻ kinh nghiệm trong công tác bảo vệ môi trường" in rows["I.2.4"]["content"]
    assert "Khu xử lý chất thải rắn Kiêu Ky." in rows["I.2.7"]["content"]
    assert "trong công tác lập, thẩm định, phê duyệt quy hoạch" in rows["I.3"]["content"]
    assert rows["I.5"]["content"].count("\n") == 1


def test_188_remarks_and_what_was_done_before_the_plan() -> None:
    rows = tasks(P188)
    remarks = {i: task["remark"] for i, task in rows.items() if "remark" in task}
    assert set(remarks) == {"I.8.2", "I.9.3", "I.10.1", "I.10.2", "I.10.3", "II.1.1", "II.1.2"}
    assert remarks["I.8.2"] == "Sở Tư pháp chủ trì"
    assert remarks["II.1.1"] == "Đã thực hiện"
    assert [i for i, task in rows.items() if task.get("completed")] == ["II.1.1"]


# --------------------------------------------------------------------------- traps of Hà Nội - TP.HCM


def test_hn_hcm_coordinating_agencies() -> None:
    groups = {"cac-so-nganh-ha-noi", "ubnd-cac-quan-huyen-thi-xa-ha-noi"}
    districts = "ubnd-cac-quan-huyen-thi-xa-ha-noi"
    expected = {
        **dict.fromkeys(("2", "3", "5"), groups),
        "9": {"so-ke-hoach-va-dau-tu-ha-noi"},
        **{i: {districts} for i in ("10", "11", "12", "13")},
        "14": {"hpa", districts},
        "17": {"so-y-te-ha-noi"},
        "18": {"so-ke-hoach-va-dau-tu-ha-noi", "hpa", districts},
    }
    found = {i: set(task["coordinating"]) for i, task in tasks(HN_HCM).items() if "coordinating" in task}
    assert found == expected
    assert {AGENCIES[group]["kind"] for group in groups} == {"group"}
    assert AGENCIES[LEADS["các sở"]]["kind"] == "group"


def test_hn_hcm_two_leads_with_a_bracketed_scope() -> None:
    rows = tasks(HN_HCM)
    assert rows["6"]["lead"] == [
        "so-xay-dung-ha-noi",
        {"agency": "so-noi-vu-ha-noi", "scope": "mô hình chính quyền đô thị"},
    ]
    assert rows["8"]["lead"] == [
        "so-xay-dung-ha-noi",
        {
            "agency": "so-tai-nguyen-va-moi-truong-ha-noi",
            "scope": "công tác bảo vệ môi trường, ứng phó biến đổi khí hậu",
        },
    ]


# --------------------------------------------------------------------------- traps of 4778


@pytest.mark.parametrize("row_id", CONTACTS_4778)
def test_4778_contacts_and_products(row_id: str) -> None:
    names, product = CONTACTS_4778[row_id]
    task = tasks(P4778)[row_id]
    assert tuple(PEOPLE[person]["name"] for person in task["contacts"]) == names
    assert task["deliverable"] == product


def test_4778_nine_rows_say_the_same_but_for_two_slips() -> None:
    same = {i: t["content"] for i, t in tasks(P4778).items() if "www.ketnoicungcau.vn" in t["content"]}
    assert list(same) == ["1.1", "2.1", "3.1", "4.2", "5.2", "6.1", "7.1", "8.1", "9.1"]
    assert len({text.replace("sản thương mại", "sàn thương mại") for text in same.values()}) == 1
    assert [i for i, text in same.items() if "sản thương mại" in text] == ["3.1", "5.2"]
    assert {tuple(text.count(mark) for mark in ("\n", "- Phối hợp")) for text in same.values()} == {(1, 2)}


def test_4778_windows_over_before_signing_are_kept_and_noted() -> None:
    assert "Tháng 4 đã qua" in tasks(P4778)["4.1"]["note"]
    assert "Tháng 6 đã qua" in tasks(P188)["I.8.2"]["note"]
    assert "Quý II đã qua" in tasks(P188)["I.1.4"]["note"]


def test_4778_sections() -> None:
    sections = [task["section"] for task in plan(P4778)["tasks"]]
    provinces = ("Bắc Kạn", "Cao Bằng", "Hà Nam", "Hà Tĩnh", "Nghệ An", "Quảng Bình", "Quảng Trị", "Thanh Hóa")
    assert list(dict.fromkeys(sections)) == [
        "CÁC SỰ KIỆN CẤP VÙNG",
        *(f"Thành phố Hồ Chí Minh - Tỉnh {name}" for name in (*provinces, "Thừa Thiên Huế")),
        "CÔNG TÁC TỔNG HỢP, ĐIỀU PHỐI CHUNG",
    ]


# --------------------------------------------------------------------------- report rules


@pytest.mark.parametrize(
    ("key", "rule_id", "senders", "to", "due", "every"),
    [
        (P188, "bao-cao-don-vi", ["lead_agencies"], "so-ke-hoach-va-dau-tu-ha-noi", "trước ngày 15/12/2022", None),
        (P188, "tong-hop", ["so-ke-hoach-va-dau-tu-ha-noi"], "ubnd-tp-ha-noi", "trước ngày 31/12/2022", None),
        (HN_HCM, "bao-cao-don-vi", ["lead_agencies"], "so-ke-hoach-va-dau-tu-ha-noi", "trước ngày 15/9", "year"),
        (HN_HCM, "tong-hop", ["so-ke-hoach-va-dau-tu-ha-noi"], "ubnd-tp-ha-noi", "trước ngày 25/9 hàng năm", "year"),
        (P4778, "bao-cao-ubnd", ["itpc"], "ubnd-tp-hcm", "trong tháng 12 năm 2023", None),
    ],
)
def test_dated_report_rules(key: str, rule_id: str, senders: list[str], to: str, due: str, every: str | None) -> None:
    rule = report(key, rule_id)
    assert (rule["from"], rule["to"], rule["due"], rule.get("every")) == (senders, to, due, every)
    assert rule.get("last_year") is None


def test_yearly_rules_start_in_2024_and_answer_requests_too() -> None:
    for rule_id in ("bao-cao-don-vi", "tong-hop"):
        rule = report(HN_HCM, rule_id)
        assert rule["first_year"] == 2024
        assert rule["on_request"] is True


def test_links_between_rules() -> None:
    assert report(P188, "tong-hop")["consolidates"] == "bao-cao-don-vi"
    assert report(HN_HCM, "tong-hop")["consolidates"] == "bao-cao-don-vi"
    assert report(P4778, "bao-cao-ubnd")["same_as"] == "III.1"
    assert leads(tasks(P4778)["III.1"]) == report(P4778, "bao-cao-ubnd")["from"]


def test_undated_rules_are_kept_without_a_date() -> None:
    undated = {(key, rule["id"]): rule for key in PLANS for rule in plan(key)["reports"] if rule["due"] is None}
    assert set(undated) == {
        (P188, "kho-khan-vuong-mac"),
        (HN_HCM, "kho-khan-vuong-mac"),
        (P4778, "ke-hoach-don-vi"),
        (P4778, "kho-khan-vuong-mac"),
    }
    assert undated[P4778, "kho-khan-vuong-mac"]["to"] == "itpc"
    assert undated[P4778, "ke-hoach-don-vi"]["to"] == "ubnd-tp-hcm"


def test_4778_undated_rules_bind_the_citys_own_leads_only() -> None:
    city = {agency for task in plan(P4778)["tasks"] for agency in leads(task)} - {"trung-tam-xuc-tien-nghe-an"}
    assert set(report(P4778, "ke-hoach-don-vi")["from"]) == city
    assert set(report(P4778, "kho-khan-vuong-mac")["from"]) == city - {"itpc"}
