"""Phases of campaigns: the days on which a text fits, by events that may move; and versions of a text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from renderer.catalogue import Catalogue, Status, effective_status, find_misfit, load_catalogue
from renderer.values.dates import HangDates
from renderer.values.errors import UsageError
from tests.helpers.catalogue import EVENT, RANGE, SLOGAN, entry, faults, load
from tests.helpers.workspaces import ROOT

EVENTS = entry("event", RANGE, id='"hoi"')
CAMPAIGN = {"id": '"c"', "title": '"Đại hội"', "source": '"s"'}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(lambda name: (ROOT / name).read_bytes())


def campaign(*phases: str, **changes: str) -> str:
    return entry("campaign", {**CAMPAIGN, "phase": "[" + ", ".join(phases) + "]", **changes})


def phase(name: str, **edges: str) -> str:
    return "{ " + ", ".join([f'id = "{name}"', f'title = "{name}"', *(f"{k} = {v}" for k, v in edges.items())]) + " }"


BEFORE, DURING = phase("truoc", last='"hoi:eve"'), phase("trong", first='"hoi:first"', last='"hoi:last"')
AFTER, UNDATED = phase("sau", first='"hoi:after"'), phase("nao")


@pytest.mark.parametrize(
    ("phases", "first", "last"),
    [
        (["truoc"], None, date(2026, 1, 19)),
        (["trong"], date(2026, 1, 20), date(2026, 1, 23)),
        (["sau"], date(2026, 1, 24), None),
        (["truoc", "trong"], None, date(2026, 1, 23)),
        (["truoc", "sau"], None, None),
        (["trong", "nao"], None, None),
        (["nao"], None, None),
        (["any"], None, None),
        (["trong", "any"], None, None),
        (["expired"], None, None),
        ([], None, None),
    ],
)
def test_the_days_of_a_text_are_those_of_its_phases(phases: list[str], first: date | None, last: date | None) -> None:
    names = "[" + ", ".join(f'"{p}"' for p in phases) + "]"
    loaded = load(
        entry("slogan", SLOGAN, campaign='["c"]', phase=names),
        EVENTS,
        campaigns=campaign(BEFORE, DURING, AFTER, UNDATED),
    )
    window = loaded.window(loaded.slogan("a"))
    assert (window.first, window.last) == (first, last)


def test_a_phase_moves_with_its_event() -> None:
    moved = entry("event", {**RANGE, "first": "2026-01-19", "last": "2026-01-25"}, id='"hoi"', replaced_by='["moi"]')
    events = moved + entry("event", RANGE, id='"moi"')
    loaded = load(entry("slogan", SLOGAN, campaign='["c"]', phase='["sau"]'), events, campaigns=campaign(AFTER))
    assert loaded.window(loaded.slogan("a")).first == date(2026, 1, 24)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (campaign(phase("p", first='"hoi:noon"')), "campaign c: phase.0.first"),
        (campaign(phase("p", first='"2026-01-01"')), "campaign c: phase.0.first"),
        (campaign(phase("p", first='"nie:first"')), "campaign c: phase: there is no event 'nie'"),
        (campaign(phase("p"), phase("p")), "campaign c: phase: p stands twice"),
        (campaign(phase("any")), "campaign c: phase: any stands twice, or is a name that every campaign has"),
        (campaign(phase("p")) * 2, "campaign c: id: stands 2 times"),
        (campaign(title='""'), "campaign c: title: empty"),
    ],
)
def test_faults_of_campaigns(text: str, fault: str) -> None:
    assert faults(events=EVENTS, campaigns=text)[0].startswith(f"campaigns.toml: {fault}")


def test_a_phase_that_no_campaign_of_the_entry_has() -> None:
    lines = faults(
        slogans=entry("slogan", SLOGAN, campaign='["d"]', phase='["truoc"]'), events=EVENTS, campaigns=campaign(BEFORE)
    )
    assert lines == ["slogans.toml: slogan a: phase: none of its campaigns has 'truoc'"]


@pytest.mark.parametrize("table", ["slogan", "event"])
def test_entries_that_replace_each_other_in_a_circle(table: str) -> None:
    base = SLOGAN if table == "slogan" else EVENT
    text = "".join(entry(table, base, id=f'"{a}"', replaced_by=f'["{b}"]') for a, b in ("xy", "yz", "zx"))
    lines = faults(**{f"{table}s": text})
    assert lines == [f"{table}s.toml: {table} {name}: replaced_by: leads back to itself" for name in "xyz"]


# -- the shipped campaign -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slogan", "hang", "wholly"),
    [
        ("letter-thanhcong", "2026-01-10..2026-01-22", True),
        ("letter-thanhcong", "2026-01-10..2026-02-03", False),
        ("letter-thanhcong", "2026-01-23..2026-02-03", None),
        ("cv9743-09", "2026-01-24..2026-02-03", True),  # tiến tới
        ("cv9743-09", "2026-01-10..2026-01-24", False),
        ("cv9743-09", "2026-01-10..2026-01-23", None),
        ("cv9743-02", "2026-01-10..2026-01-23", None),
        ("cv9743-04", "2026-01-10..2026-12-23", None),
        ("bc26-01", "2026-03-16", True),
    ],
)
def test_texts_outside_their_phase(catalogue: Catalogue, slogan: str, hang: str, wholly: bool | None) -> None:
    found = find_misfit(catalogue, catalogue.slogan(slogan), HangDates.parse(hang))
    assert (None if found is None else found.wholly) == wholly


def test_the_text_that_fits_is_named(catalogue: Catalogue) -> None:
    late, early = HangDates.parse("2026-01-24..2026-02-03"), HangDates.parse("2026-01-10..2026-01-19")
    welcome = find_misfit(catalogue, catalogue.slogan("cv9743-02"), late)
    assert welcome is not None and "dh14-motto" in welcome.fitting
    success = find_misfit(catalogue, catalogue.slogan("letter-thanhcong"), early)
    assert success is not None and success.fitting
    for name in (*welcome.fitting, *success.fitting):
        slogan = catalogue.slogan(name)
        hang = late if name in welcome.fitting else early
        assert effective_status(slogan, hang, catalogue).status is Status.ISSUED
        assert catalogue.window(slogan).holds(hang)


# -- versions -------------------------------------------------------------------------------------


def versions(*rows: tuple[int, str, str], **changes: str) -> Catalogue:
    texts = [
        entry("slogan", SLOGAN, version=str(n), text=f'"{text}"', status=f'"{status}"', **changes)
        for n, text, status in rows
    ]
    return load("".join(texts))


@pytest.mark.parametrize(
    ("rows", "current"),
    [
        ([(1, "Một", "issued")], 1),
        ([(1, "Một", "issued"), (2, "Hai", "issued")], 2),
        ([(2, "Hai", "issued"), (1, "Một", "issued")], 2),
        ([(1, "Một", "issued"), (2, "Hai", "draft")], 1),
        ([(1, "Một", "draft"), (2, "Hai", "draft")], 2),
        ([(1, "Một", "issued"), (2, "Hai", "rejected"), (3, "Ba", "issued")], 3),
    ],
)
def test_the_current_version_is_the_newest_issued_one(rows: list[tuple[int, str, str]], current: int) -> None:
    loaded = versions(*rows)
    assert loaded.slogan("a").version == current
    assert [s.version for s in loaded.current] == [current]


def test_an_older_version_is_superseded_by_a_newer_issued_one() -> None:
    loaded = versions((1, "Một", "issued"), (2, "Hai", "issued"), (3, "Ba", "draft"))
    old = effective_status(loaded.slogan("a", 1), HangDates.parse("2026-01-15"), loaded)
    assert old.status is Status.SUPERSEDED and old.replaced_by == ("a",) and "'Hai'" in old.reason
    assert effective_status(loaded.slogan("a", 2), HangDates.parse("2026-01-15"), loaded).status is Status.ISSUED
    assert loaded.issued_texts == {"a": "Hai"}


def test_a_newer_version_counts_from_its_first_day() -> None:
    late = entry("slogan", SLOGAN, version="2", text='"Hai"', valid_from="2026-03-14")
    loaded = load(entry("slogan", SLOGAN) + late)
    old = loaded.slogan("a", 1)
    assert effective_status(old, HangDates.parse("2026-03-01..2026-03-13"), loaded).status is Status.ISSUED
    assert effective_status(old, HangDates.parse("2026-03-01..2026-03-14"), loaded).status is Status.SUPERSEDED


def test_a_version_stands_once_and_an_unknown_one_lists_the_known() -> None:
    text = entry("slogan", SLOGAN) + entry("slogan", SLOGAN, version="2") * 2
    assert faults(slogans=text) == ["slogans.toml: slogan a: id: stands 2 times as version 2"]
    with pytest.raises(UsageError, match="has no version 4") as caught:
        versions((1, "Một", "issued"), (2, "Hai", "issued")).slogan("a", 4)
    assert caught.value.hint == "versions: 1, 2"


def test_the_shipped_campaigns_name_every_phase_in_use(catalogue: Catalogue) -> None:
    used = {c for s in catalogue.slogans for c in s.campaign if set(s.phase) - {"any", "expired"}}
    assert used <= {c.id for c in catalogue.campaigns}
    assert (Path(ROOT) / "assets/catalogue/campaigns.toml").is_file()
