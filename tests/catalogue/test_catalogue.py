"""The shipped catalogue, its faults, dates and the one status function."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.catalogue import Event, Slogan, Status, effective_status, event_line, format_event_dates, load_catalogue
from renderer.errors import DataError, UsageError
from renderer.hang import HangDates
from renderer.studio import Studio
from tests.conftest import ROOT

FILES = ("slogans", "events", "organisations")


# -- what is shipped ------------------------------------------------------------------------------


def test_all_64_entries_with_their_provenance(studio: Studio) -> None:
    slogans = studio.catalogue.slogans
    assert len(slogans) == 64
    assert Counter(s.status.value for s in slogans) == {
        "issued": 37, "draft": 11, "expired": 13, "superseded": 2, "rejected": 1,
    }  # fmt: skip
    assert all(s.source and unicodedata.is_normalized("NFC", s.text) for s in slogans)


def test_the_misprint_of_the_motto_is_on_record(studio: Studio) -> None:
    motto = studio.catalogue.slogan("dh14-motto")
    assert motto.text == "Đoàn kết - Dân chủ - Kỷ cương - Đột phá - Phát triển"
    assert motto.wrong_variants == ("Đoàn kết - Dân chủ - Kỷ cương - Sáng tạo - Phát triển",)


def test_a_corrected_slogan_keeps_what_it_replaced(studio: Studio) -> None:
    corrected = studio.catalogue.slogan("bc16-04-erratum")
    assert corrected.replaces_text and "quyền và nghĩa vụ" in corrected.replaces_text


def test_event_lines_are_formatted_by_code(studio: Studio) -> None:
    lines = {e.id: event_line(e) for e in studio.catalogue.events}
    assert lines["thanh-lap-dang-96"] == "96 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2026)"
    assert lines["dai-hoi-xiv"].endswith("(20 - 23/01/2026)")
    assert lines["dai-hoi-xiv-du-kien"].endswith("(19 - 25/01/2026)")
    assert lines["bau-cu-2026"].endswith("(15/03/2026)")


def test_the_event_line_of_the_letters_is_met_to_the_letter(studio: Studio) -> None:
    """Both letters write this line in full: code must come to the same."""
    assert event_line(studio.catalogue.event("thanh-lap-dang-96")) == studio.catalogue.slogan("tld-event-96").text


def test_unknown_names_list_the_known_ones(studio: Studio) -> None:
    for look_up in (studio.catalogue.slogan, studio.catalogue.event, studio.catalogue.organisation):
        with pytest.raises(UsageError) as caught:
            look_up("nobody")
        assert len(caught.value.hint.split(", ")) >= 10


# -- status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slogan", "hang", "status", "replaced_by"),
    [
        ("cv9743-02", "2026-01-20", "issued", ()),
        ("dh14-theme-v3", "2026-01-20..2026-02-03", "issued", ()),
        ("dh14-theme-v3", "2026-01-19..2026-02-03", "not-yet-valid", ()),
        ("dh14-theme-v2", "2026-01-10", "superseded", ("dh14-theme-v3",)),
        ("dh14-theme-v1", "2026-01-10", "superseded", ("dh14-theme-v3",)),
        ("bc26-01", "2026-03-01", "draft", ()),
        ("bc21-01", "2026-03-01", "expired", ()),
        ("ld-137-error", "2023-05-01", "rejected", ()),
    ],
)
def test_effective_status_of_real_cases(
    studio: Studio, slogan: str, hang: str, status: str, replaced_by: tuple[str, ...]
) -> None:
    effective = effective_status(studio.catalogue.slogan(slogan), HangDates.parse(hang))
    assert (effective.status.value, effective.replaced_by) == (status, replaced_by)
    assert effective.reason


@pytest.mark.parametrize(
    ("hang", "status"),
    [
        ("2026-01-10", "issued"), ("2026-01-01..2026-01-31", "issued"), ("2026-01-31", "issued"),
        ("2025-12-31", "not-yet-valid"), ("2026-01-31..2026-02-01", "expired"), ("2025-12-31..2026-02-01", "not-yet-valid"),
    ],
)  # fmt: skip
def test_an_issued_text_must_be_valid_on_every_hang_day(hang: str, status: str) -> None:
    slogan = Slogan(
        id="x", text="X", kind="slogan", source="s", status=Status.ISSUED,
        valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31),
    )  # fmt: skip
    assert effective_status(slogan, HangDates.parse(hang)).status.value == status


# -- dates ----------------------------------------------------------------------------------------


def event(**fields: object) -> Event:
    return Event.model_validate({"id": "x", "title": "X", "source": "s", "status": "issued", **fields})


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 1, 20), date(2026, 1, 23), "20 - 23/01/2026"),
        (date(2026, 2, 28), date(2026, 3, 3), "28/02 - 03/03/2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "30/12/2025 - 02/01/2026"),
        (date(2025, 1, 5), date(2026, 1, 5), "05/01/2025 - 05/01/2026"),
    ],
)
def test_ranges(first: date, last: date, text: str) -> None:
    assert format_event_dates(event(form="range", first=first, last=last)) == text


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_a_range_always_tells_both_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    if first == last:
        return
    text = format_event_dates(event(form="range", first=first, last=last))
    assert text.endswith(f"{last:%d/%m/%Y}") and text.startswith(f"{first:%d}")
    assert f"{first:%m}" in text and f"{first.year:04d}" in text


@given(st.dates(), st.dates())
def test_hang_dates_read_back(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert HangDates.parse(str(HangDates(start, end))) == HangDates(start, end)


def test_hang_dates_in_vietnamese_form() -> None:
    assert str(HangDates.parse("19/01/2026..03/02/2026")) == "2026-01-19..2026-02-03"
    assert str(HangDates.parse(" 9/1/2026 ")) == "2026-01-09"


# -- faults ---------------------------------------------------------------------------------------


def reader(**files: str) -> Callable[[str], bytes]:
    """Read the shipped catalogue with some files replaced."""

    def read(path: str) -> bytes:
        name = Path(path).stem
        return files[name].encode() if name in files else (ROOT / path).read_bytes()

    return read


GOOD = '[[slogan]]\nid = "a"\ntext = "A"\nkind = "slogan"\nsource = "s"\nstatus = "issued"\n'
EVENT = '[[event]]\nid = "e"\ntitle = "{title}"\nsource = "s"\nstatus = "issued"\n{dates}\n'

SLOGAN_FAULTS = {
    "unknown field": (GOOD + 'colour = "red"\n', "slogan a: colour: unknown field"),
    "missing field": (GOOD.replace('text = "A"\n', ""), "slogan a: text: missing"),
    "wrong type": (GOOD.replace('"A"', "7"), "slogan a: text: Input should be a valid string"),
    "unknown kind": (GOOD.replace('"slogan"\nsource', '"song"\nsource'), "slogan a: kind"),
    "unknown status": (GOOD.replace("issued", "blessed"), "slogan a: status"),
    "a status that only dates can give": (GOOD.replace("issued", "not-yet-valid"), "slogan a"),
    "duplicate id": (GOOD + GOOD, "slogan a: id: stands 2 times"),
    "bad slug": (GOOD.replace('"a"', '"A b"'), "slogan A b: id"),
    "not NFC": (GOOD.replace('"A"', '"Đa\u0323i"'), "slogan a: text: not in composed form (NFC)"),
    "invisible character": (GOOD.replace('"A"', '"A\u200bB"'), "U+200B"),
    "empty text": (GOOD.replace('"A"', '""'), "slogan a: text: empty"),
    "no id": (GOOD.replace('id = "a"\n', ""), "slogan no. 1: id: missing"),
    "replaced by nothing": (GOOD + 'replaced_by = ["b"]\n', "a: replaced_by: there is no slogan 'b'"),
    "validity backwards": (
        GOOD + "valid_from = 2026-02-01\nvalid_to = 2026-01-01\n",
        "valid_to: 2026-01-01 is before valid_from",
    ),
    "broken TOML": (GOOD + "x =\n", "not valid TOML"),
    "single table": (GOOD.replace("[[slogan]]", "[slogan]"), "write [[slogan]]"),
    "unknown table": (GOOD + '[[slogn]]\nid = "b"\n', "slogn: unknown table"),
}
EVENT_FAULTS = {
    "a sum that is wrong": ("97 năm Ngày thành lập Đảng", "form = \"anniversary\"\nsince = 1930-02-03\non = 2026-02-03", "97 năm, but 2026 - 1930 = 96"),
    "another day": ("X", "form = \"anniversary\"\nsince = 1930-02-03\non = 2026-03-02", "2026-03-02 is no anniversary of 1930-02-03"),
    "dates of another form": ("X", "form = \"day\"\nfirst = 2026-01-01\nlast = 2026-01-02", "needs exactly the dates on"),
    "range of one day": ("X", "form = \"range\"\nfirst = 2026-01-01\nlast = 2026-01-01", "2026-01-01 is not after first"),
    "impossible date": ("X", "form = \"day\"\non = 2026-02-30", "not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), SLOGAN_FAULTS.values(), ids=SLOGAN_FAULTS.keys())
def test_each_fault_of_a_slogan_names_file_entry_and_field(text: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        load_catalogue(reader(slogans=text))
    assert words in caught.value.message and "assets/catalogue/slogans.toml" in caught.value.message


@pytest.mark.parametrize(("title", "dates", "words"), EVENT_FAULTS.values(), ids=EVENT_FAULTS.keys())
def test_each_fault_of_an_event_is_named(title: str, dates: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        load_catalogue(reader(events=EVENT.format(title=title, dates=dates)))
    assert words in caught.value.message


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(DataError) as caught:
        load_catalogue(
            reader(
                slogans=GOOD + "colour = 1\n", events="x =", organisations='[[organisation]]\nid = "o"\nname = "O"\n'
            )
        )
    assert caught.value.message.startswith("4 fault(s):")
    for name in FILES:
        assert f"{name}.toml" in caught.value.message


def test_a_file_that_is_not_utf8() -> None:
    with pytest.raises(DataError, match="not UTF-8"):
        load_catalogue(lambda path: b"\xff" if "events" in path else (ROOT / path).read_bytes())
