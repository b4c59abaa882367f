"""Words by which the head of a paper is recognised."""

from __future__ import annotations

import re

#: How the name of an office that issues plans begins.
OFFICE = (
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ban Quản lý|Ban Chỉ đạo|Ban Thường vụ|Sở|Cục|Chi cục"
    r"|Trung tâm|Viện|Công an|Thành ủy|Tỉnh ủy|Huyện ủy|Bộ|Văn phòng|Liên đoàn|Tổng công ty|Đại học|Trường)"
)
#: How the line of a legal basis begins.
BASIS_WORD = r"(?:Căn cứ|Thực hiện|Xét|Thi hành|Theo|Trên cơ sở|Triển khai)"
#: A numbered heading of the body.
SECTION = re.compile(r"^(?:[IVX]{1,4}|[A-H]|\d{1,2})[.)]\s*\S|^(?:Phần|PHẦN|Chương|CHƯƠNG)\b")
