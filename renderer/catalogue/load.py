"""Read the catalogue's TOML files; every fault names file, entry and field, and all are told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ValidationError

from renderer.catalogue.dates import event_line
from renderer.catalogue.models import Event, Organisation, Slogan, Status
from renderer.catalogue.phases import ALWAYS, Campaign, Window, anchors_of, window_of
from renderer.text import WORD
from renderer.values.errors import DataError, UsageError, unknown_name
from renderer.values.surprises import kind_of
from renderer.workspace import read_toml

FOLDER = "assets/catalogue"
_PLAIN = {"extra_forbidden": "unknown field", "missing": "missing", "model_type": "is not a table"}
_Entry = TypeVar("_Entry", Slogan, Event, Organisation, Campaign)


@dataclass(frozen=True)
class Catalogue:
    """All records, in the order of their files."""

    slogans: tuple[Slogan, ...]
    events: tuple[Event, ...]
    organisations: tuple[Organisation, ...]
    campaigns: tuple[Campaign, ...] = ()

    def slogan(self, slogan_id: str, version: int | None = None, start: date | None = None) -> Slogan:
        """Return a version of a slogan, by default the current one: the newest that is issued, else the newest.

        With the first day of a sign, the newest that is issued and valid by then, where there is one.
        """
        if version is None:
            current = self._find_slogan(slogan_id)
            begun = [s for s in self.slogans if s.id == slogan_id and _has_begun(s, start)]
            return max(begun, key=_rank, default=current)
        known = {s.version: s for s in self.slogans if s.id == self._find_slogan(slogan_id).id}
        if version not in known:
            told = ", ".join(map(str, sorted(known)))
            raise UsageError(
                "unknown-slogan-version",
                f"slogan {slogan_id} has no version {version}",
                field="slogan_version",
                hint=f"versions: {told}",
            )
        return known[version]

    def _find_slogan(self, given: str) -> Slogan:
        """Return a slogan by its id; raises UsageError, which tells whoever gave nearly a text which one."""
        try:
            return _find_named("slogan", given, self.current)
        except UsageError as fault:
            near = None if any(given.casefold() == s.id for s in self.current) else self._find_near(given)
            if near is None:
                raise
            told = f"is {near.id} meant, whose text is {near.text!r}? Give the id, or the text as it stands there"
            raise UsageError(fault.code, fault.message, where=fault.where, hint=told) from None

    def _find_near(self, given: str) -> Slogan | None:
        """Return the slogan whose words are nearly those of a text: more than half of all are in both."""
        words = _words_of(given[:_LONGEST_TEXT])
        shares = {id(s): len(words & own) / len(words | own) for s, own in self._word_sets if words}
        best = max(self._word_sets, key=lambda entry: shares.get(id(entry[0]), 0.0), default=None)
        return best[0] if best is not None and shares.get(id(best[0]), 0.0) > _NEAR else None

    @cached_property
    def _word_sets(self) -> list[tuple[Slogan, frozenset[str]]]:
        return [(s, _words_of(s.text)) for s in self.current]

    @cached_property
    def current(self) -> tuple[Slogan, ...]:
        """The current version of every slogan."""
        best: dict[str, Slogan] = {}
        for slogan in self.slogans:
            other = best.get(slogan.id)
            if other is None or _rank(slogan) > _rank(other):
                best[slogan.id] = slogan
        return tuple(best.values())

    def newer(self, slogan: Slogan) -> Slogan | None:
        """Return the issued version that came after this one, if there is one."""
        later = [s for s in self.slogans if s.id == slogan.id and s.version > slogan.version]
        return max((s for s in later if s.status is Status.ISSUED), key=_rank, default=None)

    @cached_property
    def issued_texts(self) -> dict[str, str]:
        """The issued texts by id: slogans in their current version, and lines of events."""
        slogans = {s.id: s.text for s in self.current if s.status is Status.ISSUED}
        return slogans | {e.id: event_line(e) for e in self.events if e.status is Status.ISSUED}

    def is_dated(self, campaign_id: str) -> bool:
        """Tell whether any phase of a campaign has a day."""
        return any(p.first or p.last for c in self.campaigns if c.id == campaign_id for p in c.phase)

    def window(self, slogan: Slogan) -> Window:
        """Return the days on which a slogan fits its campaign."""
        return window_of(slogan, self.campaigns, {e.id: e for e in self.events})

    def event(self, event_id: str) -> Event:
        return _find_named("event", event_id, self.events)

    def organisation(self, organisation_id: str) -> Organisation:
        return _find_named("organisation", organisation_id, self.organisations)


_LONGEST_TEXT, _NEAR = 1_000, 0.5


def _words_of(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold()))


def _has_begun(slogan: Slogan, start: date | None) -> bool:
    begun = start is None or slogan.valid_from is None or slogan.valid_from <= start
    return slogan.status is Status.ISSUED and begun


def _rank(slogan: Slogan) -> tuple[bool, int]:
    return slogan.status is Status.ISSUED, slogan.version


def _find_named(kind: str, wanted: str, records: Sequence[_Entry]) -> _Entry:
    for record in records:
        if record.id == wanted:
            return record
    raise unknown_name(kind, wanted, [r.id for r in records])


def load_catalogue(read: Callable[[str], bytes]) -> Catalogue:
    """Load the files through ``read`` (workspace path to bytes).

    Raises one DataError that lists every fault, a line each: file, entry, field, what is wrong.
    """
    faults: list[str] = []
    slogans = _entries(read, "slogans.toml", "slogan", Slogan, faults)
    events = _entries(read, "events.toml", "event", Event, faults)
    organisations = _entries(read, "organisations.toml", "organisation", Organisation, faults)
    campaigns = _entries(read, "campaigns.toml", "campaign", Campaign, faults)
    faults += _phase_faults(slogans, events, campaigns) if not faults else ()
    if faults:
        raise DataError(
            "faulty-catalogue",
            "\n".join([f"{len(faults)} fault(s):", *faults]),
            where=FOLDER,
            hint="mend the entries named",
        )
    return Catalogue(slogans, events, organisations, campaigns)


def _entries(
    read: Callable[[str], bytes], file: str, table: str, model: type[_Entry], faults: list[str]
) -> tuple[_Entry, ...]:
    where = f"{FOLDER}/{file}"
    rows = _rows(read, where, table, faults)
    entries: list[_Entry] = []
    for number, row in enumerate(rows, 1):
        try:
            entries.append(model.model_validate(row))
        except ValidationError as fault:
            faults += [f"{where}: {_entry(table, number, row)}: {line}" for line in _lines(fault)]
        except (ArithmeticError, RecursionError) as fault:
            faults.append(f"{where}: {_entry(table, number, row)}: holds what no field takes: {kind_of(fault)}")
    faults += [f"{where}: {line}" for line in _id_faults(table, rows)]
    return tuple(entries)


def _rows(read: Callable[[str], bytes], where: str, table: str, faults: list[str]) -> list[Any]:
    try:
        content = read_toml(read(where), where)
    except DataError as fault:
        faults.append(str(fault))
        return []
    strange = [name for name in content if name != table]
    faults += [f"{where}: {name}: unknown table; entries are [[{table}]]" for name in strange]
    rows = content.get(table, [])
    if not isinstance(rows, list):
        faults.append(f"{where}: {table}: write [[{table}]], not [{table}]")
        return []
    return rows


def _entry(table: str, number: int, row: Any) -> str:
    name = row.get("id") if isinstance(row, dict) else None
    return f"{table} {name}" if isinstance(name, str) and name else f"{table} no. {number}"


def _lines(fault: ValidationError) -> list[str]:
    """Return ``field: message`` for each finding; a fault of the whole record names its field itself."""
    lines = []
    for error in fault.errors(include_url=False):
        message = _PLAIN.get(error["type"], error["msg"].removeprefix("Value error, "))
        lines.append(": ".join([".".join(str(part) for part in error["loc"]), message]).removeprefix(": "))
    return lines


def _id_faults(table: str, rows: list[Any]) -> list[str]:
    """Return duplicate ids and dangling replacements; faulty entries count, so one fault is told once."""
    tables = [row for row in rows if isinstance(row, dict)]
    names = {row["id"] for row in tables if isinstance(row.get("id"), str)}
    counts = Counter((row["id"], row.get("version", 1)) for row in tables if isinstance(row.get("id"), str))
    several = {name for name in names if len({version for n, version in counts if n == name}) > 1}
    doubles = [
        f"{table} {name}: id: stands {count} times" + (f" as version {version}" if name in several else "")
        for (name, version), count in counts.items()
        if count > 1
    ]
    dangling = [
        f"{_entry(table, number, row)}: replaced_by: there is no {table} {name!r}"
        for number, row in enumerate(rows, 1)
        for name in _replacements(row)
        if name not in names
    ]
    return doubles + dangling + [f"{table} {name}: replaced_by: leads back to itself" for name in _circles(tables)]


def _replacements(row: Any) -> list[str]:
    names = row.get("replaced_by") if isinstance(row, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _circles(rows: list[dict[str, Any]]) -> list[str]:
    """Return the entries that replace themselves by way of others."""
    after = {row["id"]: _replacements(row) for row in rows if isinstance(row.get("id"), str)}
    found = []
    for name, then in after.items():
        reached, waiting = set[str](), [n for n in then if n != name]
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting += after.get(one, [])
        if name in reached:
            found.append(name)
    return found


def _phase_faults(slogans: Sequence[Slogan], events: Sequence[Event], campaigns: Sequence[Campaign]) -> list[str]:
    """Return phases that no campaign of their entry has, and days that no event gives."""
    known = {c.id: {p.id for p in c.phase} for c in campaigns}
    names = {e.id for e in events}
    strange = [
        f"{FOLDER}/slogans.toml: slogan {s.id}: phase: none of its campaigns has {phase!r}"
        for s in slogans
        for phase in s.phase
        if phase not in ALWAYS and not any(phase in known.get(campaign, ()) for campaign in s.campaign)
    ]
    return strange + [
        f"{FOLDER}/campaigns.toml: campaign {c.id}: phase: there is no event {event!r}"
        for c in campaigns
        for event in anchors_of(c)
        if event not in names
    ]
