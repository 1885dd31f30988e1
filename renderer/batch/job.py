"""A job: the signs that somebody wants, from a sheet or a TOML file, as one order each.

Cells that hold several values (``;`` or lines, or a list in TOML) stand for every combination of them.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from renderer.batch.columns import FIELDS, LISTS, field_of, read_cell
from renderer.batch.table import Converted, Row, Table, read_table
from renderer.contract.manifest import JobNote
from renderer.contract.order import Order
from renderer.storage.files import read_whole
from renderer.values.errors import CodongError, DataError, UsageError, unknown_name
from renderer.values.record import Value
from renderer.workspace import describe_faults, parse_toml

ALL_UNITS = "*"
"""In the column ``unit``: every organisation of the catalogue."""
MAX_SIGNS = 100_000
_Cells = dict[str, str]
Conditions = dict[str, tuple[str, ...]]
"""Patterns by column: a sign meets them if each column meets one of its patterns."""
_Given = dict[str, Any]


class _Override(Value):
    match: _Given
    set: _Given


class JobFile(Value):
    """A job in TOML: a sheet or signs of its own, with defaults, exceptions and exclusions."""

    schema_: Literal[1] = Field(alias="schema")
    sheet: str = ""
    sheet_name: str = ""
    defaults: _Given = Field(default_factory=dict)
    sign: tuple[_Given, ...] = ()
    override: tuple[_Override, ...] = ()
    exclude: Annotated[tuple[_Given, ...], Field(description="conditions; a sign that meets one is left out")] = ()


@dataclass(frozen=True)
class JobRow:
    """One sign of a job: its place there, its order or what is wrong with it, its folder, its notes, its cells."""

    where: str
    order: Order | None
    fault: CodongError | None
    out: str
    note: JobNote
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Job:
    """The signs in the order of the job; ``remarks`` tell what was passed over or left out, ``converted`` what was
    taken over from a legacy encoding."""

    name: str
    rows: tuple[JobRow, ...]
    remarks: tuple[str, ...] = ()
    converted: tuple[Converted, ...] = ()


class Names:
    """What the columns slogan and unit may say instead of an id: the exact text or name in the catalogue.

    ``former`` are texts of versions that newer ones replaced, with their ids.
    """

    def __init__(
        self, slogans: Mapping[str, str], units: Mapping[str, str], former: Mapping[str, str] | None = None
    ) -> None:
        self.slogans, self.units, self.former = slogans, units, former or {}

    @cached_property
    def _by_text(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for slogan_id, text in self.slogans.items():
            found.setdefault(text, []).append(slogan_id)
        return found

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name: unit_id for unit_id, name in self.units.items()}

    def slogan(self, given: str) -> str:
        """Return the id; a text that stands in the catalogue more than once, or of a former version, is an error."""
        if given in self.former:
            slogan = self.former[given]
            told = f"this is a former text of {slogan}, which now reads {self.slogans[slogan]!r}"
            raise UsageError("former-text", told, field="slogan", hint="write the new text, or the id")
        ids = self._by_text.get(given, [])
        if len(ids) > 1:
            raise UsageError(
                "ambiguous-slogan",
                "this text stands in the catalogue more than once",
                field="slogan",
                hint="give one of the ids: " + ", ".join(ids),
            )
        return ids[0] if ids and given not in self.slogans else given

    def is_text(self, given: str) -> bool:
        """Tell whether this is a slogan's exact text, which may hold what parts several values elsewhere."""
        return given in self._by_text

    def forms(self, field: str, given: str) -> tuple[str, ...]:
        """Return what a cell says and what else stands for the same: a slogan's id and text, a unit's id and name."""
        if field not in ("slogan", "organisation"):
            return (given,)
        texts = self.slogans if field == "slogan" else self.units
        ids = self._by_text.get(given, []) if field == "slogan" else [self._by_name.get(given, "")]
        return tuple(dict.fromkeys((given, *ids, texts.get(given, given))))

    def unit(self, given: str) -> str:
        """Return the id; a batch prints no name that the catalogue does not know."""
        unit_id = given if given in self.units else self._by_name.get(given)
        if unit_id is None:
            close = _close(given, [*self.units, *self.units.values()])
            raise UsageError(
                "unknown-unit",
                f"no unit is called {given!r}",
                field="organisation",
                hint=f"{close}codong units import FILE takes up a list of units",
            )
        return unit_id


def _close(given: str, names: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(given, names, n=3, cutoff=0.75)
    return f"did you mean {' or '.join(near)}? " if near else ""


def read_job(path: Path, names: Names, sheet: str = "", *, accept_converted: bool = False) -> Job:
    """Read a job from TOML, XLSX or CSV. Raises DataError or UsageError for a file that is faulty as a whole.

    ``accept_converted`` takes over a sheet's cells that stand in a legacy encoding; the job tells each of them.
    """
    if path.suffix.lower() != ".toml":
        return _job(path, JobFile(schema=1), read_table(path, sheet, accept_converted=accept_converted), names)
    file = parse_toml(read_whole(path), str(path), JobFile)
    table = Table(())
    if file.sheet:
        beside = path.parent / file.sheet
        table = read_table(beside, sheet or file.sheet_name, accept_converted=accept_converted)
    own = [_toml_row(sign, f"{path.name}: sign {number}") for number, sign in enumerate(file.sign, 1)]
    return _job(path, file, replace(table, rows=(*table.rows, *own)), names)


def _toml_row(given: _Given, where: str) -> Row:
    faults: list[DataError] = []
    return Row(where, _cells(given, where, faults), tuple(faults))


def _cells(given: _Given, where: str, faults: list[DataError]) -> _Cells:
    """Return a TOML table's values as cells; lists become cells of several values."""
    cells = {}
    for key, value in given.items():
        name = field_of(key)
        if not name:
            faults.append(
                DataError(
                    "unknown-column",
                    f"no column is called {key!r}",
                    where=where,
                    hint="codong job columns lists the names",
                )
            )
            continue
        if value == "":
            cells[name] = ""  # left blank on purpose: no default takes its place
            continue
        several = isinstance(value, list) and name in LISTS
        try:
            parts = [read_cell(name, v) for v in value] if several else [read_cell(name, _flat(value))]
        except DataError as fault:
            faults.append(fault.at(f"{where}, {name}"))
            continue
        cells[name] = "\n".join(parts)
    return cells


def _flat(value: Any) -> Any:
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _job(path: Path, file: JobFile, table: Table, names: Names) -> Job:
    if not table.rows:
        raise DataError("empty-job", "holds no sign", where=str(path), hint="fill in a row under the column names")
    faults: list[DataError] = []
    defaults = _cells(file.defaults, f"{path.name}: defaults", faults)
    overrides = [
        (_conditions(o.match, f"{path.name}: override {n}"), _cells(o.set, f"{path.name}: override {n}", faults))
        for n, o in enumerate(file.override, 1)
    ]
    excludes = [_conditions(given, f"{path.name}: exclude {n}") for n, given in enumerate(file.exclude, 1)]
    if faults:
        raise faults[0]
    signs: list[JobRow] = []
    met = [0] * (len(excludes) + len(overrides))
    for row in table.rows:
        for where, cells in _expanded(row, defaults, names):
            left_out = [n for n, condition in enumerate(excludes) if meets(cells, condition, names)]
            if left_out:
                met[left_out[0]] += 1
                continue
            for n, (condition, change) in enumerate(overrides, len(excludes)):
                if meets(cells, condition, names):
                    met[n] += 1
                    cells = _over(cells, change)
            signs.append(_sign(where, cells, row.faults, names))
            if len(signs) > MAX_SIGNS:
                raise DataError("too-many-signs", f"stands for more than {MAX_SIGNS} signs", where=row.where)
    remarks = (*table.remarks, *_told_of(met, len(excludes)))
    if not signs:
        raise DataError("empty-job", "every sign is left out by exclude", where=str(path))
    return Job(path.name, tuple(signs), remarks, table.converted)


def _told_of(met: list[int], excludes: int) -> Iterator[str]:
    """Yield what exclude and override did: one that met nothing may be a slip."""
    for number, count in enumerate(met):
        name = f"exclude {number + 1}" if number < excludes else f"override {number - excludes + 1}"
        if number < excludes and count:
            yield f"{name} leaves out {count} signs"
        elif not count:
            yield f"{name} meets no sign"


_DATES = ({"hang"}, {"hang_from", "hang_to"})


def _over(below: _Cells, above: _Cells) -> _Cells:
    """Return cells with others over them; hang dates given in one way replace those given in the other."""
    hidden: set[str] = set()
    for own, other in (_DATES, _DATES[::-1]):
        if any(above.get(name) for name in own):
            hidden |= other
    return {**{name: cell for name, cell in below.items() if name not in hidden}, **above}


def _expanded(row: Row, defaults: _Cells, names: Names) -> Iterator[tuple[str, _Cells]]:
    """Yield the cells of every combination of a row's lists."""
    cells = _over(defaults, row.cells)
    lists = {name: _values(cells[name]) for name in LISTS if name in cells}
    if names.is_text(cells.get("slogan", "")):
        lists["slogan"] = [cells["slogan"]]
    if lists.get("organisation") == [ALL_UNITS]:
        lists["organisation"] = list(names.units)
    combinations = list(product(*lists.values()))
    for number, values in enumerate(combinations, 1):
        part = f" ({number} of {len(combinations)})" if len(combinations) > 1 else ""
        yield row.where + part, {**cells, **dict(zip(lists, values, strict=True))}


def _values(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()] or [""]


def _sign(where: str, cells: _Cells, faults: tuple[DataError, ...], names: Names) -> JobRow:
    note = JobNote(
        where=where,
        **{k: cells[k] for k in ("place",) if k in cells},
        quantity=int(cells["quantity"]) if cells.get("quantity") else None,
    )
    out = cells.get("out", "")
    if faults:
        return JobRow(where, None, _joined(faults, where), out, note, cells)
    try:
        return JobRow(where, _order(cells, names), None, out, note, cells)
    except CodongError as fault:
        place = f"{where}, {fault.where}" if fault.where else where
        return JobRow(where, None, fault.at(place), out, note, cells)


def _joined(faults: tuple[DataError, ...], where: str) -> DataError:
    if len(faults) == 1:
        return faults[0]
    text = "; ".join(f"{f.where.rpartition(', ')[2]}: {f.message}" for f in faults)
    return DataError("faulty-cells", text, where=where, hint=next((f.hint for f in faults if f.hint), ""))


def _order(cells: _Cells, names: Names) -> Order:
    given: _Given = {k: v for k, v in cells.items() if v != "" and k in Order.model_fields}
    if missing := [name for name in ("layout", "slogan", "size") if name not in given]:
        raise DataError("missing-cell", "nothing is filled in", where=", ".join(missing))
    given["slogan"] = names.slogan(given["slogan"])
    if "organisation" in given:
        given["organisation"] = names.unit(given["organisation"])
    if "formats" in given:
        given["formats"] = tuple(given["formats"].split(","))
    given["draft"] = given.get("draft") == "true"
    given |= _hang(cells)
    try:
        return Order.model_validate(given)
    except ValidationError as fault:
        raise DataError("bad-cell", describe_faults(fault)) from None


def _hang(cells: _Cells) -> dict[str, str]:
    first, last = cells.get("hang_from", ""), cells.get("hang_to", "")
    if not first and not last:
        return {}
    if cells.get("hang"):
        raise DataError("doubled-dates", "hang dates are given twice", field="hang", hint="keep one way of giving them")
    if not first:
        raise DataError("missing-cell", "the first hang date is missing", field="hang_from")
    return {"hang": f"{first}..{last}" if last else first}


# -- conditions -----------------------------------------------------------------------------------


def _conditions(given: _Given, where: str) -> Conditions:
    conditions: Conditions = {}
    for key, value in given.items():
        name = field_of(key)
        if not name:
            raise unknown_name("column", key, list(FIELDS))
        parts = value if isinstance(value, list) else [value]
        conditions[name] = tuple(_pattern(name, part, where) for part in parts)
    if not conditions:
        raise DataError("no-condition", "names no column", where=where)
    return conditions


def _pattern(field: str, value: Any, where: str) -> str:
    """Return a condition's value as the text that it is compared with: words as they are, other values as read."""
    if isinstance(value, str):
        return value
    try:
        return read_cell(field, value)
    except DataError as fault:
        raise fault.at(f"{where}, {field}") from None


def parse_only(expression: str) -> Conditions:
    """Parse a choice of signs, ``slogan=cv9743-*,unit=dang-uy-*``; every part must hold."""
    conditions: Conditions = {}
    for part in expression.split(","):
        key, equals, value = part.partition("=")
        name = field_of(key)
        if not equals or not name:
            raise UsageError(
                "bad-expression",
                f"{part.strip()!r} is not COLUMN=PATTERN",
                field="only",
                hint="for example: slogan=cv9743-*,unit=dang-uy-*; columns: " + ", ".join(FIELDS),
            )
        conditions[name] = (value.strip(),)
    return conditions


def meets(cells: Mapping[str, str], conditions: Conditions, names: Names) -> bool:
    """Tell whether every condition holds; ``*`` and ``?`` stand for any text and any character.

    A unit is met by its id and by its name, a slogan by its id and by its text, however the cell gives it.
    """
    for name, patterns in conditions.items():
        forms = names.forms(name, cells.get(name, ""))
        if not any(fnmatch.fnmatchcase(form, pattern) for pattern in patterns for form in forms):
            return False
    return True
