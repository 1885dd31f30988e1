"""Read the catalogue's TOML files; every fault names file, entry and field, and all are told at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from renderer.catalogue.models import Event, Organisation, Slogan
from renderer.errors import DataError, unknown_name
from renderer.workspace import describe_faults

FOLDER = "assets/catalogue"
_Entry = TypeVar("_Entry", Slogan, Event, Organisation)


@dataclass(frozen=True)
class Catalogue:
    """All records, in the order of their files."""

    slogans: tuple[Slogan, ...]
    events: tuple[Event, ...]
    organisations: tuple[Organisation, ...]

    def slogan(self, slogan_id: str) -> Slogan:
        return _named("slogan", slogan_id, self.slogans)

    def event(self, event_id: str) -> Event:
        return _named("event", event_id, self.events)

    def organisation(self, organisation_id: str) -> Organisation:
        return _named("organisation", organisation_id, self.organisations)


def _named(kind: str, wanted: str, records: Sequence[_Entry]) -> _Entry:
    for record in records:
        if record.id == wanted:
            return record
    raise unknown_name(kind, wanted, [r.id for r in records])


def load_catalogue(read: Callable[[str], bytes]) -> Catalogue:
    """Load the three files through ``read`` (workspace path to bytes).

    Raises one DataError that lists every fault, a line each.
    """
    faults: list[str] = []
    slogans = _entries(read, "slogans.toml", "slogan", Slogan, faults)
    events = _entries(read, "events.toml", "event", Event, faults)
    organisations = _entries(read, "organisations.toml", "organisation", Organisation, faults)
    faults += _dangling("slogans.toml", slogans) + _dangling("events.toml", events)
    if faults:
        raise DataError(
            "faulty-catalogue",
            "\n".join([f"{len(faults)} fault(s):", *faults]),
            where=FOLDER,
            hint="mend the entries named",
        )
    return Catalogue(slogans, events, organisations)


def _entries(
    read: Callable[[str], bytes], file: str, table: str, model: type[_Entry], faults: list[str]
) -> tuple[_Entry, ...]:
    where = f"{FOLDER}/{file}"
    try:
        content = tomllib.loads(read(where).decode("utf-8"))
    except UnicodeDecodeError as fault:
        faults.append(f"{where}: is not UTF-8 (byte {fault.start})")
        return ()
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{where}: is not valid TOML: {fault}")
        return ()
    faults += [f"{where}: unknown table {name!r}" for name in content if name != table]
    rows = content.get(table, [])
    if not isinstance(rows, list):
        faults.append(f"{where}: write [[{table}]], not [{table}]")
        return ()
    entries: list[_Entry] = []
    for number, row in enumerate(rows, 1):
        try:
            entries.append(model.model_validate(row))
        except ValidationError as fault:
            name = row.get("id") if isinstance(row, dict) else None
            faults.append(f"{where}: {table} {name or f'no. {number}'}: {describe_faults(fault)}")
    doubles = [i for i, count in Counter(e.id for e in entries).items() if count > 1]
    faults += [f"{where}: {table} {i}: id: stands {Counter(e.id for e in entries)[i]} times" for i in doubles]
    return tuple(entries)


def _dangling(file: str, records: Sequence[Slogan] | Sequence[Event]) -> list[str]:
    known = {r.id for r in records}
    return [
        f"{FOLDER}/{file}: {record.id}: replaced_by: there is no {name!r}"
        for record in records
        for name in record.replaced_by
        if name not in known
    ]
