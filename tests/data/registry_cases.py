"""Spoilings of the good folder and the exact lines ``check`` must print for them."""

from __future__ import annotations

from typing import NamedTuple

from tests.unit.registry_folders import PLAN


class Case(NamedTuple):
    """One spoiling of the good folder and the errors it must give."""

    label: str
    file: str
    old: str
    new: str
    expected: list[str]


CASES = [
    Case(
        "unknown key with a near miss",
        PLAN,
        "    lead: [so-ke-hoach-ha-noi]",
        "    leads: [so-ke-hoach-ha-noi]",
        [
            f"{PLAN}:32: nhiệm vụ thiếu mục “lead”; đề nghị bổ sung",
            f"{PLAN}:34: nhiệm vụ không có mục “leads”; có phải “lead” không?",
        ],
    ),
    Case(
        "unknown key far from any",
        "people.yaml",
        "  name: Đỗ Thị C",
        "  name: Đỗ Thị C\n  zalo: abc",
        [
            "people.yaml:14: cán bộ không có mục “zalo”; các mục được dùng: id, name, agency, prefix, title, unit, "
            "roles, plans, until, replaced_by, note"
        ],
    ),
    Case(
        "missing title",
        PLAN,
        "title: Kế hoạch thử\n",
        "",
        [f"{PLAN}:1: kế hoạch thiếu mục “title”; đề nghị bổ sung"],
    ),
    Case(
        "a list where a text belongs",
        PLAN,
        "title: Kế hoạch thử",
        "title: [a, b]",
        [f"{PLAN}:2: “title” phải là một đoạn chữ, không phải danh sách"],
    ),
    Case(
        "a text where a list belongs",
        PLAN,
        "coordinating: [cac-quan-ha-noi]",
        "coordinating: cac-quan-ha-noi",
        [f"{PLAN}:28: “coordinating” phải là danh sách, ví dụ: coordinating: [mục thứ nhất, mục thứ hai]"],
    ),
    Case(
        "unknown agency with a near id",
        PLAN,
        "coordinating: [cac-quan-ha-noi]",
        "coordinating: [cac-quan-ha-nội]",
        [
            f"{PLAN}:28: không có cơ quan “cac-quan-ha-nội”; có phải “cac-quan-ha-noi” (UBND các quận, huyện) không?",
        ],
    ),
    Case(
        "unknown agency nothing is like",
        PLAN,
        "coordinating: [cac-quan-ha-noi]",
        "coordinating: [Zyx]",
        [f"{PLAN}:28: không có cơ quan “Zyx”; đề nghị bổ sung vào agencies.yaml hoặc sửa lại"],
    ),
    Case(
        "an agency of another province is not the city's own",
        PLAN,
        "coordinating: [cac-quan-ha-noi]",
        "coordinating: [Sở Tài chính tỉnh Nghệ An]",
        [
            f"{PLAN}:28: không có cơ quan “Sở Tài chính tỉnh Nghệ An”; "
            "có phải “so-tai-chinh-ha-noi” (Sở Tài chính) không?"
        ],
    ),
    Case(
        "unknown person, found by name",
        PLAN,
        "contacts: [tran-thi-a]",
        "contacts: [Tran Thi A]",
        [f"{PLAN}:30: không có cán bộ “Tran Thi A”; có phải “tran-thi-a” (Trần Thị A) không?"],
    ),
    Case(
        "person of an unknown agency is left out; the task that names them says so",
        "people.yaml",
        "  agency: so-du-lich-ha-noi",
        "  agency: so-du-lich-hanoi",
        [
            "people.yaml:3: “agency”: không có cơ quan “so-du-lich-hanoi”; "
            "có phải “so-du-lich-ha-noi” (Sở Du lịch) không?",
            f"{PLAN}:30: không có cán bộ “tran-thi-a”; đề nghị bổ sung vào people.yaml hoặc sửa lại",
        ],
    ),
    Case(
        "duplicate task id",
        PLAN,
        "- id: II.1",
        "- id: I.1",
        [
            f"{PLAN}:22: “same_as”: không có nhiệm vụ “II.1”; có phải “I.1” không?",
            f"{PLAN}:32: nhiệm vụ “I.1” đã có ở dòng 24; mỗi nhiệm vụ cần một id riêng",
        ],
    ),
    Case(
        "report id that is a task id",
        PLAN,
        "- id: tong-hop",
        "- id: II.1",
        [
            f"{PLAN}:17: id “II.1” trùng với nhiệm vụ ở dòng 32; đặt id khác và ghi “same_as: II.1” "
            "nếu là cùng một việc",
        ],
    ),
    Case(
        "duplicate report id",
        PLAN,
        "- id: tong-hop",
        "- id: bao-cao",
        [f"{PLAN}:17: báo cáo “bao-cao” đã có ở dòng 12; mỗi báo cáo cần một id riêng"],
    ),
    Case(
        "duplicate agency id",
        "agencies.yaml",
        "- id: so-tai-chinh-ha-noi",
        "- id: ubnd-ha-noi",
        [
            "agencies.yaml:10: “succeeded_by”: không có cơ quan “so-tai-chinh-ha-noi”; "
            "có phải “so-du-lich-ha-noi” (Sở Du lịch) không?",
            "agencies.yaml:11: id “ubnd-ha-noi” đã dùng ở dòng 1; mỗi cơ quan cần một id riêng",
        ],
    ),
    Case(
        "agency id with spaces",
        "agencies.yaml",
        "- id: so-du-lich-tp-hcm",
        "- id: Sở Du lịch HCM",
        [
            "agencies.yaml:17: id “Sở Du lịch HCM” chỉ được gồm chữ thường không dấu, số và gạch nối, "
            "nhiều nhất 100 ký tự, ví dụ so-du-lich-tp-hcm"
        ],
    ),
    Case(
        "task id with a slash",
        PLAN,
        "- id: I.1",
        "- id: I/1",
        [f"{PLAN}:24: id “I/1” không được có dấu cách, dấu gạch chéo hay dài quá 40 ký tự, ví dụ I.1.3"],
    ),
    Case(
        "unknown successor",
        "agencies.yaml",
        "succeeded_by: so-tai-chinh-ha-noi",
        "succeeded_by: so-tai-chinh-hn",
        [
            "agencies.yaml:10: “succeeded_by”: không có cơ quan “so-tai-chinh-hn”; "
            "có phải “so-tai-chinh-ha-noi” (Sở Tài chính) không?"
        ],
    ),
    Case(
        "loop of succession",
        "agencies.yaml",
        "  name: Sở Tài chính\n",
        "  name: Sở Tài chính\n  until: 2026-01-01\n  succeeded_by: so-ke-hoach-ha-noi\n",
        [
            "agencies.yaml:10: kế thừa vòng tròn: so-ke-hoach-ha-noi → so-tai-chinh-ha-noi → so-ke-hoach-ha-noi; "
            "đề nghị bỏ một mắt xích"
        ],
    ),
    Case(
        "loop of replacement",
        "people.yaml",
        "  name: Đỗ Thị C\n",
        "  name: Đỗ Thị C\n  until: 2025-01-01\n  replaced_by: le-van-b\n",
        ["people.yaml:11: kế thừa vòng tròn: le-van-b → do-thi-c → le-van-b; đề nghị bỏ một mắt xích"],
    ),
    Case(
        "alias that is another agency's name",
        "agencies.yaml",
        "aliases: [Sở KHĐT]",
        "aliases: [Sở KHĐT, SỞ DU LỊCH]",
        [
            "agencies.yaml:14: tên “Sở Du lịch” đã là tên của “so-ke-hoach-ha-noi” (Sở Kế hoạch và Đầu tư) "
            "ở cùng địa phương; đề nghị bỏ một trong hai hoặc ghi tên đầy đủ hơn",
            f"{PLAN}:27: không có cơ quan “Sở Du lịch”; có phải “so-ke-hoach-ha-noi” (Sở Kế hoạch và Đầu tư) "
            "hay “so-du-lich-ha-noi” (Sở Du lịch) không?",
        ],
    ),
    Case(
        "until before since",
        "agencies.yaml",
        "  since: 2008-08-01",
        "  since: 2008-08-01\n  until: 2007-01-01",
        ["agencies.yaml:25: “until” (01/01/2007) phải sau “since” (01/08/2008)"],
    ),
    Case(
        "unknown kind",
        "agencies.yaml",
        "kind: group",
        "kind: groups",
        ["agencies.yaml:23: “groups” không dùng được ở đây; có phải “group” không?"],
    ),
    Case(
        "unknown role",
        "people.yaml",
        "roles: [contact]",
        "roles: [lãnh đạo]",
        [
            "people.yaml:4: “lãnh đạo” không dùng được ở đây; ghi một trong: contact, leader, coordinator, admin",
        ],
    ),
    Case(
        "person named in an unknown plan",
        "people.yaml",
        "plans: [ke-hoach-thu]",
        "plans: [ke-hoach-tu]",
        ["people.yaml:5: “plans”: không có kế hoạch “ke-hoach-tu”; có phải “ke-hoach-thu” không?"],
    ),
    Case(
        "phone number",
        "people.yaml",
        "  name: Đỗ Thị C",
        "  name: Đỗ Thị C\n  note: ĐT 0900.000.001",
        [
            "people.yaml:14: có vẻ là số điện thoại; không ghi số điện thoại trong tệp này "
            "(chỉ lưu trong cơ sở dữ liệu), đề nghị xoá"
        ],
    ),
    Case(
        "phone number in a comment",
        "people.yaml",
        "- id: do-thi-c",
        "# +84 900 000 002\n- id: do-thi-c",
        [
            "people.yaml:12: có vẻ là số điện thoại; không ghi số điện thoại trong tệp này "
            "(chỉ lưu trong cơ sở dữ liệu), đề nghị xoá"
        ],
    ),
    Case(
        "impossible date",
        PLAN,
        "signed_on: 2024-01-15",
        "signed_on: 2024-02-30",
        [f"{PLAN}:5: “2024-02-30” không phải là ngày; ghi theo dạng năm-tháng-ngày, ví dụ 2024-09-15"],
    ),
    Case(
        "date with a slip in the year",
        PLAN,
        "signed_on: 2024-01-15",
        "signed_on: 2204-01-15",
        [f"{PLAN}:5: “signed_on”: năm 2204 không hợp lý, đề nghị xem lại"],
    ),
    Case(
        "year that is no year",
        PLAN,
        "year: 2024",
        "year: hai nghìn",
        [f"{PLAN}:6: “year: hai nghìn” không phải là năm; ghi bốn chữ số, ví dụ 2024"],
    ),
    Case(
        "truth value that is none",
        PLAN,
        "completed: false",
        "completed: chưa",
        [f"{PLAN}:36: “completed: chưa” phải là true (có) hoặc false (không)"],
    ),
    Case(
        "unknown locality",
        PLAN,
        "locality: ha-noi",
        "locality: hanoi",
        [
            f"{PLAN}:3: không có cơ quan nào ở địa phương “hanoi”; có phải “ha-noi” không?",
            f"{PLAN}:18: không có cơ quan “Sở KHĐT”; có phải “so-ke-hoach-ha-noi” (Sở Kế hoạch và Đầu tư) không?",
            f"{PLAN}:19: không có cơ quan “UBND Thành phố”; "
            "có phải “ubnd-ha-noi” (Ủy ban nhân dân thành phố Hà Nội) không?",
            f"{PLAN}:27: không có cơ quan “Sở Du lịch”; có phải “so-du-lich-ha-noi” (Sở Du lịch) "
            "hay “so-du-lich-tp-hcm” (Sở Du lịch Thành phố Hồ Chí Minh) không?",
        ],
    ),
    Case(
        "unknown policy field",
        PLAN,
        "overdue_max: 2",
        "overdue_maximum: 2",
        [f"{PLAN}:31: chính sách nhắc việc không có mục “overdue_maximum”; có phải “overdue_max” không?"],
    ),
    Case(
        "bad policy values",
        PLAN,
        "{due_day: true, overdue_max: 2}",
        "{due_day: có, overdue_max: -1, before: [7, ba]}",
        [
            f"{PLAN}:31: “before” phải là danh sách số ngày từ 0 đến 366, ví dụ [7, 3, 1]",
            f"{PLAN}:31: “due_day” phải là true (có) hoặc false (không)",
            f"{PLAN}:31: “overdue_max” phải là một số từ 0 đến 366",
        ],
    ),
    Case(
        "yearly rule with a printed year",
        PLAN,
        "due: trước ngày 15/9",
        "due: trước ngày 15/9/2024",
        [
            f"{PLAN}:15: “trước ngày 15/9/2024” ghi năm cố định nhưng báo cáo lặp hằng năm; "
            "đề nghị bỏ năm hoặc bỏ “every”"
        ],
    ),
    Case(
        "yearly rule without a date",
        PLAN,
        "    due: trước ngày 15/9\n",
        "",
        [f"{PLAN}:15: lặp hằng năm thì phải có “due”, ví dụ: due: trước ngày 15/9"],
    ),
    Case(
        "yearly rule that ends before it begins",
        PLAN,
        "    every: year",
        "    every: year\n    last_year: 2020",
        [f"{PLAN}:17: “last_year” (2020) trước năm bắt đầu (2024); đề nghị sửa lại"],
    ),
    Case(
        "another rhythm than the year",
        PLAN,
        "every: year",
        "every: day",
        [
            f"{PLAN}:16: “every: day” chưa dùng được; ghi “every: year” (hằng năm), “half_year” (6 tháng), "
            "“quarter” (hằng quý), “month” (hằng tháng), “week” (hằng tuần) hoặc bỏ mục này"
        ],
    ),
    Case(
        "rule repeats more often than its dates",
        PLAN,
        "every: year",
        "every: quarter",
        [
            f"{PLAN}:16: “every: quarter” là 04 lần một năm nhưng “trước ngày 15/9” cho 01 thời hạn; ghi như “trước "
            "ngày 20 tháng cuối quý”, “chậm nhất ngày 15 hằng tháng” hoặc “trước ngày 15/6 và 15/12”"
        ],
    ),
    Case(
        "receiver among the senders",
        PLAN,
        "from: [Sở KHĐT]",
        "from: [Sở KHĐT, ubnd-ha-noi]",
        [f"{PLAN}:18: “ubnd-ha-noi” vừa gửi vừa nhận báo cáo này; đề nghị bỏ ở một phía"],
    ),
    Case(
        "keyword with a slip",
        PLAN,
        "from: [lead_agencies]",
        "from: [lead_agency]",
        [f"{PLAN}:13: không có từ khoá “lead_agency”; có phải “lead_agencies” không?"],
    ),
    Case(
        "consolidates itself",
        PLAN,
        "consolidates: bao-cao",
        "consolidates: tong-hop",
        [
            f"{PLAN}:21: “consolidates”: không có báo cáo “tong-hop”; ghi id của một báo cáo khác trong kế hoạch này",
        ],
    ),
    Case(
        "duplicate key",
        PLAN,
        "title: Kế hoạch thử\n",
        "title: Kế hoạch thử\ntitle: Khác\n",
        [f"{PLAN}:3: mục “title” bị ghi hai lần (lần đầu ở dòng 2)"],
    ),
    Case(
        "a task that is no mapping",
        PLAN,
        "  - id: II.1\n    content: Tổng hợp\n    lead: [so-ke-hoach-ha-noi]\n    when: Tháng 12/2024\n"
        "    completed: false\n",
        "  - Tổng hợp\n",
        [
            f"{PLAN}:22: “same_as”: không có nhiệm vụ “II.1”; có phải “I.1” không?",
            f"{PLAN}:32: nhiệm vụ phải gồm các mục như id, content, lead",
        ],
    ),
]
