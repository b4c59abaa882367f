"""What officers type, and what is made of it."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answers.status_report import Status
from bot.domain.dates.refusal import DateFault, DateRefusal
from bot.domain.intent.intent import Reading, mentioned_tasks, read_answer, read_percent
from bot.domain.text import strip_marks

TODAY = date(2024, 9, 4)
DONE, DOING, NOT_YET = Status.COMPLETED, Status.IN_PROGRESS, Status.NOT_STARTED

#: Text, status, percent, difficulty.
STATUSES = [
    ("xong 80% rồi, còn chờ kinh phí", DOING, 80, "còn chờ kinh phí"),
    ("xong 80% rồi còn chờ kinh phí", DOING, 80, "còn chờ kinh phí"),
    ("đang làm, được khoảng 60%", DOING, 60, None),
    ("còn 20% nữa là xong", DOING, 80, None),
    ("80%", DOING, 80, None),
    ("đang triển khai", DOING, None, None),
    ("mới làm được một nửa", DOING, None, None),
    ("moi chi trien khai duoc 2 lop", DOING, None, None),
    ("đã triển khai", DOING, None, None),
    ("đang thực hiện đúng tiến độ", DOING, None, None),
    ("chưa xong", DOING, None, None),
    ("chưa hoàn thành", DOING, None, None),
    ("chưa làm xong", DOING, None, None),
    ("sắp xong", DOING, None, None),
    ("cơ bản hoàn thành", DOING, None, None),
    ("hoàn thành một phần", DOING, None, None),
    ("sẽ xong cuối tháng", DOING, None, None),
    ("Đã tổ chức 2 hội nghị, đang chuẩn bị hội chợ", DOING, None, None),
    ("chưa làm", NOT_YET, None, None),
    ("chưa triển khai", NOT_YET, None, None),
    ("chưa thực hiện được", NOT_YET, None, None),
    ("chưa triển khai do chưa có kinh phí", NOT_YET, None, "do chưa có kinh phí"),
    ("chưa có gì", NOT_YET, None, None),
    ("đã xong", DONE, None, None),
    ("xong rồi ạ", DONE, None, None),
    ("hoàn thành 100%", DONE, None, None),
    ("đã thực hiện", DONE, None, None),
    ("không có khó khăn gì, đã hoàn thành", DONE, None, None),
    ("tạm dừng", Status.ON_HOLD, None, None),
    ("tạm hoãn, vướng mặt bằng", Status.ON_HOLD, None, "vướng mặt bằng"),
    ("không triển khai nữa", Status.CANCELLED, None, None),
    ("hội chợ bị hủy", Status.CANCELLED, None, None),
]


@pytest.mark.parametrize(("text", "status", "percent", "difficulty"), STATUSES, ids=[s[0] for s in STATUSES])
def test_statuses_are_read_with_and_without_accents_in_any_form(
    text: str, status: Status, percent: int | None, difficulty: str | None
) -> None:
    reading = read_answer(text, today=TODAY)
    assert (reading.status, reading.percent, reading.difficulty) == (status, percent, difficulty)
    for form in ("NFC", "NFD", "NFKD"):
        assert read_answer(unicodedata.normalize(form, text), today=TODAY).status is status  # type: ignore[arg-type]
    assert read_answer(text.upper(), today=TODAY).status is status
    bare = read_answer(strip_marks(text), today=TODAY)
    assert (bare.status, bare.percent) == (status, percent)


@pytest.mark.parametrize(
    "text",
    [
        "xong chưa?",
        "đã làm xong chưa",
        "không làm được",
        "không hoàn thành",
        "xong 2/3",
        "nếu có kinh phí thì xong",
        "phần A xong, phần B chưa làm",
        "chưa được 50%",
        "xong 80%, mới được 30%",
        "tăng 15%",
        "150%",
        "không phải là chưa xong",
        "dạng bài làm văn",
        "mời họp sáng mai",
        "đăng ký thực hiện",
        "80",
        "",
        "?",
    ],
)
def test_what_could_mean_two_things_is_not_read(text: str) -> None:
    reading = read_answer(text, today=TODAY)
    assert reading.status is None
    assert reading.percent is None


@pytest.mark.parametrize(
    ("text", "completed", "expected"),
    [
        ("đã xong hôm qua", date(2024, 9, 3), None),
        ("hoàn thành ngày 30/8", date(2024, 8, 30), None),
        ("xong 1-9-2024", date(2024, 9, 1), None),
        ("dự kiến 20/9 xong", None, date(2024, 9, 20)),
        ("du kien xong ngay 20 thang 9", None, date(2024, 9, 20)),
        ("đang làm, dự kiến thứ sáu xong", None, date(2024, 9, 6)),
        ("xong 20/9/2024", None, date(2024, 9, 20)),
    ],
)
def test_dates_are_when_it_was_done_or_is_expected(text: str, completed: date | None, expected: date | None) -> None:
    reading = read_answer(text, today=TODAY)
    assert (reading.completed_on, reading.expected_on) == (completed, expected)
    assert reading.status is (DONE if completed else DOING)


def test_a_date_that_is_none_says_why_and_the_status_stands() -> None:
    reading = read_answer("đã xong 30/2", today=TODAY)
    assert reading.status is DONE
    assert reading.completed_on is None
    assert reading.bad_date == DateRefusal(DateFault.TYPED_NO_SUCH_DAY, ("30/02",))


@pytest.mark.parametrize(
    "text",
    [
        "không phải việc của tôi",
        "tôi không phụ trách",
        "em ko phu trach viec nay",
        "không thuộc trách nhiệm của phòng",
        "nhầm người rồi",
    ],
)
def test_not_mine(text: str) -> None:
    reading = read_answer(text, today=TODAY)
    assert reading.not_mine
    assert reading.status is None


@pytest.mark.parametrize("text", ["xin gia hạn đến 30/9", "Đề nghị gia han them 10 ngay", "xin lùi thời hạn"])
def test_an_extension_is_a_proposal(text: str) -> None:
    reading = read_answer(text, today=TODAY)
    assert reading.extension
    assert reading.proposal == text


def test_other_proposals_are_kept_as_typed() -> None:
    assert read_answer("đang làm, đề nghị bố trí thêm kinh phí", today=TODAY).proposal == "đề nghị bố trí thêm kinh phí"


@pytest.mark.parametrize("text", ["vâng", "ok", "đã nhận, cảm ơn đồng chí", "Dạ vâng ạ"])
def test_thanks_are_only_thanks(text: str) -> None:
    reading = read_answer(text, today=TODAY)
    assert reading.acknowledges
    assert not reading.says_something


def test_questions_about_dates_are_seen() -> None:
    assert read_answer("khi nào đến hạn?", today=TODAY).asks_when
    assert not read_answer("xong rồi", today=TODAY).asks_when


@pytest.mark.parametrize(
    ("text", "ids", "found"),
    [
        ("3.2 xong rồi", ["3.2", "3", "2"], ("3.2",)),
        ("nhiệm vụ 7 chưa làm", ["7", "17"], ("7",)),
        ("nv 17: xong", ["7", "17"], ("17",)),
        ("III.1 xong 3.2%", ["III.1", "3.2"], ("III.1",)),
        ("iii.1 đang làm", ["III.1"], ("III.1",)),
        ("xong ngày 3/2", ["3.2", "3", "2"], ()),
        ("13.2 xong", ["3.2"], ()),
    ],
)
def test_tasks_named_in_a_text(text: str, ids: list[str], found: tuple[str, ...]) -> None:
    assert mentioned_tasks(text, ids) == found


@pytest.mark.parametrize(
    ("text", "percent"),
    [("50", 50), ("50%", 50), ("khoảng 62,5 %", 62), ("0", 0), ("100", 100), ("150", None), ("5 hoặc 6", None)],
)
def test_percentages_typed_alone(text: str, percent: int | None) -> None:
    assert read_percent(text) == percent


@given(st.text(max_size=200))
def test_no_text_is_an_error_and_the_text_is_kept(text: str) -> None:
    reading = read_answer(text, today=TODAY)
    assert isinstance(reading, Reading)
    assert reading.percent is None or 0 <= reading.percent <= 100
    assert reading.status is not None or reading.percent is None


@given(
    percent=st.integers(1, 99),
    before=st.sampled_from(["xong ", "đã xong ", "được ", "đang làm, khoảng ", "hoàn thành "]),
    after=st.sampled_from(["", " rồi", ", còn chờ kinh phí", " nhưng thiếu người", ". Cảm ơn"]),
    marks=st.booleans(),
)
def test_any_progress_phrase_gives_its_percentage(percent: int, before: str, after: str, marks: bool) -> None:
    text = f"{before}{percent}%{after}"
    reading = read_answer(text if marks else strip_marks(text), today=TODAY)
    assert (reading.status, reading.percent) == (DOING, percent)


@given(
    verb=st.sampled_from(["xong", "hoàn thành", "làm xong", "kết thúc"]),
    no=st.sampled_from(["chưa", "không", "chưa thể"]),
)
def test_a_negated_completion_is_never_completed(verb: str, no: str) -> None:
    for text in (f"{no} {verb}", strip_marks(f"{no} {verb}")):
        assert read_answer(text, today=TODAY).status is not DONE


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("đã gửi công văn số 125/BC-SDL ngày 3/9 rồi", "125/BC-SDL", date(2024, 9, 3)),
        ("da gui bao cao so 45/BC-SYT", "45/BC-SYT", None),
        ("tôi gửi báo cáo rồi", None, None),
        ("Sở đã có báo cáo gửi Sở KHĐT qua trục liên thông", None, None),
        ("báo cáo đã được ký gửi hôm qua", None, date(2024, 9, 3)),
        ("Đã phát hành văn bản 1270/2024/BC-UBND ngày 30/8/2024", "1270/2024/BC-UBND", date(2024, 8, 30)),
    ],
)
def test_a_document_that_has_gone(text: str, number: str | None, day: date | None) -> None:
    reading = read_answer(text, today=TODAY)
    assert (reading.sent, reading.document_number, reading.document_date) == (True, number, day)
    assert reading.status is None


@pytest.mark.parametrize(
    "text",
    [
        "chưa gửi báo cáo",
        "sẽ gửi báo cáo",
        "đã gửi báo cáo chưa?",
        "xong 80% rồi",
        "đã có kế hoạch",
        "đang làm báo cáo",
    ],
)
def test_no_document_has_gone(text: str) -> None:
    assert not read_answer(text, today=TODAY).sent
