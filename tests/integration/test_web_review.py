"""The review page: a document goes in, doubts are settled, fields corrected, and the files written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from bot.domain.plan.plan import LONGEST_NUMBER
from bot.messages.importing.review_labels import number_too_long
from bot.registry.loader import load_registry
from bot.web.importing.review_pages import review_routes
from bot.web.shared.security import SameOriginOnly, SecurityHeaders
from tests.fakes import hostile_files
from tests.fakes.plan_documents import FONT_ADVICE, vietnamese_font, write_docx, write_pdf, write_text
from tests.fakes.plan_papers import Grid, Heading, Paper
from tests.fakes.scanned_pages import TESSERACT_ADVICE, Scanner, has_tesseract, scanned

SHIPPED = Path(__file__).resolve().parents[2] / "schedules"
_ROWS = (
    ("1", "Tổ chức Tuần lễ hàng Việt tại các quận.", "Sở Công Thương", "Sở Du lịch", "Quý III/2024"),
    ("2", "Rà soát quy hoạch mạng lưới chợ.", "Sở Quy hoạch - Kiến trúc", "", "khi nào thuận lợi"),
    ("3", "Tập huấn kỹ năng số.", "Sở Thông tin và Truyền thông", "", ""),
)
PAPER = Paper(
    "ke-hoach",
    (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "Số: 99/KH-UBND",
        "Hà Nội, ngày 12 tháng 3 năm 2024",
        Heading("KẾ HOẠCH"),
        Heading("Phát triển thương mại trên địa bàn thành phố Hà Nội năm 2024"),
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Các Sở, ngành báo cáo kết quả thực hiện gửi Sở Công Thương trước ngày 15/12/2024 để tổng hợp.",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn A",
        Heading("PHỤ LỤC"),
        Grid(("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện"), _ROWS),
    ),
)


@pytest.fixture
def schedules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "schedules"))


@pytest.fixture
def client(schedules: Path) -> Iterator[TestClient]:
    middleware = [Middleware(SecurityHeaders), Middleware(SameOriginOnly)]
    app = Starlette(routes=review_routes(schedules, host="127.0.0.1"), middleware=middleware)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as made:
        yield made


def _upload(client: TestClient, path: Path) -> Any:
    return client.post("/nhap", files={"tep": (path.name, path.read_bytes())}, follow_redirects=False)


@pytest.fixture
def draft(client: TestClient, tmp_path: Path) -> str:
    """Where the draft of the paper stands."""
    answer = _upload(client, write_docx(PAPER, tmp_path / "kế hoạch 99.docx"))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def _plan(schedules: Path) -> Any:
    return load_registry(schedules)[0].plans["99-kh-ubnd-2024"]


def _edit(client: TestClient, draft: str, what: str, id_: str, **values: str) -> Any:
    return client.post(f"{draft}/sua", data={"loai": what, "ma": id_, "cho": "x", **values}, follow_redirects=False)


def _open_items(text: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="muc" value="(\d+)">', text)


def test_the_source_stands_beside_the_reading(client: TestClient, draft: str) -> None:
    text = unescape(client.get(draft).text)
    assert "kế hoạch 99.docx" in text
    assert text.count("Rà soát quy hoạch mạng lưới chợ.") >= 3  # source, card, form
    assert 'doubtful"' in text
    place = re.search(r'id="t-2".*?href="#(s-[\d-]+)"', text, re.S)
    assert place
    assert f'<tr id="{place[1]}"' in text


@pytest.mark.skipif(vietnamese_font() is None, reason=FONT_ADVICE)
@pytest.mark.skipif(not has_tesseract(), reason=TESSERACT_ADVICE)
def test_a_photograph_is_taken_and_a_doubtful_word_shown_beside_its_reading(client: TestClient, tmp_path: Path) -> None:
    photograph = tmp_path / "trang.jpg"
    faint = Scanner(seed=3, blur=1.9, grain=70.0)
    photograph.write_bytes(next(scanned(write_pdf(PAPER, tmp_path / "giay.pdf"), faint)))
    answer = _upload(client, photograph)
    assert answer.status_code == 303, answer.text
    text = client.get(answer.headers["location"]).text
    assert "ảnh quét" in text
    assert re.search(r'</q></p>\s*<img class="place" src="data:image/png;base64,iVBOR[^"]+" alt="', text)


def test_accepting_every_doubt_empties_the_list(client: TestClient, draft: str) -> None:
    items = _open_items(client.get(draft).text)
    assert items
    assert f'href="#m-{min(map(int, items))}"' in client.get(draft).text
    for item in items:
        answer = client.post(f"{draft}/chon", data={"muc": item, "cho": "ke-hoach"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{draft}#ke-hoach")
    text = client.get(draft).text
    assert not _open_items(text)
    assert "đã xem hết" in text


def test_a_corrected_task_is_written_as_corrected(client: TestClient, draft: str, schedules: Path) -> None:
    assert "chưa đọc được" in client.get(draft).text
    values = {
        "when": "trước ngày 30/6/2024",
        "lead": "Sở Công Thương\nSở Tài chính | phần kinh phí",
        "content": "Rà soát chợ.",
    }
    assert _edit(client, draft, "task", "2", **values).status_code == 303
    answer = client.post(f"{draft}/ghi")
    assert answer.status_code == 200
    assert "plans/99-kh-ubnd-2024.yaml" in answer.text
    task = _plan(schedules).task("2")
    assert [(lead.agency, lead.scope) for lead in task.leads] == [
        ("so-cong-thuong-ha-noi", None),
        ("so-tai-chinh-ha-noi", "phần kinh phí"),
    ]
    assert (task.content, str(task.time.due_before)) == ("Rà soát chợ.", "2024-06-30")


@pytest.mark.parametrize("number", ["9" * 400 + "/KH-UBND", "12/KH-" + "Ư" * 95, "1" * 40 + "/KH-" + "A" * 300])
def test_a_number_without_end_is_refused_and_the_draft_stands(client: TestClient, draft: str, number: str) -> None:
    answer = _edit(client, draft, "plan", "", code=number)
    assert answer.status_code == 422
    assert number_too_long(LONGEST_NUMBER) in unescape(answer.text)
    written = client.post(f"{draft}/ghi")
    assert written.status_code == 200
    assert "plans/99-kh-ubnd-2024.yaml" in written.text


def test_the_longest_number_names_a_file(client: TestClient, draft: str) -> None:
    number = "12/KH-" + "Ư" * (LONGEST_NUMBER - 6)
    assert _edit(client, draft, "plan", "", code=number).status_code == 303
    assert client.post(f"{draft}/ghi").status_code == 200


@pytest.mark.parametrize("field", ["title", "issuer", "consolidator", "signer"])
def test_a_field_without_end_breaks_nothing(client: TestClient, draft: str, field: str) -> None:
    assert _edit(client, draft, "plan", "", **{field: f"Sở {'A' * 4000}"}).status_code == 303
    assert client.post(f"{draft}/ghi").status_code == 200


def test_a_files_name_is_shown_as_it_is(client: TestClient, tmp_path: Path) -> None:
    paper = write_docx(PAPER, tmp_path / "a.docx")
    name = "ke hoach\u202excod.docx"
    answer = client.post("/nhap", files={"tep": (name, paper.read_bytes())}, follow_redirects=False)
    text = unescape(client.get(str(answer.headers["location"])).text)
    assert "ke hoach‹U+202E›xcod.docx" in text
    assert "\u202e" not in text


def test_heading_and_report_can_be_corrected(client: TestClient, draft: str, schedules: Path) -> None:
    assert _edit(client, draft, "plan", "", signed_on="15/03/2024", signer="Trần Thị B").status_code == 303
    rule = re.search(r'id="b-([^"]+)"', client.get(draft).text)
    assert rule
    assert _edit(client, draft, "rule", rule[1], due="trước ngày 10/12/2024").status_code == 303
    client.post(f"{draft}/ghi")
    plan = _plan(schedules)
    assert (str(plan.signed_on), plan.signer) == ("2024-03-15", "Trần Thị B")
    assert str(plan.reports[0].time.due_before) == "2024-12-10"


def test_a_new_contact_and_a_new_agency_are_added(client: TestClient, draft: str, schedules: Path) -> None:
    values = {"contacts": "Bà Lê Thị Cúc, Chuyên viên, Phòng Thương mại", "coordinating": "Viện Nghiên cứu Chợ"}
    assert _edit(client, draft, "task", "1", **values).status_code == 303
    client.post(f"{draft}/ghi")
    registry = load_registry(schedules)[0]
    task = registry.plans["99-kh-ubnd-2024"].task("1")
    person = registry.people[task.contacts[0]]
    assert (person.prefix, person.name, person.agency) == ("Bà", "Lê Thị Cúc", "so-cong-thuong-ha-noi")
    assert registry.agencies[task.coordinating[0]].name == "Viện Nghiên cứu Chợ"


def test_a_draft_with_new_names_is_written_again_after_another_correction(
    client: TestClient, draft: str, schedules: Path
) -> None:
    values = {"contacts": "Bà Lê Thị Cúc, Chuyên viên, Phòng Thương mại", "coordinating": "Viện Nghiên cứu Chợ"}
    assert _edit(client, draft, "task", "1", **values).status_code == 303
    assert client.post(f"{draft}/ghi").status_code == 200
    assert _edit(client, draft, "task", "1", deliverable="Đề án").status_code == 303
    assert client.post(f"{draft}/ghi").status_code == 200
    assert _plan(schedules).task("1").deliverable == "Đề án"


def test_saving_a_form_unchanged_changes_nothing(client: TestClient, draft: str, schedules: Path) -> None:
    client.post(f"{draft}/ghi")
    before = (schedules / "plans" / "99-kh-ubnd-2024.yaml").read_text(encoding="utf-8")
    text = client.get(draft).text
    for form in re.findall(r'<form class="fields".*?</form>', text, re.S):
        fields = re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form)
        fields += re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S)
        data = {name: unescape(value).replace("\n", "\r\n") for name, value in fields}
        assert client.post(f"{draft}/sua", data=data, follow_redirects=False).status_code == 303
    client.post(f"{draft}/ghi")
    assert (schedules / "plans" / "99-kh-ubnd-2024.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("what", "id_", "values", "says"),
    [
        ("task", "1", {"lead": " \n"}, "ít nhất một cơ quan chủ trì"),
        ("task", "1", {"content": ""}, "không được để trống"),
        ("plan", "", {"signed_on": "hôm qua"}, "không phải là ngày"),
        ("plan", "", {"year": "24"}, "không phải là năm"),
        ("task", "1", {"contacts": "0900.000.001"}, "Không nhận ra họ tên"),
    ],
)
def test_what_cannot_stand_is_refused(
    what: str, id_: str, values: dict[str, str], says: str, client: TestClient, draft: str
) -> None:
    answer = _edit(client, draft, what, id_, **values)
    assert answer.status_code == 422
    assert says in answer.text


def test_unknown_tasks_items_and_drafts_are_refused(client: TestClient, draft: str) -> None:
    assert _edit(client, draft, "task", "77", content="x").status_code == 400
    assert client.post(f"{draft}/chon", data={"muc": "900"}).status_code == 400
    assert client.post(f"{draft}/chon", data={"muc": "0", "lua-chon": "bịa"}).status_code == 400
    assert client.get("/nhap/khong-co").status_code == 404


def test_a_file_that_is_no_plan_says_why(client: TestClient, tmp_path: Path) -> None:
    article = write_text(Paper("bao", ("Hà Nội đẩy mạnh hợp tác.", "Theo phóng viên.")), tmp_path / "bao.txt")
    answer = _upload(client, article)
    assert answer.status_code == 422
    assert "có thể là bài báo" in answer.text
    locked = hostile_files.locked_package(tmp_path / "mat.docx")
    assert "mật khẩu" in _upload(client, locked).text
    assert "Xin chọn một tệp" in client.post("/nhap", data={"co-quan": "x"}).text


def test_markup_in_a_document_is_shown_as_text(client: TestClient, tmp_path: Path) -> None:
    parts = ("<script>alert(1)</script> <img src=x onerror=y>", *PAPER.parts)
    draft = _upload(client, write_docx(Paper("xss", parts), tmp_path / "a<b>.docx")).headers["location"]
    text = client.get(draft).text
    assert "<script" not in text
    assert "<img" not in text


def test_only_this_machine_may_open_it(schedules: Path) -> None:
    assert review_routes(schedules, host="0.0.0.0") == []
    assert review_routes(schedules, host="dondoc.example") == []
    app = Starlette(routes=review_routes(schedules, host="localhost"))
    for base, client_host in (("http://evil.example", "127.0.0.1"), ("http://127.0.0.1", "203.0.113.7")):
        with TestClient(app, base_url=base, client=(client_host, 50000)) as visitor:
            assert visitor.get("/nhap").status_code == 403


def test_another_site_cannot_post(client: TestClient, draft: str) -> None:
    answer = client.post(f"{draft}/ghi", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


JUNK = (
    "9" * 5_000,
    "-1",
    "1e309",
    "a\0b",
    "\ud800",
    "",
    "x" * 9_000,
    "../../etc/passwd",
    "<b>",
    "a\r\nb",
    "None",
    "٣" * 30,
    "31/02/2024",
    "99/99/9999",
    "|",
    "\n" * 500,
    "9" * 400 + "/KH-UBND",
    "x" * 400 + "/KH-UBND",
    "\x1b[2J",
    "Quý 9/0000",
)
EDITS = {
    "plan": ("code", "title", "signed_on", "signer", "year", "when", "issuer", "consolidator"),
    "task": ("section", "content", "lead", "coordinating", "partners", "when", "deliverable", "remark", "contacts"),
    "rule": ("due", "content", "to"),
}


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_in_any_field_of_a_draft_is_refused_or_kept_but_no_failure(
    schedules: Path, tmp_path: Path, junk: str
) -> None:
    served = Starlette(routes=review_routes(schedules, host="127.0.0.1"))
    with TestClient(
        served, base_url="http://127.0.0.1", client=("127.0.0.1", 50000), raise_server_exceptions=False
    ) as client:
        draft = str(_upload(client, write_docx(PAPER, tmp_path / "kế hoạch.docx")).headers["location"])
        ids = {"plan": "", "task": "1", "rule": re.search(r'name="ma" value="(bao-cao[^"]*)"', client.get(draft).text)}
        rule = ids["rule"]
        assert isinstance(rule, re.Match)
        posts = [
            ("chon", {"muc": junk}),
            ("chon", {"muc": junk, "lua-chon": junk}),
            ("chon", {"muc": "0", "lua-chon": junk}),
        ]
        posts += [("sua", {"loai": junk, "ma": junk}), ("sua", {"loai": "task", "ma": junk, "content": "a"})]
        for what, fields in EDITS.items():
            id_ = rule[1] if what == "rule" else str(ids[what])
            posts += [("sua", {"loai": what, "ma": id_, "cho": junk, field: junk}) for field in fields]
        posts.append(("ghi", {}))
        for action, values in posts:
            body = "&".join(f"{k}={quote_from_bytes(v.encode(errors='surrogatepass'))}" for k, v in values.items())
            answer = client.post(
                f"{draft}/{action}",
                content=body,
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                follow_redirects=True,
            )
            assert answer.status_code < 500, (action, list(values))
    _, _, problems = load_registry(schedules)
    assert not [p for p in problems if p.level == "error"]


def test_the_source_says_what_was_used_and_what_was_not(client: TestClient, tmp_path: Path) -> None:
    told = "2. Đến nay các quận đã bàn giao hồ sơ, chậm so với hạn trước ngày 31/12/2023."
    lines = (*PAPER.parts[:6], told, *PAPER.parts[6:])
    answer = _upload(client, write_docx(Paper("a", lines), tmp_path / "a.docx"))
    text = unescape(client.get(answer.headers["location"]).text)
    (used,) = re.findall(r'<tr id="[^"]*" class="([^"]*)" title="([^"]*)">\s*<td>1</td>', text)
    assert used[0].startswith("used")
    assert used[1].endswith(": dùng cho mục 1")
    (told,) = re.findall(r'<p id="[^"]*" class="text unused[^"]*" title="([^"]*)">2\. Đến nay', text)
    assert told.endswith("chưa dùng vào bản nháp")
    assert re.search(r'id="chua-dung">.*Chưa dùng vào bản nháp: 01 câu.*Đến nay các quận.*ngày 31/12/2023', text, re.S)


_PASTED = """<html><head><style>p{color:red}</style></head><body><!--StartFragment-->
<p>ỦY BAN NHÂN DÂN TỈNH LÀO CAI</p><p>Số: 15/KH-UBND</p><p>Lào&nbsp;Cai, ngày 05 tháng 01 năm 2026</p>
<p><b>KẾ HOẠCH</b></p><p>Phát triển dữ liệu năm 2026</p>
<table border=1><tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan chủ trì</th><th>Thời gian</th></tr>
<tr><td>1</td><td><p>Xây dựng kho dữ liệu</p><p>- Mua máy</p></td>
<td rowspan="2">Sở Tài chính</td><td>Quý III/2026</td></tr>
<tr><td>2</td><td>Tập huấn | kiểm tra</td><td>Quý IV/2026</td></tr></table><!--EndFragment--></body></html>"""


def test_a_table_pasted_from_a_page_is_read_as_a_table(client: TestClient) -> None:
    answer = client.post("/nhap", data={"dan": "bảng", "dan-html": _PASTED}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    text = unescape(client.get(answer.headers["location"]).text)
    assert "02 nhiệm vụ" in text
    assert "Nội dung đã dán" in text
    assert re.search(r'id="t-2".*?Tập huấn \| kiểm tra.*?Chủ trì:</b> Sở Tài chính', text, re.S)
    assert re.search(r'id="t-1".*?<p class="content">Xây dựng kho dữ liệu\n- Mua máy</p>', text, re.S)


def test_words_pasted_without_markup_are_read_too(client: TestClient) -> None:
    head = "UBND TỈNH LÀO CAI\nSố: 7/UBND-KT\nKính gửi: Các sở, ban, ngành.\n"
    words = f"{head}Đề nghị các sở, ban, ngành báo cáo UBND tỉnh trước ngày 12/6/2026."
    answer = client.post("/nhap", data={"dan": words}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert "01 quy định báo cáo" in client.get(answer.headers["location"]).text


def test_nothing_chosen_and_nothing_pasted_is_said(client: TestClient) -> None:
    answer = client.post("/nhap", data={"dan": "  "}, follow_redirects=False)
    assert answer.status_code == 422
    assert "dán nội dung" in answer.text
