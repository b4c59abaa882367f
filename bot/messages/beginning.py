"""What ``dondoc init`` asks, writes beside the settings, and says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.messages.files import reason

ASK_NAME = "Tên cơ quan, như in trên kế hoạch (ví dụ: UBND thành phố Hải Phòng)"
ASK_LOCALITY = "Tỉnh, thành phố (ví dụ: Hải Phòng)"
ASK_CONSOLIDATOR = "Cơ quan tổng hợp báo cáo"
#: Since 01/3/2025 the finance departments do what the planning departments did.
USUAL_CONSOLIDATOR = "Sở Tài chính"

CHOOSE_ANOTHER_FOLDER = "Chọn thư mục khác, hoặc kiểm tra quyền ghi."
ALL_THERE = "Không có gì thay đổi: mọi tệp đã có."

CONFIG_HEAD = (
    "# Cấu hình của Đôn Đốc; mục nào bỏ đi thì theo mặc định. Bí mật (mã bot, mật khẩu) KHÔNG đặt ở đây mà ở biến",
    "# môi trường (.env.example). Ý nghĩa đầy đủ: docs/settings.md.",
    "",
)
AGENCIES = """\
# Cơ quan, đơn vị được các kế hoạch nhắc tới; dondoc import --write tự bổ sung những cơ quan còn thiếu.
# Khuôn dạng một mục: id, name (như in), locality, kind (agency hoặc group); có thể thêm short, aliases, until,
# succeeded_by, note.
"""
PEOPLE = """\
# Cán bộ đầu mối: chỉ tên, chức danh, đơn vị. KHÔNG ghi số điện thoại, mã trò chuyện vào tệp này.
# dondoc import --write tự bổ sung những người văn bản có nêu tên. Mỗi người một mục; bỏ dấu # ở đầu dòng để dùng:
#
# - id: nguyen-van-a                 # mã riêng, chữ thường không dấu
#   name: Nguyễn Văn A
#   title: Chuyên viên
#   unit: Phòng Tổng hợp
#   agency: {agency}
#   roles: [contact, coordinator]    # contact: đầu mối; coordinator: cán bộ tổng hợp; leader: lãnh đạo; admin: quản trị
"""
GITIGNORE = """\
# Không đưa bí mật, số điện thoại và cơ sở dữ liệu vào kho mã nguồn.
.env
*.local.yaml
var/
*.sqlite3*
"""
ENVIRONMENT = """\
# Bí mật và địa chỉ, đọc từ biến môi trường. Chép thành .env, điền, bỏ dấu # ở đầu dòng cần dùng.
# dondoc không tự đọc tệp .env; nạp trước khi chạy:  set -a; . ./.env; set +a
# (systemd: EnvironmentFile=; Docker: --env-file; honcho, Procfile: tự nạp.)
# Mỗi biến có thể thay bằng <TÊN>_FILE chỉ tới một tệp chứa giá trị.
"""


def consolidator_contact(consolidator: str) -> str:
    """Whom people turn to about their data."""
    return f"cán bộ tổng hợp kế hoạch của {consolidator}"


def not_answered(options: Sequence[str]) -> str:
    """Nobody is there to be asked."""
    return f"không có ai để hỏi (không phải cửa sổ dòng lệnh); ghi thêm {', '.join(options)}"


def unknown_locality(text: str, similar: Sequence[tuple[str, str]]) -> str:
    """``similar``: (id, name)."""
    near = "; ".join(f"{name} ({id_})" for id_, name in similar)
    advice = f"có phải là {near}?" if near else "ghi tên tỉnh, thành phố trực thuộc trung ương, ví dụ “Hải Phòng”."
    return f"không có tỉnh, thành phố “{text}”; {advice}"


def elsewhere(name: str, locality: str) -> str:
    """The name prints another province than the one given."""
    return f"“{name}” ghi địa phương khác với “{locality}”; sửa lại một trong hai"


def folder_unusable(folder: Path, error: OSError) -> str:
    return f"Không ghi được vào {folder}: {reason(error)}."


def written(path: str) -> str:
    return f"Đã ghi {path}"


def kept(path: str) -> str:
    """A file that was there."""
    return f"Giữ nguyên {path} (đã có)"


def next_steps(folder: str, today: date) -> str:
    """The next three commands; ``folder`` is empty for the current one."""
    there = f"cd {folder}\n  " if folder else ""
    until = today + timedelta(days=60)
    return f"""
Ba lệnh tiếp theo:
  {there}dondoc import ke-hoach.docx --write     (đọc văn bản kế hoạch, ghi kế hoạch, cơ quan, cán bộ)
  dondoc check                            (sau khi điền schedules/people.yaml: mọi lỗi, mọi chỗ còn thiếu)
  dondoc plan --from {today} --to {until}   (mọi tin sẽ gửi; chưa gửi gì)
Chạy thật: chép .env.example thành .env, điền mã bot, nạp vào môi trường rồi dondoc run."""
