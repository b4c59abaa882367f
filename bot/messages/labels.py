"""Short Vietnamese names of statuses and choices."""

from __future__ import annotations

from bot.domain.answers.status_report import Status, Timeliness

STATUS_LABEL: dict[Status, str] = {
    Status.NOT_STARTED: "Chưa thực hiện",
    Status.IN_PROGRESS: "Đang thực hiện",
    Status.COMPLETED: "Đã hoàn thành",
    Status.ON_HOLD: "Tạm dừng",
    Status.CANCELLED: "Không thực hiện",
}

TIMELINESS_LABEL: dict[Timeliness, str] = {
    Timeliness.NONE: "Không thời hạn",
    Timeliness.ON_TRACK: "Trong hạn",
    Timeliness.DUE_SOON: "Sắp đến hạn",
    Timeliness.OVERDUE: "Quá hạn",
    Timeliness.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Timeliness.DONE_LATE: "Hoàn thành quá hạn",
    Timeliness.UNKNOWN: "Chưa rõ ngày hoàn thành",
}

CAUSE_LABEL: dict[str, str] = {"objective": "Khách quan", "subjective": "Chủ quan"}

#: Label key of a choice → text on the button. "{}" is what the choice is about.
CHOICE_LABEL: dict[str, str] = {
    # the way
    "back": "Quay lại",
    "cancel": "Huỷ",
    "skip": "Bỏ qua",
    "keep": "Giữ nguyên",
    "clear": "Xoá nội dung",
    "confirm": "Đúng, ghi nhận",
    "yes": "Có",
    "no": "Không",
    "done": "Đủ tệp, tiếp tục",
    "continue": "Tiếp tục nhập",
    "drop": "Bỏ nội dung này",
    "drop_draft": "Huỷ nội dung đã nhập",
    "drop_and_switch": "Huỷ, chuyển việc mới",
    # a report
    "completed": STATUS_LABEL[Status.COMPLETED],
    "in_progress": STATUS_LABEL[Status.IN_PROGRESS],
    "not_started": STATUS_LABEL[Status.NOT_STARTED],
    "on_hold": STATUS_LABEL[Status.ON_HOLD],
    "cancelled": STATUS_LABEL[Status.CANCELLED],
    "as_before": "Như kỳ trước",
    "document_sent": "Đã gửi văn bản",
    "all_in_progress": "Tất cả đang thực hiện ({})",
    "all_as_before": "Tất cả như kỳ trước ({})",
    "percent": "{}%",
    "today": "Hôm nay {}",
    "tomorrow": "Ngày mai {}",
    "unknown": "Chưa rõ ngày",
    "no_difficulty": "Không có khó khăn",
    "objective": CAUSE_LABEL["objective"],
    "subjective": CAUSE_LABEL["subjective"],
    "no_proposal": "Không có kiến nghị",
    "name": "{}",
    "no_files": "Không có tệp",
    "clear_files": "Bỏ các tệp đã gửi",
    "no_document": "Chưa có văn bản",
    "send": "Gửi",
    "edit": "Sửa",
    "edit_task": "Nhiệm vụ",
    "edit_note": "Bỏ nội dung khác",
    "edit_difficulty": "Khó khăn, vướng mắc",
    "edit_proposal": "Kiến nghị",
    "edit_files": "Tệp kèm theo",
    "edit_document": "Số, ngày văn bản",
    "correct": "Sửa báo cáo",
    "leave_as_is": "Giữ nguyên",
    "sent": "Đã gửi báo cáo tổng hợp",
    "own_tasks": "Nhiệm vụ do cơ quan thực hiện",
    "result": "Ghi vào kết quả",
    "note": "Ghi vào nội dung khác",
    "difficulty": "Ghi vào khó khăn",
    "proposal": "Ghi vào kiến nghị",
    # choosing
    "occurrence": "{}",
    "report_on": "Báo cáo: {}",
    "report_next": "Báo cáo tiếp: {}",
    "correct_on": "Sửa: {}",
    "all_of_them": "Tất cả ({})",
    "task": "{}",
    "all_tasks": "Tất cả nhiệm vụ ({})",
    "pick_status": "Chọn lại tình trạng",
    "day": "{}",
    "other_day": "Gõ lại ngày",
    # lists
    "report": "Báo cáo",
    "tasks": "Việc đang mở",
    "help": "Hướng dẫn",
    # put off
    "afternoon": "Chiều nay, 14 giờ",
    "next_day": "Ngày làm việc tiếp theo, {}",
    "three_days": "Sau 03 ngày làm việc, {}",
    "pick_day": "Chọn ngày khác",
    # not mine
    "whole_report": "Toàn bộ",
    "reason_moved": "Đã chuyển người khác",
    "reason_other_unit": "Không thuộc cơ quan tôi",
    "colleague": "{}",
    "mine": "Đúng là việc của tôi",
    # leave
    "cancel_leave": "Huỷ đợt nghỉ này",
    "new_leave": "Báo đợt nghỉ khác",
    "same_day": "Chỉ ngày {}",
    "no_stand_in": "Không có người thay",
}
