"""Which agency a printed name means, on the shipped agencies and on made-up ones."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan.plan import Agency
from bot.registry.agency_index import AgencyIndex, split_place
from bot.registry.loader import load_registry
from tests.unit.registry_folders import SHIPPED


@cache
def shipped() -> AgencyIndex:
    return AgencyIndex(load_registry(SHIPPED)[0].agencies.values())


@pytest.mark.parametrize(
    ("printed", "locality", "expected"),
    [
        ("Sở Du lịch", "ha-noi", "so-du-lich-ha-noi"),
        ("Sở Du lịch", "tp-hcm", "so-du-lich-tp-hcm"),
        ("Sở Du lịch Thành phố", "ha-noi", "so-du-lich-ha-noi"),
        ("Sở Du lịch Thành phố", "tp-hcm", "so-du-lich-tp-hcm"),
        ("Sở Du lịch TP.HCM", "ha-noi", "so-du-lich-tp-hcm"),
        ("Sở Du lịch TP. HCM", "tp-hcm", "so-du-lich-tp-hcm"),
        ("Sở Du lịch TP Hồ Chí Minh", "tp-hcm", "so-du-lich-tp-hcm"),
        ("Sở Du lịch thành phố Hồ Chí Minh", "ha-noi", "so-du-lich-tp-hcm"),
        ("SỞ DU LỊCH THÀNH PHỐ HÀ NỘI", "tp-hcm", "so-du-lich-ha-noi"),
        ("so-du-lich-ha-noi", "tp-hcm", "so-du-lich-ha-noi"),
        ("Sở Quy hoạch – Kiến trúc", "ha-noi", "so-quy-hoach-kien-truc-ha-noi"),
        ("Sở Quy hoạch-Kiến trúc", "ha-noi", "so-quy-hoach-kien-truc-ha-noi"),
        ("Sở Nông nghiệp và phát triển nông thôn", "ha-noi", "so-nong-nghiep-va-phat-trien-nong-thon-ha-noi"),
        ("Sở Văn hoá và Thể thao", "ha-noi", "so-van-hoa-va-the-thao-ha-noi"),
        ("Sở Công thương", "tp-hcm", "so-cong-thuong-tp-hcm"),
        ("Uỷ ban nhân dân thành phố", "ha-noi", "ubnd-tp-ha-noi"),
        ("UBND TP", "tp-hcm", "ubnd-tp-hcm"),
        ("UBND thành phố Hà Nội", "tp-hcm", "ubnd-tp-ha-noi"),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch", "ha-noi", "hpa"),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch thành phố", "ha-noi", "hpa"),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch TPHN", "tp-hcm", "hpa"),
        ("Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh Nghệ An", "tp-hcm", "trung-tam-xuc-tien-nghe-an"),
        ("Trung tâm Xúc tiến thương mại và Đầu tư Thành phố", "tp-hcm", "itpc"),
        ("Trung tâm Xúc tiến Thương mại và Đầu tư Thành phố (ITPC)", "tp-hcm", "itpc"),
        ("ITPC", "tp-hcm", "itpc"),
        ("Các Sở, ngành", "ha-noi", "cac-so-nganh-ha-noi"),
        ("UBND các quận, huyện, thị xã", "ha-noi", "ubnd-cac-quan-huyen-thi-xa-ha-noi"),
        ("Ban quản lý Khu nông nghiệp Công nghệ cao (AHTP)", "tp-hcm", "ahtp"),
    ],
)
def test_printed_variants(printed: str, locality: str, expected: str) -> None:
    for spelling in (printed, unicodedata.normalize("NFD", printed), f"  {printed.replace(' ', '  ')} "):
        match = shipped().find(spelling, locality)
        assert match.agency is not None, (spelling, match.candidates)
        assert match.agency.id == expected


@pytest.mark.parametrize(
    ("printed", "locality"),
    [
        ("Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch", "ha-noi"),
        ("Sở Xây dựng tỉnh Ninh Thuận", "ha-noi"),
        ("Sở Xây dựng tỉnh Bình Dương, Bình Phước", "ha-noi"),
        ("Sở Quy hoạch - Kiến trúc", "tp-hcm"),
        ("Viện Nghiên cứu phát triển kinh tế - xã hội Thủ đô Viêng Chăn", "ha-noi"),
        ("", "ha-noi"),
    ],
)
def test_a_body_elsewhere_is_never_taken_for_the_citys_own(printed: str, locality: str) -> None:
    assert shipped().find(printed, locality).agency is None


def test_a_bare_name_known_in_another_city_is_offered_not_taken() -> None:
    match = shipped().find("Sở Quy hoạch - Kiến trúc", "tp-hcm")
    assert match.agency is None
    assert match.candidates[0].id == "so-quy-hoach-kien-truc-ha-noi"


def test_no_two_shipped_agencies_answer_to_one_name() -> None:
    assert shipped().clashes == []


def test_every_shipped_name_finds_its_own_agency() -> None:
    for agency in load_registry(SHIPPED)[0].agencies.values():
        for name in (agency.name, agency.short or agency.name, *agency.aliases):
            assert shipped().find(name, agency.locality).agency == agency, name


def test_a_name_borne_one_after_the_other_is_decided_by_the_day() -> None:
    old = Agency("so-a", "Sở Nội vụ", "ha-noi", until=date(2025, 3, 1), succeeded_by="so-b")
    new = Agency("so-b", "Sở Nội vụ", "ha-noi", since=date(2025, 3, 1))
    index = AgencyIndex([old, new])
    assert index.clashes == []
    assert index.find("Sở Nội vụ", "ha-noi", date(2025, 2, 28)).agency == old
    assert index.find("Sở Nội vụ", "ha-noi", date(2025, 3, 1)).agency == new
    assert index.find("Sở Nội vụ", "ha-noi").candidates == (old, new)


def test_a_national_body_is_found_from_every_city() -> None:
    ministry = Agency("bo-cong-thuong", "Bộ Công Thương", "trung-uong")
    assert AgencyIndex([ministry]).find("Bộ Công thương", "ha-noi").agency == ministry


def test_one_name_at_one_time_is_a_clash() -> None:
    one = Agency("mot", "Trung tâm Một", "ha-noi", aliases=("Trung tâm Thành phố",))
    two = Agency("hai", "Trung tâm Hà Nội", "ha-noi")
    (clash,) = AgencyIndex([one, two]).clashes
    assert (clash.first, clash.second, clash.name) == (one, two, "Trung tâm Hà Nội")


@given(st.text(max_size=60), st.sampled_from(["ha-noi", "tp-hcm", "", "Thành phố"]))
def test_no_text_breaks_the_lookup(name: str, locality: str) -> None:
    match = shipped().find(name, locality)
    assert match.agency is None or not match.candidates


@pytest.mark.parametrize(
    ("printed", "base", "place"),
    [
        ("Sở Du lịch thành phố Đà Nẵng", "sở du lịch", "da-nang"),
        ("Sở Xây dựng Hải Phòng", "sở xây dựng", "hai-phong"),
        ("UBND TP. Cần Thơ", "ubnd", "can-tho"),
        ("Sở Y tế tỉnh Bà Rịa – Vũng Tàu", "sở y tế", "ba-ria-vung-tau"),
        ("Sở Công Thương TP.HCM", "sở công thương", "tp-hcm"),
        ("UBND TỈNH ĐĂK LĂK", "ubnd", "dak-lak"),
        ("UBND tỉnh Thừa Thiên - Huế", "ubnd", "hue"),
        ("Sở Nội vụ TP", "sở nội vụ", "binh-duong"),
        ("UBND thành phố Bắc Ninh", "ubnd thành phố bắc ninh", None),
        ("UBND huyện Quảng Ninh", "ubnd huyện quảng ninh", None),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", "đoàn thanh niên cộng sản hồ chí minh", None),
        ("Công an tỉnh", "công an tỉnh", None),
    ],
)
def test_the_province_a_name_ends_with(printed: str, base: str, place: str | None) -> None:
    assert split_place(printed, "binh-duong") == (base, place)
