"""Cells as people type them: what each says, and what is named instead of guessed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.tables import read_count, read_day, read_days, read_number, read_text, read_yes, word_reader
from renderer.tables.cells import take_cell
from renderer.tables.grid import Cell
from renderer.text import encode
from renderer.values.errors import DataError

NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.3"),
        (" 5 ", "5"),
        ("72,5", "72.5"),
        ("72.5", "72.5"),
        ("-0,25", "-0.25"),
        ("0.500", "0.500"),  # no thousands begin with nought
        ("1000", "1000"),
        ("1234,567", "1234.567"),  # nor have they four digits in front
        ("1,5000", "1.5000"),
        ("12.34", "12.34"),
        (1.25, "1.25"),
        (1000.5, "1000.5"),
        (1.125, "1.125"),  # a number of a spreadsheet leaves nothing open
        ("999999999999", "999999999999"),
    ],
)
def test_numbers(value: Any, text: str) -> None:
    assert read_number(value) == text


@pytest.mark.parametrize(
    "value",
    [
        "1.000",
        "1,000",
        "999,999",
        "12.345",
        "1.000.000",
        "1 000",
        "inf",
        "nan",
        "1e400",
        "1e3",
        "1_0",
        "٣",
        "½",
        "5m",
        "+5",
    ]
    + ["", ".5", "5.", "--5", "0x10", "9999999999999", INFINITE, -INFINITE, NAN, 1e300, True],
)
def test_what_is_no_number_or_may_be_two(value: Any) -> None:
    with pytest.raises(DataError) as fault:
        read_number(value)
    assert fault.value.code == "bad-number"


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1"), (5.0, "5"), ("12", "12"), ("5,0", "5"), ("3.00", "3"), (10**11, "100000000000")]
)
def test_counts(value: Any, text: str) -> None:
    assert read_count(value) == text


@pytest.mark.parametrize("value", [0, -1, 2.5, "2,5", "0", "-3", "năm", "1.000", NAN, INFINITE])
def test_what_counts_nothing(value: Any) -> None:
    with pytest.raises(DataError) as fault:
        read_count(value)
    assert fault.value.code == "bad-number"


@pytest.mark.parametrize(
    ("values", "text"),
    [(["Có", "CÓ", "x", "X", "yes", "true", "1", 1, 1.0, True, "co\u0301"], "true")]
    + [(["không", "Không", "no", "false", "0", 0, False, "", " "], "")],
)
def test_yes_and_no(values: list[Any], text: str) -> None:
    assert [read_yes(value) for value in values] == [text] * len(values)


@pytest.mark.parametrize("value", ["?", "co", "khong", "2", 2, "có không", "y", datetime.date(2026, 1, 1)])
def test_neither_yes_nor_no(value: Any) -> None:
    with pytest.raises(DataError) as fault:
        read_yes(value)
    assert fault.value.code == ("unexpected-date" if isinstance(value, datetime.date) else "bad-yes")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.date(2026, 1, 20), "2026-01-20"),
        (datetime.datetime(2026, 1, 20, 23, 59, tzinfo=None), "2026-01-20"),  # noqa: DTZ001
        (46042, "2026-01-20"),
        (46042.75, "2026-01-20"),
        ("46042", "2026-01-20"),
        ("46042.0", "2026-01-20"),
        (36526, "2000-01-01"),
        (73050, "2099-12-31"),
        ("20/01/2026", "2026-01-20"),
        ("20-1-2026", "2026-01-20"),
        ("3.2.2026", "2026-02-03"),
        (" 29/02/2028 ", "2028-02-29"),
        ("2026-01-20", "2026-01-20"),
    ],
)
def test_days(value: Any, text: str) -> None:
    assert read_day(value) == text
    assert read_days(value) == text


@pytest.mark.parametrize(
    "value",
    ["31/02/2026", "29/02/2026", "0/1/2026", "1/13/2026", "20/01/26", "20/01", "mai", "", "2026/01/20", "46042.5"]
    + ["1/2-2026/3", "12345678", "00012", 12, 36525, 73051, -1, NAN, INFINITE, 1e300, True, datetime.time(1, 10)],
)
def test_what_is_no_day(value: Any) -> None:
    with pytest.raises(DataError) as fault:
        read_day(value)
    assert fault.value.code == ("unexpected-date" if isinstance(value, datetime.time) else "bad-date")


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_is_the_same_in_every_way_of_writing_it(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    written = [day, serial, float(serial), str(serial), day.isoformat(), f"{day.day}/{day.month}/{day.year}"]
    assert {read_day(value) for value in written} == {day.isoformat()}


@pytest.mark.parametrize("between", ["-", " - ", " – ", "..", " đến ", " to "])
def test_ranges_of_days(between: str) -> None:
    assert read_days(f"20/01/2026{between}03/02/2026") == "2026-01-20..2026-02-03"
    assert read_days("2026-01-20..2026-02-03") == "2026-01-20..2026-02-03"


@pytest.mark.parametrize(
    "text", ["20/01 - 03/02/2026", "20/01/2026 03/02/2026", "20/01/2026 và 03/02/2026", "20/01/2026 - 31/02/2026"]
)
def test_what_is_no_range_of_days(text: str) -> None:
    with pytest.raises(DataError) as fault:
        read_days(text)
    assert fault.value.code == "bad-date"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hem", "hem"),
        ("May biên", "hem"),
        ("may bien", "hem"),
        (" MAY  BIÊN ", "hem"),
        ("Mây biên", "Mây biên"),
        ("", ""),
    ],
)
def test_words_of_a_table(text: str, key: str) -> None:
    assert word_reader({"may biên": "hem"}, {"hem"})(text) == key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("UBND tỉnh Sơn La ", "UBND tỉnh Sơn La"),
        ("UBND ti\u0309nh So\u031bn La", "UBND tỉnh Sơn La"),
        (3.0, "3"),
        (7, "7"),
        (True, "true"),
        (False, "false"),
        (datetime.timedelta(hours=1), "1:00:00"),
    ],
)
def test_texts(value: Any, text: str) -> None:
    assert read_text(value) == text


@pytest.mark.parametrize("value", [datetime.date(2026, 1, 20), datetime.datetime(2026, 1, 20), datetime.time(1, 10)])  # noqa: DTZ001
def test_a_date_is_no_text(value: Any) -> None:
    with pytest.raises(DataError) as fault:
        read_text(value)
    assert fault.value.code == "unexpected-date"


READERS: list[Callable[[Any], str]] = [read_text, read_number, read_count, read_yes, read_day, read_days]


@given(
    st.sampled_from(READERS),
    st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas()
    )
    | st.from_regex(r"\s*-?\d{1,14}([.,/-]\d{0,13}){0,2}\s*", fullmatch=True),
)
def test_any_value_is_read_or_named(read: Callable[[Any], str], value: Any) -> None:
    try:
        assert isinstance(read(value), str)
    except DataError as fault:
        assert fault.message and not fault.where


@given(st.integers(-(10**11), 10**11), st.integers(0, 99))
def test_a_number_is_the_same_with_a_comma_and_with_a_point(whole: int, part: int) -> None:
    assert read_number(f"{whole},{part:02}") == read_number(f"{whole}.{part:02}") == f"{whole}.{part:02}"


# -- legacy encodings -----------------------------------------------------------------------------

NAME = "UBND tỉnh Sơn La"


@pytest.mark.parametrize(
    ("font", "encoding"), [("", "tcvn3"), ("", "vni"), (".VnArial", "tcvn3"), ("VNI-Times", "vni")]
)
def test_a_cell_in_a_legacy_encoding_is_named_or_taken_over_and_told(font: str, encoding: str) -> None:
    cell = Cell(encode(NAME, encoding), "D2", font)
    with pytest.raises(DataError) as fault:
        take_cell(cell, "name", "row 2", accept_converted=False)
    assert (
        fault.value.code == "legacy-encoding" and NAME in fault.value.hint and "`accept_converted`" in fault.value.hint
    )
    value, told = take_cell(cell, "name", "row 2", accept_converted=True)
    assert value == NAME and told is not None
    assert str(told).startswith("row 2, D2 (name): converted: ") and font in str(told)
    assert told.as_json() == {
        "row": "row 2",
        "cell": "D2",
        "column": "name",
        "before": cell.value,
        "after": NAME,
        "encoding": told.encoding,
    }
    assert encoding.upper() in told.encoding


def test_a_font_that_contradicts_its_text_is_a_fault_even_where_conversions_are_accepted() -> None:
    with pytest.raises(DataError) as fault:
        take_cell(Cell(NAME, "D2", ".VnTime"), "name", "row 2", accept_converted=True)
    assert fault.value.code == "font-contradicts" and fault.value.hint == "set another font"


@pytest.mark.parametrize("value", [NAME, "plain", " spaces ", 5, 2.5, None, True, datetime.date(2026, 1, 20)])
def test_other_cells_are_taken_as_they_are(value: Any) -> None:
    assert take_cell(Cell(value, "A1"), "name", "row 1", accept_converted=False) == (value, None)


def test_a_faulty_cell_is_not_taken() -> None:
    with pytest.raises(DataError, match="holds the error #REF!"):
        take_cell(Cell(" #REF! ", "A1"), "name", "row 1", accept_converted=True)
    fault = DataError("no-value", "holds a formula")
    with pytest.raises(DataError, match="holds a formula"):
        take_cell(Cell("=", "A1", fault=fault), "name", "row 1", accept_converted=True)


@given(st.text(), st.sampled_from(["", ".VnTime", ".VnTimeH", "VNI-Times"]), st.booleans())
def test_any_text_in_any_font_is_taken_or_named(text: str, font: str, accept: bool) -> None:
    try:
        value, told = take_cell(Cell(text, "A1", font), "name", "row 1", accept_converted=accept)
    except DataError as fault:
        assert fault.message
    else:
        assert value == text if told is None else (told.before, told.after) == (text, value)
