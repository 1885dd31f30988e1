"""A job: the signs that somebody wants, from a spreadsheet or a TOML file, as one order each.

Cells that hold several values (``;`` or lines, or a list in TOML) stand for every combination of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from renderer.batch.columns import JOB_COLUMNS, LISTS, field_of, read_cell
from renderer.batch.names import Names
from renderer.batch.rules import Cells, Rules, lay_over, read_conditions
from renderer.contract.manifest import JOB_WORDS, JobNote
from renderer.contract.order import Order
from renderer.storage.files import read_whole
from renderer.tables import Converted, Row, Table, read_table
from renderer.values.errors import CodongError, DataError
from renderer.values.limits import TEXT
from renderer.values.record import Value
from renderer.workspace import describe_faults, parse_toml

ALL_ORGANISATIONS = "*"
"""In the column ``organisation``: every organisation of the catalogue."""
MAX_SIGNS = 100_000
_Given = dict[str, Any]


class _Override(Value):
    match: _Given
    set: _Given


class JobFile(Value):
    """A job in TOML: a spreadsheet or signs of its own, with defaults, exceptions and exclusions."""

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


def read_job(path: Path, names: Names, sheet: str = "", *, accept_converted: bool = False) -> Job:
    """Read a job from TOML, XLSX or CSV. Raises DataError or UsageError for a file that is faulty as a whole.

    ``accept_converted`` takes over a sheet's cells that stand in a legacy encoding; the job tells each of them.
    """
    if path.suffix.lower() != ".toml":
        table = _read_sheet(path, sheet, accept_converted=accept_converted)
        return _build_job(path, JobFile(schema=1), table, names)
    file = parse_toml(read_whole(path, TEXT.file_bytes), str(path), JobFile)
    table = Table(())
    if file.sheet:
        beside = path.parent / file.sheet
        table = _read_sheet(beside, sheet or file.sheet_name, accept_converted=accept_converted)
    own = [_read_sign(sign, f"{path.name}: sign {number}") for number, sign in enumerate(file.sign, 1)]
    return _build_job(path, file, replace(table, rows=(*table.rows, *own)), names)


def _read_sheet(path: Path, sheet: str, *, accept_converted: bool) -> Table:
    table = read_table(path, JOB_COLUMNS, sheet, accept_converted=accept_converted)
    if table.header == 1:
        return table
    remark = f"{path.name}: the columns are named in row {table.header}; what stands above is passed over"
    return replace(table, remarks=(*table.remarks, remark))


def _read_sign(given: _Given, where: str) -> Row:
    faults: list[DataError] = []
    return Row(where, _read_cells(given, where, faults), tuple(faults))


def _read_cells(given: _Given, where: str, faults: list[DataError]) -> Cells:
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
            parts = [read_cell(name, v) for v in value] if several else [read_cell(name, _flatten(value))]
        except DataError as fault:
            faults.append(fault.at(f"{where}, {name}"))
            continue
        cells[name] = "\n".join(parts)
    return cells


def _flatten(value: Any) -> Any:
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _build_job(path: Path, file: JobFile, table: Table, names: Names) -> Job:
    if not table.rows:
        raise DataError("empty-job", "holds no sign", where=str(path), hint="fill in a row under the column names")
    faults: list[DataError] = []
    defaults = _read_cells(file.defaults, f"{path.name}: defaults", faults)
    rules = _read_rules(file, path.name, names, faults)
    if faults:
        raise faults[0]
    signs: list[JobRow] = []
    count = 0
    for row in table.rows:
        cells = lay_over(defaults, row.cells)
        lists = _split_lists(cells, names)
        # Short lists make many signs: they are counted before any is made.
        count += prod(map(len, lists.values()))
        if count > MAX_SIGNS:
            raise DataError("too-many-signs", f"stands for more than {MAX_SIGNS} signs", where=row.where)
        for where, sign in _expand(row.where, cells, lists):
            if (changed := rules.apply(sign)) is not None:
                signs.append(_build_row(where, changed, row.faults, names))
    if not signs:
        raise DataError("empty-job", "every sign is left out by exclude", where=str(path))
    return Job(path.name, tuple(signs), (*table.remarks, *rules.tell()), table.converted)


def _read_rules(file: JobFile, name: str, names: Names, faults: list[DataError]) -> Rules:
    overrides = []
    for number, override in enumerate(file.override, 1):
        where = f"{name}: override {number}"
        overrides.append((read_conditions(override.match, where), _read_cells(override.set, where, faults)))
    excludes = [read_conditions(given, f"{name}: exclude {number}") for number, given in enumerate(file.exclude, 1)]
    return Rules(names, excludes, overrides)


def _split_lists(cells: Cells, names: Names) -> dict[str, list[str]]:
    """Return the values of every column that may hold several."""
    lists = {name: _split_values(cells[name]) for name in LISTS if name in cells}
    if names.is_text(cells.get("slogan", "")):
        lists["slogan"] = [cells["slogan"]]
    if lists.get("organisation") == [ALL_ORGANISATIONS]:
        lists["organisation"] = list(names.organisations)
    return lists


def _expand(where: str, cells: Cells, lists: Mapping[str, list[str]]) -> Iterator[tuple[str, Cells]]:
    """Yield the cells of every combination of a row's lists."""
    count = prod(map(len, lists.values()))
    for number, values in enumerate(product(*lists.values()), 1):
        part = f" ({number} of {count})" if count > 1 else ""
        yield where + part, {**cells, **dict(zip(lists, values, strict=True))}


def _split_values(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()] or [""]


def _build_row(where: str, cells: Cells, faults: tuple[DataError, ...], names: Names) -> JobRow:
    note = JobNote(
        where=where,
        **{k: cells[k] for k in JOB_WORDS if k in cells},
        quantity=int(cells["quantity"]) if cells.get("quantity") else None,
    )
    out = cells.get("out", "")
    if faults:
        return JobRow(where, None, _join_faults(faults, where), out, note, cells)
    try:
        return JobRow(where, _build_order(cells, names), None, out, note, cells)
    except CodongError as fault:
        place = f"{where}, {fault.where}" if fault.where else where
        return JobRow(where, None, fault.at(place), out, note, cells)


def _join_faults(faults: tuple[DataError, ...], where: str) -> DataError:
    if len(faults) == 1:
        return faults[0]
    text = "; ".join(f"{f.where.rpartition(', ')[2]}: {f.message}" for f in faults)
    return DataError("faulty-cells", text, where=where, hint=next((f.hint for f in faults if f.hint), ""))


def _build_order(cells: Cells, names: Names) -> Order:
    given: _Given = {k: v for k, v in cells.items() if v != "" and k in Order.model_fields}
    if missing := [name for name in ("layout", "slogan", "size") if name not in given]:
        raise DataError("missing-cell", "nothing is filled in", where=", ".join(missing))
    given["slogan"] = names.slogan(given["slogan"])
    if "organisation" in given:
        given["organisation"] = names.organisation(given["organisation"])
    if "formats" in given:
        given["formats"] = tuple(given["formats"].split(","))
    given["draft"] = given.get("draft") == "true"
    given |= _join_days(cells)
    try:
        return Order.model_validate(given)
    except ValidationError as fault:
        raise DataError("bad-cell", describe_faults(fault)) from None


def _join_days(cells: Cells) -> dict[str, str]:
    first, last = cells.get("hang_from", ""), cells.get("hang_to", "")
    if not first and not last:
        return {}
    if cells.get("hang"):
        raise DataError("doubled-dates", "hang dates are given twice", field="hang", hint="keep one way of giving them")
    if not first:
        raise DataError("missing-cell", "the first hang date is missing", field="hang_from")
    return {"hang": f"{first}..{last}" if last else first}
