"""Lunar days and can-chi years, against dates that were read elsewhere than in the library."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from renderer.proofreading import can_chi_of, day_to_lunar, lunar_to_day
from tests.helpers.proofreading import Find

# Tết Nguyên đán, with where the day was read.
TET = {
    1985: ("21/01/1985", "Ất Sửu", "Wikipedia, Tết, and Báo Thanh Niên: a month before the Chinese one (20/02/1985)"),
    2007: (
        "17/02/2007",
        "Đinh Hợi",
        "viet-jo.com/news/life/060706102756.html: a day before the Chinese one (18/02/2007)",
    ),
    2018: ("16/02/2018", "Mậu Tuất", "vietnamsea.org/vietnam-art-cultural/vietnamese-new-year-2018.shtml"),
    2019: ("05/02/2019", "Kỷ Hợi", "amchamvietnam.com/tet-lunar-new-year-holidays-2019-feb-2-10; vietjetgiare.vn"),
    2022: ("01/02/2022", "Nhâm Dần", "evbn.org/Tet-Nguyen-dan-2022-duoc-nghi-bao-nhieu-ngay-..."),
    2023: ("22/01/2023", "Quý Mão", "vomong.com/mung-1-tet-la-ngay-may-duong-lich-2023"),
    2024: ("10/02/2024", "Giáp Thìn", "the same page: the year Quý Mão ends on 09/02/2024"),
    2025: ("29/01/2025", "Ất Tỵ", "thanhnien.vn/lich-nghi-tet-binh-ngo-9-ngay-lien-tiep-...-185251014053647153.htm"),
    2026: ("17/02/2026", "Bính Ngọ", "the same page: the year Ất Tỵ ends on 16/02/2026, mùng 6 is 22/02/2026"),
    2030: ("02/02/2030", "Canh Tuất", "viet-jo.com, as above: not the Chinese day; Wikipedia, Tết"),
    2053: (
        "18/02/2053",
        "Quý Dậu",
        "H. N. Đức, informatik.uni-leipzig.de/~duc/amlich/calrules_en.html: Chinese 19/02/2053",
    ),
}
CHINESE = ("20/02/1985", "18/02/2007", "03/02/2030", "19/02/2053")


def day(text: str) -> date:
    return date(*(int(part) for part in reversed(text.split("/"))))


@pytest.mark.parametrize("year", TET)
def test_tet_is_the_vietnamese_one(year: int) -> None:
    given_day, name, _ = TET[year]
    assert lunar_to_day(1, 1, year) == day(given_day)
    assert day_to_lunar(day(given_day)) == (1, 1, year)
    assert can_chi_of(year) == name


@pytest.mark.parametrize("chinese", CHINESE)
def test_the_chinese_day_is_refused_where_it_differs(find: Find, chinese: str) -> None:
    [finding] = find("lunar", f"mùng 1 Tết ({chinese})")
    assert finding.kind == "lunar-date" and finding.suggestion == TET[day(chinese).year][0]


def test_the_leap_month_of_2025(find: Find) -> None:
    """Tháng 6 nhuận, 25/7 - 22/8/2025 (Báo Thanh Niên, 14/10/2025)."""
    assert lunar_to_day(1, 6, 2025) == date(2025, 6, 25)
    assert lunar_to_day(1, 6, 2025, leap=True) == date(2025, 7, 25)
    assert lunar_to_day(29, 6, 2025, leap=True) == date(2025, 8, 22)
    assert find("lunar", "1/6 âm lịch (25/7/2025)") == [] == find("lunar", "1/6 âm lịch (25/6/2025)")


@pytest.mark.parametrize(("lunar", "leap"), [((30, 12, 2025), False), ((1, 1, 2026), True), ((1, 1, 1900), False)])
def test_a_lunar_day_that_does_not_exist(lunar: tuple[int, int, int], leap: bool) -> None:
    with pytest.raises(ValueError):
        lunar_to_day(*lunar, leap=leap)


@given(st.dates(date(1969, 1, 1), date(2100, 12, 31)))
@example(date(2100, 12, 31))
def test_every_day_comes_back(given_day: date) -> None:
    number, month, year = day_to_lunar(given_day)
    found = []
    for leap in (False, True):
        try:
            found.append(lunar_to_day(number, month, year, leap=leap))
        except ValueError:
            continue
    assert given_day in found
    after = given_day + timedelta(days=1)
    assert after.year > 2100 or day_to_lunar(after) != (number, month, year)


WRONG = {
    "Xuân Bính Ngọ 2025": ("can-chi", "Ất Tỵ"),
    "CHÀO XUÂN ẤT TỴ 2026": ("can-chi", "Bính Ngọ"),
    "Tết Nguyên đán Giáp Sửu": ("can-chi", None),
    "Mừng xuân Giáp Ngọ năm 2026": ("can-chi", "Bính Ngọ"),
    "năm 2026 - Ất Tỵ": ("can-chi", "Bính Ngọ"),
    "27 tháng Chạp năm Bính Ngọ (14/02/2026)": ("can-chi", "Ất Tỵ"),
    "Giỗ Tổ Hùng Vương (10/3 âm lịch) 25/4/2026": ("lunar-date", "26/04/2026"),
    "Giỗ Tổ Hùng Vương 10/3/2026": ("lunar-date", "26/04/2026"),
    "mồng Một Tết (18/02/2026)": ("lunar-date", "17/02/2026"),
    "28/02/2026, rằm tháng Giêng": ("lunar-date", "03/03/2026"),
    "ngày 15 tháng 7 âm lịch (28/8/2026)": ("lunar-date", "27/08/2026"),
    "30 tháng Chạp (16/02/2026)": ("lunar-date", None),
    "31/3 âm lịch": ("lunar-date", None),
}


@pytest.mark.parametrize(("text", "wanted"), WRONG.items(), ids=WRONG.keys())
def test_a_lunar_slip_shows_what_is_right(find: Find, text: str, wanted: tuple[str, str | None]) -> None:
    [finding] = find("lunar", text)
    assert (finding.kind, finding.severity) == (wanted[0], "error")
    if wanted[1] is not None:
        assert finding.suggestion == wanted[1]


@pytest.mark.parametrize(
    "text",
    [
        "Tết Bính Ngọ 2026",
        "Xuân Ất Tỵ 2025",
        "CHÀO XUÂN BÍNH NGỌ 2026",
        "Giỗ Tổ Hùng Vương (10/3 âm lịch) 26/4/2026",
        "mùng 1 Tết Bính Ngọ 17/02/2026",
        "ông Nguyễn Tân Mão",
        "Tết Quí Tị 2013",
        "27 tháng Chạp năm Ất Tỵ (14/02/2026)",
        "ngày 14/02/2026 (nhằm ngày 27 tháng chạp, năm Ất Tỵ) đến hết chủ nhật ngày 22/02/2026 (mùng 6 tháng giêng, năm Bính Ngọ)",
        "Kế hoạch ngày 10/01/2026 về Tết Nguyên đán Bính Ngọ 2026",
        "Rằm tháng Giêng 03/3/2026",
        "30/2 âm lịch",
        "chào năm mới 2026",
    ],
)
def test_what_is_right_raises_nothing(find: Find, text: str) -> None:
    assert find("lunar", text) == []


def test_a_lunar_day_is_no_day_of_the_gregorian_calendar(find: Find) -> None:
    assert find("dates counts weekdays", "30/2 âm lịch") == []
    assert [f.kind for f in find("dates counts weekdays", "30/2")] == ["impossible-date"]


@given(st.text(alphabet="0123456789/-. mùngtếâlịchBínhNgọạp()", max_size=60))
def test_no_text_breaks_the_calendar(find: Find, text: str) -> None:
    find("lunar", text)
