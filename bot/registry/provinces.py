"""Provinces and cities run by the centre: which one a name ends with.

The 63 units up to 30/6/2025 and the 34 since then (Nghị quyết 202/2025/QH15); a unit that went on under its own name
keeps its id, as does Thừa Thiên Huế, the city of Huế since 01/01/2025.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.domain.text import fold, slug

_CITIES = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế", "Đồng Nai")
_PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
    "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Tháp",
    "Gia Lai", "Hà Giang", "Hà Nam", "Hà Tĩnh", "Hải Dương", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa",
    "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An",
    "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh",
    "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
#: Other spellings of one name.
_SPELLINGS = {
    "Bà Rịa Vũng Tàu": "Bà Rịa - Vũng Tàu", "Thừa Thiên - Huế": "Thừa Thiên Huế", "Đăk Lăk": "Đắk Lắk",
    "Đắc Lắc": "Đắk Lắk", "Đăk Nông": "Đắk Nông", "Đắc Nông": "Đắk Nông", "Kontum": "Kon Tum",
}  # fmt: skip
_IDS = {"Hồ Chí Minh": "tp-hcm", "Thừa Thiên Huế": "hue"}
_NAMES = {fold(name): name for name in (*_CITIES, *_PROVINCES)} | {fold(s): name for s, name in _SPELLINGS.items()}
_ABBREVIATED = re.compile(r"^tp(?:\.|(?= |hcm))? ?")
_MOST_WORDS = max(name.count(" ") + 1 for name in _NAMES)
_KINDS = ("tỉnh", "thành phố", "tp", "tp.")
#: "huyện Quảng Ninh" and "xã Hòa Bình" lie in other provinces; "Cộng sản Hồ Chí Minh" is a person's name.
_ANOTHER = re.compile(
    r"(?:^| )(?:huyện|quận|thị xã|thị trấn|phường|xã|đặc khu|cộng sản|quốc gia|chủ tịch|tiền phong|bảo tàng"
    r"|giải thưởng|tư tưởng|khu)$"
)


@dataclass(frozen=True, slots=True)
class Province:
    """A province, or a city run by the centre."""

    #: The locality in ``agencies.yaml``: "nghe-an", "tp-hcm".
    id: str
    #: "tỉnh Nghệ An", "thành phố Đà Nẵng", "Thành phố Hồ Chí Minh".
    name: str


def take_province(key: str) -> tuple[str, Province] | None:
    """The folded name without the province it ends with, and that province; None when it ends with none.

    "ubnd thành phố bắc ninh" ends with none: that city lies in a province and is not the province.
    """
    words = key.split()
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        name = _NAMES.get(" ".join(words[-length:]))
        if name is not None:
            return _taken(" ".join(words[:-length]), name)
    return None


def find_province(text: str, *, whole: bool = True) -> Province | None:
    """The province a person means by its name or id: "Hải Phòng", "tỉnh Bắc Ninh", "TP.HCM", "hai-phong".

    With ``whole`` false also the one that a longer name ends with.
    """
    key = _ABBREVIATED.sub("thành phố ", fold(text)).replace("thành phố hcm", "thành phố hồ chí minh")
    if (found := take_province(key)) and (not found[0] or not whole):
        return found[1]
    known = _by_slug()
    return known.get(slug(text)) or next((p for p in known.values() if p.id == slug(text)), None)


def similar_provinces(text: str) -> list[Province]:
    """Those with a name most like ``text``, best first."""
    known = _by_slug()
    near = get_close_matches(slug(text), known, 3, 0.6)
    return list(dict.fromkeys(known[name] for name in near))


def _by_slug() -> dict[str, Province]:
    return {slug(name): found[1] for name in (*_CITIES, *_PROVINCES) if (found := take_province(fold(name)))}


def _taken(before: str, name: str) -> tuple[str, Province] | None:
    kind = next((k for k in _KINDS if f" {before}".endswith(f" {k}")), "")
    base, kind = before.removesuffix(kind).strip(), kind.strip(".")
    is_city = name in _CITIES
    if _ANOTHER.search(base) or (kind in ("thành phố", "tp") and not is_city):
        return None
    word = "Thành phố" if name == "Hồ Chí Minh" else "thành phố" if is_city and kind != "tỉnh" else "tỉnh"
    return base, Province(_IDS.get(name, slug(name)), f"{word} {name}")
