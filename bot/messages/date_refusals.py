"""Why a printed time or a typed day is not read, and what to write instead. Plain text, begins with a small letter."""

from __future__ import annotations

from bot.domain.dates.refusal import DateFault, DateRefusal

_TYPE_IT_SO = "đề nghị ghi ngày và tháng, ví dụ 15/9 hoặc 15/9/2024"

#: "{}" are what the refusal is about.
_SENTENCES: dict[DateFault, str] = {
    DateFault.NOT_UNDERSTOOD: (
        "chưa hiểu “{}”; hãy ghi như “Quý III/2024”, “Tháng 9/2024”, “trước ngày 15/9/2024” hoặc “Năm 2024”"
    ),
    DateFault.SHORT_YEAR: "năm phải ghi đủ bốn chữ số, ví dụ 15/9/2024",
    DateFault.NO_YEAR: "thiếu năm; hãy ghi rõ năm, ví dụ “tháng 9/2024”, hoặc khai năm của kế hoạch ở mục “year”",
    DateFault.NO_MONTH: "thiếu tháng; hãy ghi đủ ngày và tháng, ví dụ “ngày 15/9”",
    DateFault.LAST_MARK_WITHOUT_YEAR: "mốc thời gian sau cùng thiếu năm; hãy ghi rõ năm của mốc đó",
    DateFault.ODD_YEAR: "năm {} không hợp lý; hãy kiểm tra lại",
    DateFault.NO_SUCH_QUARTER: "không có quý {}; quý ghi từ I đến IV",
    DateFault.NO_SUCH_MONTH: "không có tháng {}; tháng ghi từ 1 đến 12",
    DateFault.NO_SUCH_DAY: "không có ngày {}; hãy kiểm tra lại ngày, tháng, năm",
    DateFault.NO_SUCH_DAY_IN_ANY_YEAR: "không năm nào có ngày {}; hãy kiểm tra lại ngày, tháng",
    DateFault.NO_SUCH_DAY_OF_MONTH: "không có ngày {} trong tháng; hãy kiểm tra lại ngày",
    DateFault.NO_SUCH_PART_OF_YEAR: "một năm không có {} tháng {} năm; hãy kiểm tra lại số tháng",
    DateFault.NOT_IN_ORDER: "các mốc thời gian không theo thứ tự; hãy ghi rõ năm của từng mốc",
    DateFault.END_BEFORE_START: "mốc cuối đứng trước mốc đầu; hãy kiểm tra lại hoặc ghi rõ năm của cả hai mốc",
    DateFault.THREE_MARKS: "khoảng thời gian chỉ có hai mốc: từ … đến …",
    DateFault.EMPTY: "chưa ghi thời gian",
    DateFault.TOO_LONG: "thời gian ghi dài quá {} ký tự; hãy chỉ ghi thời gian",
    DateFault.NO_PERIOD: "chưa rõ thời gian hoặc định kỳ theo tháng, quý hay năm; hãy ghi rõ",
    DateFault.YEARS_AFTER_NO_YEAR: ("“và những năm tiếp theo” chỉ đi sau năm, ví dụ “Năm 2024 và những năm tiếp theo”"),
    DateFault.SEVERAL_STARTS: "sau “từ” chỉ ghi một mốc, hoặc hai mốc “từ … đến …”",
    DateFault.SEVERAL_LIMITS: "sau “trước” chỉ ghi ngày hoặc một mốc; hãy tách thành nhiều dòng",
    DateFault.LIMIT_IS_A_RANGE: "hạn chỉ ghi một mốc, không ghi khoảng thời gian",
    DateFault.YEARLY_AND_FIXED: "vừa ghi năm cụ thể vừa ghi “hằng năm”; hãy bỏ một trong hai",
    DateFault.LAST_YEAR_BEFORE_PLAN: "năm cuối {} đứng trước năm của kế hoạch {}; hãy kiểm tra lại",
    DateFault.NOT_UNDERSTOOD_OF_WEEK: "chưa hiểu “{}” của hằng tuần; hãy ghi như “trước thứ Sáu hằng tuần”",
    DateFault.NOT_UNDERSTOOD_OF_PERIOD: (
        "chưa hiểu “{}” của hằng {}; hãy ghi như “chậm nhất ngày 15 hằng tháng” hoặc “ngày 15 tháng cuối quý”"
    ),
    DateFault.REPEATS_WITHOUT_LIMIT: ("chưa rõ từ ngày nào đến ngày nào; hãy ghi như “chậm nhất ngày 15 hằng tháng”"),
    DateFault.TWO_PERIODS: "vừa ghi hằng {} vừa ghi “{}”; hãy bỏ một trong hai",
    DateFault.PERIOD_WITHOUT_EVENT: "thiếu mốc bắt đầu của thời hạn; hãy ghi thêm “kể từ ngày …”",
    DateFault.PERIOD_OF_NO_LENGTH: "thời hạn phải từ 01 trở lên",
    DateFault.WORKING_MONTHS: "“làm việc” chỉ đi với “ngày”; hãy ghi “… ngày làm việc kể từ …”",
    DateFault.TYPED_UNCLEAR: f"chưa rõ là ngày nào; {_TYPE_IT_SO}",
    DateFault.TYPED_NO_SUCH_DAY: f"không có ngày {{}}; {_TYPE_IT_SO}",
    DateFault.TYPED_OVER: "ngày này năm nay đã qua; đề nghị ghi rõ cả năm, ví dụ 15/9/2024",
}


def refusal_text(refusal: DateRefusal) -> str:
    """The whole sentence, without the point at its end."""
    said = _SENTENCES[refusal.fault].format(*refusal.about)
    return said if refusal.year is None else f"không đọc được cho mọi năm, ví dụ năm {refusal.year}: {said}"
