"""The city or province a name prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.text import fold, slug
from bot.registry.provinces import take_province

#: Bodies of the whole country; they print no place.
NATIONAL_BODY = re.compile(
    r"^(?:Bộ|Chính phủ|Văn phòng Chính phủ|Thanh tra Chính phủ|Tổng cục|Quốc hội|Thủ tướng"
    r"|Ban Bí thư|Ngân hàng Nhà nước Việt Nam|Bảo hiểm xã hội Việt Nam|Bộ Chính trị|Ban Chấp hành Trung ương)\b"
    r"(?! Chỉ huy| chỉ huy| Tư lệnh)"
)

_SPECIAL = (
    ("tp-hcm", "Thành phố Hồ Chí Minh", re.compile(r"(?:tp\.? ?hcm|tphcm|sài gòn)$|thành phố chí minh$")),
    ("ha-noi", "thành phố Hà Nội", re.compile(r"tphn$")),
)
_NAMED = re.compile(
    r"(?:^|\s)(?P<kind>tỉnh|thành phố|TP\.?|Tỉnh|Thành phố|TỈNH"
    r"|THÀNH PHỐ)\s*(?!ủy|uỷ|ỦY|UỶ|đoàn|ĐOÀN)(?P<name>[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:(?:\s+-?\s*"
    r"|\s*-\s*)[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,3})\s*$"
)
_DISTRICT = re.compile(
    r"(?:^|\s)(?P<kind>huyện|quận|thị xã|phường|xã|HUYỆN|QUẬN|THỊ XÃ|PHƯỜNG|ĐẶC KHU|đặc khu"
    r"|XÃ)\s+(?P<name>[A-ZĐÀ-Ỹ0-9][\wÀ-ỹ]*(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,3})\s*$"
)


@dataclass(frozen=True, slots=True)
class Place:
    #: As in ``agencies.yaml``: "ha-noi", "tp-hcm", "da-nang".
    id: str
    #: "tỉnh Nghệ An", "Thành phố Hồ Chí Minh".
    name: str


def place_of(name: str) -> Place | None:
    """The place a name ends with; None for a bare name and for "… Thành phố" alone."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", " ".join(name.split())).rstrip(" .,;")
    key = fold(text)
    for id_, full, pattern in _SPECIAL:
        if pattern.search(key):
            return Place(id_, full)
    if found := take_province(key):
        return Place(found[1].id, found[1].name)
    match = _NAMED.search(text)
    if match is None:
        return None
    kind = "thành phố" if fold(match["kind"]) in ("thành phố", "tp") else "tỉnh"
    proper = match["name"].title() if match["name"].isupper() else match["name"]
    if kind == "thành phố":
        return None
    return Place(slug(proper), f"{kind} {proper}")


def district_of(name: str) -> Place | None:
    """The district, town, commune or city of a province a name ends with."""
    match = _DISTRICT.search(" ".join(name.split()).rstrip(" .,;"))
    if match is None or place_of(name) is not None:
        return None
    proper = match["name"].title() if match["name"].isupper() else match["name"]
    return Place(slug(f"{match['kind']} {proper}"), f"{fold(match['kind'])} {proper}")


def plain_place(text: str) -> Place | None:
    """The place of a date line ("Nghệ An, ngày …"): a bare name there is a province or city."""
    text = text.strip(" ,")
    return place_of(text) or (Place(slug(text), text) if 2 <= len(text) <= 40 and text[:1].isupper() else None)
