"""Faulty catalogues: each fault is named by file, entry and field, and all are told at once."""

from __future__ import annotations

import pytest

from renderer.catalogue import load_catalogue
from renderer.values.errors import DataError, UsageError
from tests.helpers.catalogue import BODY, EVENT, RANGE, SLOGAN, YEARS, Fields, entry, faults, load


def test_the_bases_are_good() -> None:
    loaded = load(
        entry("slogan", SLOGAN),
        entry("event", EVENT) + entry("event", RANGE, id='"r"') + entry("event", YEARS, id='"y"'),
        entry("organisation", BODY),
    )
    assert (len(loaded.slogans), len(loaded.events), len(loaded.organisations)) == (1, 3, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"txet": '"x"'}, "a: txet: unknown field"),
        ({"text": None}, "a: text: missing"),
        ({"source": None}, "a: source: missing"),
        ({"id": None}, "no. 1: id: missing"),
        ({"id": '""'}, "no. 1: id: '' is not a slug"),
        ({"id": '"Bầu cử"'}, "Bầu cử: id: 'Bầu cử' is not a slug"),
        ({"id": '"a--b"'}, "a--b: id: 'a--b' is not a slug"),
        ({"id": "7"}, "no. 1: id: Input should be a valid string"),
        ({"text": "7"}, "a: text: Input should be a valid string"),
        ({"text": '""'}, "a: text: empty"),
        ({"text": '" "'}, "a: text: empty"),
        ({"text": '"Một "'}, "a: text: a leading, trailing or double space"),
        ({"text": '"Một  hai"'}, "a: text: a leading, trailing or double space"),
        ({"text": '"Một\\u00A0hai"'}, "a: text: character 4 is the unusual space U+00A0"),
        ({"text": '"Mo\\u0323\\u0302t"'}, "a: text: not in composed form (NFC)"),
        ({"text": '"Một\\u0007"'}, "a: text: character 4 is the invisible U+0007"),
        ({"text": '"Một\\nhai"'}, "a: text: character 4 is the invisible U+000A"),
        ({"text": '"M\\u200Bột"'}, "a: text: character 2 is the invisible U+200B"),
        ({"wrong_variants": '["ok", ""]'}, "a: wrong_variants.1: empty"),
        ({"notes": '"x\\u0000"'}, "a: notes: character 2 is the invisible U+0000"),
        ({"kind": '"banner"'}, "a: kind: Input should be 'slogan',"),
        ({"status": '"approved"'}, "a: status: Input should be 'issued',"),
        ({"status": '"not-yet-valid"'}, "a: status: not-yet-valid follows from valid_from"),
        ({"version": '"1"'}, "a: version: Input should be a valid integer"),
        ({"version": "true"}, "a: version: Input should be a valid integer"),
        ({"version": "0"}, "a: version: Input should be greater than or equal to 1"),
        ({"campaign": '"x"'}, "a: campaign: Input should be a valid tuple"),
        ({"campaign": '["Đại hội"]'}, "a: campaign.0: 'Đại hội' is not a slug"),
        ({"valid_to": '"2026-01-20"'}, "a: valid_to: Input should be a valid date"),
        ({"valid_to": "20260120"}, "a: valid_to: Input should be a valid date"),
        ({"valid_to": "1773532800"}, "a: valid_to: Input should be a valid date"),
        ({"valid_to": "2026-01-20T00:00:00"}, "a: valid_to: Input should be a valid date"),
        ({"valid_from": "2026-01-21", "valid_to": "2026-01-20"}, "a: valid_to: 2026-01-20 is before valid_from"),
        ({"replaced_by": '["b"]'}, "a: replaced_by: there is no slogan 'b'"),
        ({"replaced_by": '["a"]'}, "a: replaced_by: names the entry itself"),
        ({"breaks": '"Hai"'}, "a: breaks: word 1 is 'Hai', in the text 'Một'"),
        ({"breaks": '"Một / "'}, "a: breaks: a leading, trailing or double space"),
        ({"breaks": '"Một /"'}, "a: breaks: a mark at the end parts nothing"),
        ({"text": '"Mác - Lênin"', "breaks": '"Mác / -_Lênin"'}, "a: breaks: a dash must not open a line"),
        ({"lead": '"Hai"'}, "a: lead: 'Hai' is not the beginning of the text"),
        ({"lead": '"Một"'}, "a: lead: 'Một' is not the beginning of the text"),
        ({"lead_ratio": "1.5"}, "a: lead_ratio: Input should be less than or equal to 1"),
        ({"core": '"Hai"'}, "a: core: 'Hai' is not in the text"),
        ({"text": '"một hai một hai"', "core": '"hai"'}, "a: core: 'hai' stands 2 times in the text"),
        ({"text": '"Một hai ba"', "core": '"Một hai"', "lead": '"Một"'}, "a: core: 'Một hai' begins inside the lead"),
        ({"settings": '["Hai"]'}, "a: settings: 'Hai': its lines do not hold exactly the words of the text"),
        ({"settings": '["Một |"]'}, "a: settings: 'Một |': a line is empty"),
        (
            {"text": '"Một hai"', "breaks": '"Một_hai"', "settings": '["Một hai", "Một | hai"]'},
            "a: settings: 'Một | hai' ends a line where the break marks keep 'Một_hai' together",
        ),
        ({"text": '"Mác - Lênin"', "settings": '["Mác | - Lênin"]'}, "a: settings: 'Mác | - Lênin': the dash '-' must"),
    ],
)
def test_faults_of_slogans(changes: Fields, fault: str) -> None:
    (line,) = faults(slogans=entry("slogan", SLOGAN, **changes))
    assert line.startswith(f"slogans.toml: slogan {fault}")


@pytest.mark.parametrize(
    ("base", "changes", "fault"),
    [
        (EVENT, {"on": None}, "form: day needs exactly the dates on"),
        (EVENT, {"since": "1930-02-03"}, "form: day needs exactly the dates on"),
        (RANGE, {"last": None}, "form: range needs exactly the dates first, last"),
        (YEARS, {"since": None}, "form: anniversary needs exactly the dates on, since"),
        (EVENT, {"breaks": '"Hồi"'}, "breaks: word 1 is 'Hồi', in the text 'Hội'"),
        (EVENT, {"form": '"week"'}, "form: Input should be 'anniversary', 'day' or 'range'"),
        (EVENT, {"on": '"15/03/2026"'}, "on: Input should be a valid date"),
        (EVENT, {"on": "1773532800"}, "on: Input should be a valid date"),
        (EVENT, {"title": '"Hội (15/03/2026)"'}, "title: holds a date"),
        (EVENT, {"title": '"Hội ngày 23-5-2021"'}, "title: holds a date"),
        (RANGE, {"last": "2026-01-19"}, "last: 2026-01-19 is not after first 2026-01-20"),
        (RANGE, {"last": "2026-01-20"}, "last: 2026-01-20 is not after first 2026-01-20"),
        (YEARS, {"on": "2026-02-04"}, "on: 2026-02-04 is no anniversary of 1930-02-03"),
        (YEARS, {"on": "1929-02-03"}, "on: 1929-02-03 is no anniversary of 1930-02-03"),
        (YEARS, {"title": '"95 năm Ngày thành lập"'}, "title: says 95 năm, but 2026 - 1930 = 96"),
        (YEARS, {"title": '"Kỷ niệm 97 năm Ngày"'}, "title: says 97 năm, but 2026 - 1930 = 96"),
        (YEARS, {"replaced_by": '["f"]'}, "replaced_by: there is no event 'f'"),
        (YEARS, {"valid_from": "2026-02-04", "valid_to": "2026-02-03"}, "valid_to: 2026-02-03 is before"),
    ],
)
def test_faults_of_events(base: Fields, changes: Fields, fault: str) -> None:
    (line,) = faults(events=entry("event", base, **changes))
    assert line.startswith(f"events.toml: event e: {fault}")


def test_the_slip_of_2023_would_not_load() -> None:
    """A real list printed 137 years between 01/5/1886 and 01/5/2022."""
    slip = entry("event", YEARS, title='"137 năm Ngày Quốc tế Lao động"', since="1886-05-01", on="2022-05-01")
    assert faults(events=slip) == ["events.toml: event e: title: says 137 năm, but 2022 - 1886 = 136"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": '"club"'}, "kind: Input should be 'party',"),
        ({"name": '""'}, "name: empty"),
        ({"status": '"issued"'}, "status: unknown field"),
        ({"province": "1"}, "province: Input should be a valid string"),
    ],
)
def test_faults_of_organisations(changes: Fields, fault: str) -> None:
    (line,) = faults(organisations=entry("organisation", BODY, **changes))
    assert line.startswith(f"organisations.toml: organisation o: {fault}")


def test_a_duplicate_is_told_once_even_beside_another_fault() -> None:
    lines = faults(slogans=entry("slogan", SLOGAN) + entry("slogan", SLOGAN, text='""') + entry("slogan", SLOGAN))
    assert lines == ["slogans.toml: slogan a: text: empty", "slogans.toml: slogan a: id: stands 3 times"]


def test_the_same_id_in_two_files_is_no_duplicate() -> None:
    assert load(entry("slogan", SLOGAN), entry("event", EVENT, id='"a"')).event("a").title == "Hội"


def test_a_replacement_that_is_itself_faulty_is_not_called_missing() -> None:
    text = entry("slogan", SLOGAN, replaced_by='["b"]') + entry("slogan", SLOGAN, id='"b"', text='""')
    assert faults(slogans=text) == ["slogans.toml: slogan b: text: empty"]


def test_all_faults_of_all_files_are_told() -> None:
    lines = faults(
        slogans=entry("slogan", SLOGAN, text='""', kind=None),
        events="[[event]\n",
        organisations=entry("organisation", BODY, zz="1"),
    )
    assert [line.split(":")[0] for line in lines] == ["slogans.toml"] * 2 + ["events.toml", "organisations.toml"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[slogan]]\nid = "a\n', "slogans.toml: is not valid TOML: "),
        ('[slogan]\nid = "a"\n', "slogans.toml: slogan: write [[slogan]], not [slogan]"),
        ("slogan = [1]\n", "slogans.toml: slogan no. 1: is not a table"),
        ("[[slogans]]\n", "slogans.toml: slogans: unknown table; entries are [[slogan]]"),
    ],
)
def test_broken_files(text: str, fault: str) -> None:
    (line,) = faults(slogans=text)
    assert line.startswith(fault)


def test_broken_toml_names_its_line() -> None:
    (line,) = faults(slogans=entry("slogan", SLOGAN) + "oops\n")
    assert "line 7" in line


def test_bytes_that_are_not_utf_8() -> None:
    with pytest.raises(DataError, match=r"events.toml: is not UTF-8 \(byte 1, line 1\)"):
        load_catalogue(lambda name: b"#\xff" if name.endswith("events.toml") else b"")


def test_a_file_that_cannot_be_read_is_told_with_the_rest() -> None:
    def read(name: str) -> bytes:
        if name.endswith("events.toml"):
            raise DataError("missing-file", "the workspace has no such file", where=name)
        return b"oops"

    with pytest.raises(DataError) as caught:
        load_catalogue(read)
    assert "assets/catalogue/events.toml: the workspace has no such file" in caught.value.message
    assert caught.value.message.startswith("4 fault(s)")


# -- texts that cannot be set, and names that are nearly right -------------------------------------


@pytest.mark.parametrize("text", ["★ Toàn dân", "T?t đến rồi", "Đ&#7843;ng", "Đảng ก", "lần thứ XlV"])
def test_a_text_that_no_sign_can_show_stops_no_other(text: str) -> None:
    """``catalogue check`` tells of it, and whoever orders it is refused."""
    held = load(entry("slogan", SLOGAN) + entry("slogan", SLOGAN, id='"b"', text=f'"{text}"'))
    assert held.slogan("b").text == text


def test_a_source_is_still_held_against_the_gate() -> None:
    assert "U+0430" in faults(slogans=entry("slogan", SLOGAN, source='"b\\u0430o"'))[0]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("A", "is a meant?"),
        ("Toàn dân  đoàn kết xây dựng", "is b meant, whose text is 'Toàn dân đoàn kết xây dựng!'?"),
        ("TOÀN DÂN ĐOÀN KẾT XÂY DỰNG", "is b meant"),
        ("Toàn dân ?oàn kết xây dựng!", "is b meant"),
        ("một câu khác hẳn", "accepted: a, b, x0,"),
    ],
)
def test_whoever_writes_nearly_an_id_or_a_text_is_told_which(given: str, meant: str) -> None:
    others = "".join(entry("slogan", SLOGAN, id=f'"x{n}"', text=f'"Câu {n}"') for n in range(28))
    one = entry("slogan", SLOGAN, id='"b"', text='"Toàn dân đoàn kết xây dựng!"')
    with pytest.raises(UsageError) as caught:
        load(entry("slogan", SLOGAN) + one + others).slogan(given)
    assert caught.value.code == "unknown-slogan" and meant in caught.value.hint


def test_a_name_of_a_book_is_told_in_short() -> None:
    with pytest.raises(UsageError) as caught:
        load(entry("slogan", SLOGAN)).slogan("x" * 100_000)
    assert len(str(caught.value)) < 400
