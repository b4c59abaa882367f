"""The province a person names, and those the name may have meant."""

from __future__ import annotations

import pytest

from bot.registry.provinces import find_province, similar_provinces


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Hải Phòng", "hai-phong"), ("hai-phong", "hai-phong"), ("hai phong", "hai-phong"), ("HẢI PHÒNG", "hai-phong"),
        ("thành phố Hải Phòng", "hai-phong"), ("TP Hải Phòng", "hai-phong"), ("TP. Hải Phòng", "hai-phong"),
        ("tỉnh Bắc Ninh", "bac-ninh"), ("Bắc Ninh", "bac-ninh"),
        ("TP.HCM", "tp-hcm"), ("tp-hcm", "tp-hcm"), ("TPHCM", "tp-hcm"), ("TP HCM", "tp-hcm"),
        ("Hồ Chí Minh", "tp-hcm"), ("ho chi minh", "tp-hcm"), ("Thừa Thiên Huế", "hue"), ("Huế", "hue"),
        ("Bà Rịa Vũng Tàu", "ba-ria-vung-tau"),
        ("Đăk Lăk", "dak-lak"), (" Hoà Bình ", "hoa-binh"),
    ],
)  # fmt: skip
def test_a_province_by_name_or_id(text: str, id_: str) -> None:
    found = find_province(text)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize(
    "text", ["", "Sài Gồn", "thành phố Bắc Ninh", "Sở Y tế Hải Phòng", "huyện Quảng Ninh", "Đài Loan"]
)
def test_what_is_no_province_is_none(text: str) -> None:
    assert find_province(text) is None


def test_the_province_in_a_longer_name() -> None:
    found = find_province("UBND thành phố Hải Phòng", whole=False)
    assert found is not None
    assert found.id == "hai-phong"
    assert find_province("Văn phòng", whole=False) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hải Phogn", "thành phố Hải Phòng"),
        ("hai-fong", "thành phố Hải Phòng"),
        ("Quãng Nin", "tỉnh Quảng Ninh"),
        ("Hà Nộii", "thành phố Hà Nội"),
    ],
)
def test_near_misses_are_suggested(text: str, name: str) -> None:
    assert name in [p.name for p in similar_provinces(text)]


def test_nothing_is_suggested_for_something_else() -> None:
    assert similar_provinces("xyz") == []
