"""What a record is on given hang dates: one function, as a table of cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.catalogue import Catalogue, Event, Slogan, Status, effective_status, load_catalogue
from renderer.values.dates import HangDates

ROOT = Path(__file__).parents[2]
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(lambda name: (ROOT / name).read_bytes())


def slogan(**fields: Any) -> Slogan:
    base = {"id": "a", "text": "Một", "kind": "slogan", "source": "s", "status": Status.ISSUED}
    return Slogan.model_validate({**base, **fields})


JAN = {"valid_from": date(2026, 1, 10), "valid_to": date(2026, 1, 20)}


@pytest.mark.parametrize(
    ("fields", "hang", "status"),
    [
        ({}, "2026-01-01..2026-12-31", "issued"),
        (JAN, "2026-01-10..2026-01-20", "issued"),
        (JAN, "2026-01-15", "issued"),
        (JAN, "2026-01-09..2026-01-15", "not-yet-valid"),
        (JAN, "2026-01-15..2026-01-21", "expired"),
        (JAN, "2026-01-21", "expired"),
        (JAN, "2026-01-01", "not-yet-valid"),
        (JAN, "2026-01-01..2026-02-01", "not-yet-valid"),
        ({"replaced_by": ("b",)}, "2026-01-15", "superseded"),
        ({**JAN, "replaced_by": ("b",)}, "2026-01-15", "issued"),
        ({**JAN, "replaced_by": ("b",)}, "2026-01-21", "expired"),
        ({"valid_from": date(2026, 1, 10), "replaced_by": ("b",)}, "2026-01-15", "superseded"),
        ({"status": Status.DRAFT, **JAN}, "2026-01-15", "draft"),
        ({"status": Status.REJECTED}, "2026-01-15", "rejected"),
        ({"status": Status.SUPERSEDED, "replaced_by": ("b",)}, "2026-01-15", "superseded"),
        ({"status": Status.EXPIRED}, "2026-01-15", "expired"),
    ],
)
def test_status_by_provenance_validity_and_replacement(fields: dict[str, Any], hang: str, status: str) -> None:
    effective = effective_status(slogan(**fields), HangDates.parse(hang))
    assert effective.status.value == status
    assert effective.reason
    assert effective.replaced_by == (() if status == "issued" else fields.get("replaced_by", ()))


@pytest.mark.parametrize(
    ("slogan_id", "hang", "status", "replaced_by"),
    [
        ("cv9743-02", "2026-01-19..2026-02-03", "issued", ()),
        ("dh14-theme-v1", "2026-01-10..2026-01-15", "superseded", ("dh14-theme-v3",)),
        ("dh14-theme-v2", "2026-01-20..2026-01-23", "superseded", ("dh14-theme-v3",)),
        ("dh14-theme-v3", "2026-01-20..2026-02-03", "issued", ()),
        ("dh14-theme-v3", "2026-01-19..2026-02-03", "not-yet-valid", ()),
        ("bc21-01", "2026-03-01..2026-03-15", "expired", ()),
        ("bc21-01", "2021-05-01..2021-05-23", "expired", ()),
        ("bc16-04-erratum", "2026-03-01", "expired", ()),
        ("ld-137-error", "2026-05-01", "rejected", ()),
        ("bc26-01", "2026-03-01..2026-03-15", "draft", ()),
        ("bc26-02", "2026-03-01..2026-03-15", "draft", ()),
        ("bc26-03", "2026-03-01..2026-03-15", "draft", ()),
    ],
)
def test_status_of_real_slogans(
    catalogue: Catalogue, slogan_id: str, hang: str, status: str, replaced_by: tuple[str, ...]
) -> None:
    effective = effective_status(catalogue.slogan(slogan_id), HangDates.parse(hang))
    assert (effective.status.value, effective.replaced_by) == (status, replaced_by)


@pytest.mark.parametrize(
    ("event_id", "status", "replaced_by"),
    [
        ("dai-hoi-xiv-du-kien", "superseded", ("dai-hoi-xiv",)),
        ("dai-hoi-xiv", "issued", ()),
        ("thanh-lap-dang-96", "issued", ()),
        ("giai-phong-51", "draft", ()),
    ],
)
def test_status_of_real_events(catalogue: Catalogue, event_id: str, status: str, replaced_by: tuple[str, ...]) -> None:
    effective = effective_status(catalogue.event(event_id), HangDates.parse("2026-01-21..2026-02-03"))
    assert (effective.status.value, effective.replaced_by) == (status, replaced_by)


@pytest.mark.parametrize(
    ("record_id", "hang", "words"),
    [
        ("dh14-theme-v3", "2026-01-19", "is valid from 2026-01-20, but would hang from 2026-01-19"),
        ("ld-137-error", "2026-05-01", "has been rejected: published with an arithmetic slip"),
        ("bc26-02", "2026-03-01", "is a draft: it was read in no document that issues it: line on the Party site"),
        ("cv9743-01", "2025-03-01", "read in Công văn số 9743-CV/BTGTW"),
    ],
)
def test_reasons(catalogue: Catalogue, record_id: str, hang: str, words: str) -> None:
    assert effective_status(catalogue.slogan(record_id), HangDates.parse(hang)).reason.startswith(words)


def test_an_end_of_validity_is_told_with_its_day() -> None:
    effective = effective_status(slogan(**JAN), HangDates.parse("2026-01-15..2026-01-21"))
    assert effective.reason == "is valid to 2026-01-20, but would hang to 2026-01-21"


@given(DAYS, DAYS, DAYS, DAYS)
def test_issued_means_valid_on_every_day(a: date, b: date, c: date, d: date) -> None:
    first, last, start, end = min(a, b), max(a, b), min(c, d), max(c, d)
    fields = {"valid_from": first, "valid_to": last}
    record = slogan(**fields)
    event = Event(
        id="e", title="Hội", form="day", on=first, source="s", status=Status.ISSUED, valid_from=first, valid_to=last
    )
    for found in (effective_status(r, HangDates(start, end)).status for r in (record, event)):
        assert (found is Status.ISSUED) == (first <= start and end <= last)
