"""Read the catalogue's TOML files; every fault names file, entry and field, and all are told at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from renderer.catalogue.models import Event, Organisation, Slogan
from renderer.errors import DataError, unknown_name

FOLDER = "assets/catalogue"
_PLAIN = {"extra_forbidden": "unknown field", "missing": "missing", "model_type": "is not a table"}
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

    Raises one DataError that lists every fault, a line each: file, entry, field, what is wrong.
    """
    faults: list[str] = []
    slogans = _entries(read, "slogans.toml", "slogan", Slogan, faults)
    events = _entries(read, "events.toml", "event", Event, faults)
    organisations = _entries(read, "organisations.toml", "organisation", Organisation, faults)
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
    rows = _rows(read, where, table, faults)
    entries: list[_Entry] = []
    for number, row in enumerate(rows, 1):
        try:
            entries.append(model.model_validate(row))
        except ValidationError as fault:
            faults += [f"{where}: {_entry(table, number, row)}: {line}" for line in _lines(fault)]
    faults += [f"{where}: {line}" for line in _id_faults(table, rows)]
    return tuple(entries)


def _rows(read: Callable[[str], bytes], where: str, table: str, faults: list[str]) -> list[Any]:
    try:
        content = tomllib.loads(read(where).decode("utf-8"))
    except DataError as fault:
        faults.append(str(fault))
        return []
    except UnicodeDecodeError as fault:
        faults.append(f"{where}: is not UTF-8 (byte {fault.start})")
        return []
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{where}: is not valid TOML: {fault}")
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
    counts = Counter(row["id"] for row in tables if isinstance(row.get("id"), str))
    doubles = [f"{table} {name}: id: stands {n} times" for name, n in counts.items() if n > 1]
    dangling = [
        f"{_entry(table, number, row)}: replaced_by: there is no {table} {name!r}"
        for number, row in enumerate(rows, 1)
        for name in _replacements(row)
        if name not in counts
    ]
    return doubles + dangling


def _replacements(row: Any) -> list[str]:
    names = row.get("replaced_by") if isinstance(row, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
