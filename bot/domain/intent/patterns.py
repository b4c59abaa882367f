"""The phrases ``bot.domain.intent.intent`` knows, written as officers write them.

Patterns are compiled without diacritics and run over clause keys (``intent_words``), in which a word typed with
diacritics became bare only if it stands in one of these patterns: "dạng" never matches "đang", "dang" does.
"""

from __future__ import annotations

import re
import unicodedata

from bot.domain.answers.status_report import Status
from bot.domain.dates.day_mark import DAY_IN_SENTENCE

_sources: list[str] = []


def _bare(source: str) -> str:
    marks_off = "".join(c for c in unicodedata.normalize("NFD", source) if not unicodedata.combining(c))
    return marks_off.replace("đ", "d")


def _compile(source: str) -> re.Pattern[str]:
    _sources.append(source)
    return re.compile(_bare(source))


def _words(*alternatives: str) -> re.Pattern[str]:
    return _compile(rf"\b(?:{'|'.join(alternatives)})(?!\w)")


_DONE = "(?:xong|hoàn thành|hoàn tất|kết thúc)"
_ACTS = "(?:làm|thực hiện|triển khai|tiến hành|tổ chức)"
_US = "(?:tôi|mình|em|phòng|đơn vị|chúng tôi)"

NOT_MINE = _words(
    rf"không phải (?:là )?(?:việc|nhiệm vụ|phần việc|trách nhiệm) (?:của )?(?:{_US}|sở)",
    rf"{_US} không (?:còn )?(?:phụ trách|theo dõi|được giao|đảm nhận|làm việc này)",
    r"không (?:thuộc|phải) (?:trách nhiệm|thẩm quyền|nhiệm vụ|phân công)",
    r"không phải (?:tôi|mình)",
    r"nhầm người",
    r"(?:đã|được) (?:chuyển công tác|chuyển đơn vị|nghỉ hưu)",
)
MINE = _words(
    rf"(?:đúng|vẫn) là (?:việc|nhiệm vụ|phần việc|trách nhiệm) (?:của )?(?:{_US}|sở)",
    rf"{_US} (?:vẫn|đang) (?:phụ trách|theo dõi|đảm nhận) việc (?:này|đó)",
)
EXTENSION = _words(r"gia hạn", r"lùi (?:hạn|thời hạn|thời gian)", r"xin lùi", r"kéo dài (?:thời gian|thời hạn)")
QUESTION = _compile(rf"\?|(?:{_DONE}|{_ACTS}|có|gửi|nộp)(?: \S+)* chưa$")
ASKS_WHEN = _words(
    r"khi nào", r"bao giờ", r"hạn (?:là )?(?:ngày )?(?:nào|mấy)", r"ngày nào", r"còn việc gì", r"những việc gì"
)
ACK = _compile(
    r"(?:(?:đã|dạ|vâng|ok|oke|okay|cảm ơn|tôi|chúng tôi|nhận|được|rõ|biết|hiểu|nhé|ạ|rồi|đồng chí|nhiều|thông tin|"
    r"sẽ|xin|tốt) ?)+"
)
ACK_CORE = _words(
    "vâng", "dạ", "ok", "oke", "okay", "cảm ơn", "đã (?:nhận|rõ|biết|hiểu)", "rõ rồi", "nhận được", "tôi biết rồi"
)

#: Says something about the state that could mean two things: never read.
UNCLEAR = _words(
    r"LONGCLAUSE",
    r"nếu",
    r"giả sử",
    r"không phải (?:là )?(?:chưa|đã|không)",
    rf"không (?:thể )?(?:kịp )?{_DONE}",
    rf"không (?:thể )?{_ACTS} (?:được|đúng|kịp|hết|tốt|đầy đủ|xong)",
    rf"không thể {_ACTS}",
    r"không làm(?! nữa)",
    r"không (?:biết|rõ|chắc)",
    r"chưa (?:rõ|biết|chắc)",
    r"không (?:bị )?(?:tạm (?:dừng|hoãn)|hủy)",
    rf"(?:kế hoạch|thời hạn|hạn|mục tiêu|thời gian|tiến (?:DEGREE|do)|thời điểm) (?:là )?{_DONE}",
    rf"{_DONE} DAU",
    r"(?:xong|hoàn thành|được|đạt|khoảng) (?:khoảng )?[1-9]/\d(?!\d|/|-\d)",
)
#: In this order: the first that matches a clause is its status.
STATUS_RULES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        Status.IN_PROGRESS,
        _words(r"chưa(?: (?!có\b)\S+){0,3}? (?:xong|hoàn thành|hoàn tất|kết thúc|hết|hoàn thiện|đạt)"),
    ),
    (
        Status.NOT_STARTED,
        _words(rf"chưa (?:(?:được|thể|kịp|hề|bắt đầu) )*(?:{_ACTS}|bắt đầu|khởi động|có gì)", r"chưa(?: ạ)?$"),
    ),
    (
        Status.IN_PROGRESS,
        _words(
            r"(?:dự kiến|sẽ|sắp|gần(?! với)|phấn đấu|cố gắng|hẹn|chuẩn bị|cơ bản|hầu như|gần như|đang|"
            rf"(?<!thuong )(?<!khuyen )mai|ngày kia|tuần sau|tháng sau|cuối tuần|cuối tháng)(?: \S+){{0,6}}? {_DONE}",
            rf"{_DONE} (?:\S+ ){{0,2}}?(?:một (?:số )?phần|một nửa|phần lớn|bước đầu|giai đoạn|đợt|phần)",
        ),
    ),
    (Status.ON_HOLD, _words(r"tạm (?:dừng|hoãn|ngưng|ngừng)", r"đang (?:dừng|ngừng|ngưng)", r"(?:dừng|ngưng) lại")),
    (
        Status.CANCELLED,
        _words(
            rf"không (?:còn )?{_ACTS}(?: nữa)?",
            r"(?:đã|bị|được|xin|đề nghị) hủy(?: bỏ)?",
            r"hủy bỏ",
            r"dừng hẳn",
            r"chấm dứt",
        ),
    ),
    (
        Status.COMPLETED,
        _words(_DONE, r"đã (?:làm|thực hiện|tổ chức)(?! (?:được )?(?:một phần|bước|\d))", r"làm rồi"),
    ),
    (
        Status.IN_PROGRESS,
        _words(
            rf"(?:đang|vẫn|tiếp tục) (?:được )?(?:{_ACTS}|xử lý|soạn|hoàn thiện|hoàn chỉnh|trình|xây dựng|phối hợp|"
            r"chuẩn bị|rà soát|tham mưu|lấy ý kiến|tổng hợp|dự thảo)",
            r"đã (?:triển khai|bắt đầu|khởi động|tiến hành)",
            r"(?:đúng|theo) tiến (?:DEGREE|do)",
            rf"(?:đã|mới(?: chỉ)?|chỉ mới) {_ACTS} được",
            r"đã (?:thực hiện|tổ chức) (?:được )?(?:một phần|bước|\d)",
        ),
    ),
)

NO_DIFFICULTY = _words(r"không (?:có |gặp |còn |hề |thấy )*(?:khó khăn|vướng(?: mắc)?)")
_WAITED_FOR = "(?:kinh phí|phê duyệt|duyệt|ý kiến|kết quả|hướng dẫn|thẩm định|chỉ đạo|cấp trên|thủ tục|ký|vốn)"
DIFFICULTY = _words(
    r"(?:(?:hiện|vẫn|còn|chỉ|đang|phải|và|do|vì|gặp|có) )*(?:khó khăn|vướng|WAIT|thiếu|hết kinh phí|trở ngại)",
    r"(?:(?:hiện|vẫn|còn|chỉ) )*(?:còn|đang|vẫn|phải) cho",
    rf"cho {_WAITED_FOR}",
    r"(?:chậm )?(?:(?<!tien )(?<!muc )(?<!che )do|(?<!don )vì(?! trí))",
    r"chưa có (?!gì\b)",
    r"chưa được (?:cấp|bố trí|phê duyệt|giao|duyệt|phân bổ)",
    r"chưa (?:bố trí|duyệt|phê duyệt)",
    r"không có (?:kinh phí|nhân lực|người|đơn vị|nhà thầu|nguồn|vốn)",
)
PROPOSAL = _compile(r"^(?:xin |tôi |đơn vị |và )*(?:đề nghị|kiến nghị|đề xuất)\b")
PERCENT = _compile(r"(\d+(?:[.,]\d+)?) (?:%|phần trăm)")
#: Before a percentage: it is no progress …
NO_PROGRESS = _compile(r"\b(?:tăng|giảm|giải ngân|lãi suất|tỷ lệ|chiếm|chưa)(?: \S+){0,2} $")
#: … or it is what remains.
REMAINING = _compile(r"\bcòn (?:lại |khoảng |tầm )*$")

_PAPER = "(?:báo cáo|văn bản|công văn|tờ trình|bc|cv)"
_GIVEN = "(?:gửi|nộp|phát hành|ban hành)"
#: The office's own document has gone.
SENT = _words(
    rf"(?:đã|vừa|mới) (?:\S+ ){{0,2}}?{_GIVEN}(?: \S+){{0,2}}? {_PAPER}",
    rf"{_GIVEN} (?:\S+ ){{0,2}}?{_PAPER}(?: \S+){{0,8}}? rồi",
    rf"{_PAPER}(?: \S+){{0,8}}? (?:đã|vừa|mới) (?:được )?(?:ký )?{_GIVEN}",
    rf"đã có (?:\S+ )?{_PAPER}",
)
NOT_YET = _words("chưa", "sẽ", "dự kiến", "chuẩn bị")
#: "125/BC-SDL", "45/2024/BC-UBND"; searched in the text as typed.
DOCUMENT_NUMBER = re.compile(r"(?<![\w/])\d{1,6}/(?:\d{4}/)?[A-ZĐ][\wĐđ&.-]{0,30}[\wĐđ]")

DATE = _compile(
    rf"(?<!\w)(?:(?:{DAY_IN_SENTENCE})(?! (?:lần|buổi|ca|người)\b)"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|hôm nay|hôm qua|ngày mai|ngày kia)(?!\w)"
)
AHEAD = _words(r"dự kiến|sẽ|sắp|phấn đấu|hẹn|trước|đến|mai|ngày kia|cố gắng|cuối|chưa")

#: Every word with diacritics that the patterns above contain.
KNOWN = frozenset(w for s in _sources for w in re.findall(r"[^\W\d_]+", s) if _bare(w) != w)
