"""What the import says: doubts of the review list, the terminal's list, differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.dates.refusal import DateRefusal
from bot.domain.plan.task_fields import TASK_FIELDS
from bot.messages.date_refusals import refusal_text
from bot.messages.importing.review_labels import HEADING_LABELS


def near_agency(printed: str, known: str) -> str:
    """An unknown name close to a known one."""
    return (
        f"Chưa có cơ quan “{printed}”; tên gần giống “{known}”. Tạm coi là cơ quan khác; nếu là một, xin chọn "
        f"cơ quan đã có."
    )


def twin_agency(other: str) -> str:
    """A known name that another place's body nearly shares."""
    return f"Tên gần giống “{other}” ở địa phương khác; xin xác nhận đúng cơ quan."


def new_agencies(names: Sequence[str]) -> str:
    """Names that are simply new."""
    return f"{len(names):02d} cơ quan chưa có trong danh sách, sẽ được thêm: {'; '.join(names)}."


def left_out(part: str) -> str:
    """A part of the file that is another document."""
    return f"Tệp có hơn một văn bản; phần “{part}” không phải kế hoạch nên đã để ra ngoài."


def blank_form(name: str) -> str:
    """A table that is to be filled in by those who report."""
    return f"“{name}” là biểu mẫu để trống cho đơn vị điền, không phải bảng phân công; không đọc nhiệm vụ từ đó."


PERSONS_LEAD = (
    "Ô này ghi tên người, không phải tên cơ quan: người được ghi là đầu mối, cơ quan tạm lấy cơ quan ban hành."
)
NUMBER_UNREADABLE = "Không đọc được số, ký hiệu văn bản; để trống, không suy đoán."
NUMBER_MISSING = "Không thấy số, ký hiệu văn bản; để trống."
DATE_UNREADABLE = "Không đọc được ngày ký; để trống, không suy đoán."
DATE_MISSING = "Không thấy ngày ký; để trống."
ISSUER_MISSING = "Không thấy cơ quan ban hành; xin bổ sung."
SIGNER_MISSING = "Không thấy người ký."
TITLE_MISSING = "Không thấy tên kế hoạch; tạm lấy tên tệp."
CONSOLIDATOR_MISSING = "Văn bản không nói cơ quan nào tổng hợp báo cáo; tạm lấy cơ quan ban hành, xin chỉ định."
NO_REPORT_RULE = "Không thấy quy định báo cáo có ngày trong phần lời; các đơn vị sẽ chỉ được hỏi theo từng nhiệm vụ."
YEAR_MISSING = "Không thấy năm của kế hoạch; các mốc thời gian không in năm sẽ chưa tính được."


#: Where the year of a plan may come from.
FROM_APPENDIX = "tên Phụ lục"
FROM_TITLE = "tên Kế hoạch"
FROM_SIGNING = "ngày ký"
FROM_ATTACHED = "dòng “Kèm theo …” của Phụ lục"
OTHER_PERIOD = "Câu này còn nêu kỳ báo cáo khác; chỉ ghi kỳ có ngày đọc được."


def year_taken(source: str) -> str:
    """Phrases without a year get the plan's."""
    return f"Thời gian in không có năm; năm lấy từ {source}."


def plan_time_taken(source: str) -> str:
    """The plan's own time is not printed as such."""
    return f"Thời gian chung của kế hoạch lấy từ {source}."


def no_time_column(when: str | None) -> str:
    shared = f"áp dụng thời gian chung “{when}” cho mọi nhiệm vụ" if when else "các nhiệm vụ chưa xác định thời gian"
    return f"Bảng không có cột thời gian; {shared}."


def blank_time(when: str | None) -> str:
    """A blank cell in the column of times."""
    shared = f"áp dụng thời gian chung của kế hoạch ({when})" if when else "chưa xác định thời gian"
    return f"Ô thời gian để trống: {shared}."


def unreadable_time(reason: DateRefusal) -> str:
    return f"Chưa đọc được thời gian: {refusal_text(reason)}."


def time_over(signed: str) -> str:
    """A time that was (partly) over when the plan was signed."""
    return f"Thời gian này đã qua (một phần) khi kế hoạch được ký ({signed}); giữ như in, xin hỏi lại kết quả."


def time_almost_over(signed: str, days: int) -> str:
    """Only days were left at signing."""
    return f"Khi kế hoạch được ký ({signed}) chỉ còn {days:02d} ngày; giữ như in."


BEYOND_YEAR = "Thời gian kéo dài quá năm của kế hoạch; sẽ hỏi lại hằng năm."
SEVERAL_TIMES = "Nhiều mốc thời gian tách rời: hiểu là làm nhiều lần, mỗi mốc một lần."
TENTATIVE = "Thời gian dự kiến, cần xác nhận."
UNTIL = "“đến …” được hiểu là tính cả mốc đó."
ROUGH_TIME = "Mốc thời gian ghi áng chừng; tạm tính đến ngày cuối của khoảng đó, xin xác nhận ngày cụ thể."
YEAR_UNSURE = (
    "Thời gian in không có năm và đã qua nếu lấy năm ký; chưa ghi, xin chọn hoặc ghi rõ năm (có thể là năm sau)."
)
PARTNERS_ABOVE = "Ô bên phối hợp của địa phương khác để trống: lấy theo dòng trên."
LEAD_ABOVE = "Ô cơ quan để trống: lấy theo dòng trên."
LEAD_MISSING = "Không thấy cơ quan chủ trì; xin bổ sung."
SHIFTED = (
    "Dòng in lệch cột: tên này thuộc địa phương khác nên hiểu là bên phối hợp; cơ quan chủ trì lấy theo dòng trên."
)
JOINED = "Phần đầu trang sau không có số, cơ quan, thời gian riêng: hiểu là phần tiếp của dòng này."
SCOPED = "Nhiều cơ quan chủ trì; phần trong ngoặc chỉ việc của cơ quan đó, cơ quan đầu chủ trì phần còn lại."
SEVERAL_LEADS = "Nhiều cơ quan trong một ô chủ trì; hiểu là cùng chủ trì."
GROUP_LEADS = "Giao chung, không nêu tên từng cơ quan: giữ là một nhóm, chưa biết nhắc ai."
OUTSIDE_LEAD = "Cơ quan chủ trì thuộc địa phương khác, cơ quan ban hành không giao trực tiếp được; xin xác nhận."
DONE = "Ghi chú cho biết đã thực hiện trước khi ban hành: tính là hoàn thành, không nhắc."
NAMED_IN_REMARK = "Ghi chú nêu tên cơ quan; giữ là ghi chú, không đổi cơ quan chủ trì."
#: A note of the reader: a list is still open when the text ends.
BROKEN_OFF = "Văn bản dừng giữa một danh sách ở dòng cuối; có thể còn trang sau chưa có trong tệp."
NAMED_IN_CONTENT = "Nội dung nêu cơ quan phối hợp nhưng bảng không có cột phối hợp; chưa ghi là cơ quan phối hợp."
SEVERAL_CONTACTS = "Một ô có nhiều người; đã tách từng người."
NO_CONTACT_READ = "Ô đầu mối có chữ nhưng không nhận ra tên người."
SPELLED_DIFFERENTLY = "Đơn vị hoặc chức vụ của cùng một người in nhiều cách; lấy cách in nhiều nhất."
KNOWN_PERSON_DIFFERS = "Người này đã có trong danh sách với thông tin khác; giữ thông tin đã có."
PHONE_DIFFERS = "Cùng một người nhưng in nhiều số điện thoại; lấy số in trước."
TWO_PEOPLE_ONE_NAME = "Hai người trùng tên ở hai cơ quan; ghi là hai người."
SAME_AS = "Báo cáo này và nhiệm vụ này có vẻ là một việc; chỉ nhắc một lần."
REPEATS_EVERY_YEAR = "Báo cáo định kỳ không ghi năm kết thúc: lặp lại mỗi năm cho đến khi có thay đổi."
UNDATED_RULE = "Quy định báo cáo không có ngày; không bao giờ tính là quá hạn."
OTHER_DEADLINE = "Câu này còn nêu thời hạn khác; nhiệm vụ ghi thời hạn thứ nhất, xin xem có cần tách việc."
BARE_LIST = "Nhiệm vụ đọc từ phần lời đánh số, không phải từ bảng; xin đối chiếu."


def outside_left_out(names: Sequence[str]) -> str:
    """A rule for the issuer's own bodies."""
    return f"Giao các cơ quan thuộc địa phương ban hành, nên không gồm {', '.join(names)}."


def all_asked(group: str, others: Sequence[str]) -> str:
    """A group of senders was read as every agency of the table."""
    extra = f", kể cả {', '.join(others)}" if others else ""
    return f"“{group}” được hiểu là mọi cơ quan được phân công trong bảng{extra}."


def also_to(names: Sequence[str]) -> str:
    """The rule names another receiver."""
    return f"Văn bản còn yêu cầu gửi {', '.join(names)}; chỉ ghi nơi nhận thứ nhất."


def in_body_only(places: Sequence[str]) -> str:
    """Assignments in the running text without a row."""
    return (
        f"Việc giao trong phần lời không có dòng trong bảng và không có ngày, không ghi thành nhiệm vụ: "
        f"{'; '.join(places)}."
    )


def review_lines(items: Iterable[tuple[str, str, str, Sequence[str], float]]) -> list[str]:
    """The review list for the terminal: place, reading, doubt, alternatives, confidence."""
    lines: list[str] = []
    for number, (where, read, doubt, alternatives, confidence) in enumerate(items, start=1):
        lines.append(f"{number:2}. [{where or 'toàn văn bản'}] {doubt} (tin cậy {confidence:.0%})")
        if read:
            lines.append(f"      Đã đọc: {' '.join(read.split())[:200]}")
        if alternatives:
            lines.append(f"      Cách hiểu khác: {' | '.join(alternatives)}")
    return lines


_KINDS = {"added": "Thêm", "moved": "Đổi số", "changed": "Sửa", "removed": "Bỏ"}
_WHAT = {"plan": "kế hoạch", "task": "nhiệm vụ", "report": "quy định báo cáo"}
_FIELDS = {
    **{field.name: field.label[:1].lower() + field.label[1:] for field in TASK_FIELDS if field.label},
    **HEADING_LABELS,
}
BREAK_IT_UP = "Xin ngắt phần này thành nhiều đoạn hoặc nhiều dòng của bảng rồi nhập lại."
UNUSED = "Câu, dòng có ngày hoặc có giao việc chưa dùng vào bản nháp:"
NO_CHANGE = "Không có thay đổi so với kế hoạch đang có."


def change_line(kind: str, what: str, id_: str, printed_id: str | None, content: str) -> str:
    """One line of the difference."""
    number = ""
    if printed_id:
        number = f" (văn bản mới in số {printed_id}; giữ mã {id_} để không mất các câu trả lời)"
    text = " ".join(content.split())
    shown = f": {text[:90]}{'…' if len(text) > 90 else ''}" if text else ""
    return f"{_KINDS[kind]} {_WHAT[what]} {id_}{number}{shown}"


def text_too_long(place: str, most: int) -> str:
    """One paragraph or cell without end."""
    found = f" ({place})" if place else ""
    return f"Văn bản có một đoạn hoặc một ô{found} dài quá {most} ký tự."


def field_line(name: str, before: str, after: str) -> str:
    return f"    {_FIELDS.get(name, name)}: {_short(before)} → {_short(after)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat[:120]}{'…' if len(flat) > 120 else ''}”" if flat else "(trống)"


def summary(title: str, tasks: int, rules: int, agencies: int, people: int, doubts: int) -> str:
    """What an import read, in one paragraph."""
    return (
        f"{title}\nĐã đọc {tasks:02d} nhiệm vụ, {rules:02d} quy định báo cáo; thêm mới {agencies:02d} cơ quan, "
        f"{people:02d} cán bộ; "
        f"{doubts:02d} chỗ cần xem lại."
    )


def placed_elsewhere(kind: str, names: str) -> str:
    """The running text names other places for the same event."""
    return f"Phần lời của kế hoạch ghi {kind} khác cho cùng hoạt động này: {names}; giữ theo bảng."
