"""A province's list of organisations taken into the catalogue: a person hands it in and says where it comes from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from renderer.catalogue import Organisation, append_entries, refuse_packed
from renderer.studio import Studio
from renderer.tables import Columns, Row, index_names, look_up, read_table
from renderer.text import check_text, slugify
from renderer.values.errors import CodongError, DataError, RefusedError
from renderer.workspace import describe_faults

_HEADERS = {
    "id": ("id", "mã", "mã đơn vị"),
    "name": ("name", "tên", "tên đơn vị", "đơn vị", "tên cơ quan"),
    "kind": ("kind", "loại", "khối"),
    "province": ("province", "tỉnh", "tỉnh thành", "thành phố"),
}
_KINDS = {
    "đảng": "party",
    "nhà nước": "state",
    "chính quyền": "state",
    "mặt trận": "front",
    "báo chí": "press",
    "đoàn thể": "association",
    "hội": "association",
}
_KIND_OF_NAME = (
    (r"(Đảng ủy|Đảng bộ|Tỉnh ủy|Thành ủy|Huyện ủy|Chi bộ|Ban Tuyên giáo)\b", "party"),
    (r"(Ủy ban Mặt trận|UBMTTQ|Mặt trận)\b", "front"),
    (r"(UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Sở|Phòng|Ủy ban bầu cử)\b", "state"),
    (r"(Báo|Đài)\b", "press"),
    (r"(Hội|Liên đoàn|Đoàn|Công đoàn)\b", "association"),
)
"""What a body is, by how official names begin; anything else must be said in the column 'loại'."""
_NAMES = index_names(_HEADERS)


def _read_cell(field: str, value: Any) -> str:
    return unicodedata.normalize("NFC", str(value)).strip()


_COLUMNS = Columns(
    naming=lambda header: look_up(_NAMES, header),
    read=_read_cell,
    least=1,
    examples="tên đơn vị, loại, tỉnh",
    hint="call the column of the names 'tên đơn vị'",
)
"""How a list of organisations is read: people's own columns are passed over."""


@dataclass(frozen=True)
class ImportOutcome:
    """What was taken up: id and name of the new organisations, how many were known, and remarks."""

    added: tuple[tuple[str, str], ...]
    known: int
    remarks: tuple[str, ...]


def import_organisations(
    studio: Studio, path: Path, source: str, sheet: str = "", *, accept_converted: bool = False
) -> ImportOutcome:
    """Add the organisations of a list to ``organisations.toml``.

    All of them or, with a DataError naming each fault, none.
    """
    refuse_packed(studio.workspace)
    table = read_table(path, _COLUMNS, sheet, accept_converted=accept_converted)
    for row in table.rows:
        if row.faults:
            raise row.faults[0]
    added, known = _take_up([row for row in table.rows if row.cells], source, studio.catalogue.organisations, path)
    if added:
        append_entries(studio.workspace, "organisation", added)
    remarks = (*table.remarks, *map(str, table.converted))
    return ImportOutcome(tuple((entry["id"], entry["name"]) for entry in added), known, remarks)


def _take_up(
    rows: Iterable[Row], source: str, held: Iterable[Organisation], path: Path
) -> tuple[list[dict[str, str]], int]:
    """Return the entries that are new, and how many rows are of ones in the catalogue; raises DataError."""
    by_id = {o.id: o.name for o in held}
    by_name = {name: o_id for o_id, name in by_id.items()}
    added: list[dict[str, str]] = []
    faults: list[str] = []
    known = 0
    for row in rows:
        try:
            entry = _make_entry(row.cells, source)
        except CodongError as fault:
            faults.append(f"{row.where}: {fault.message}" + (f" ({fault.hint})" if fault.hint else ""))
            continue
        if by_name.get(entry["name"]) == entry["id"] or (entry["name"] in by_name and not row.cells.get("id")):
            known += 1
        elif entry["id"] in by_id:
            told = f"the id {entry['id']} is that of {by_id[entry['id']]!r} (give one in the column 'mã')"
            faults.append(f"{row.where}: {told}")
        else:
            by_id[entry["id"]], by_name[entry["name"]] = entry["name"], entry["id"]
            added.append(entry)
    if faults:
        raise DataError(
            "faulty-list", "\n".join([f"{len(faults)} fault(s), nothing was taken up:", *faults]), where=str(path)
        )
    return added, known


def _make_entry(given: Mapping[str, str], source: str) -> dict[str, str]:
    name = given.get("name", "")
    if not name:
        raise DataError("missing-name", "the name is missing")
    try:
        check_text(name, "name")
    except RefusedError as fault:
        raise DataError(fault.code, f"{name!r}: {fault.message}", hint=fault.hint) from None
    kind = _find_kind(given.get("kind", ""), name)
    entry = {"id": given.get("id") or slugify(name), "name": name, "kind": kind}
    if given.get("province"):
        entry["province"] = given["province"]
    entry["source"] = source
    try:
        Organisation.model_validate(entry)
    except ValidationError as fault:
        raise DataError("bad-unit", describe_faults(fault)) from None
    return entry


def _find_kind(given: str, name: str) -> str:
    if given:
        known = {slugify(word): kind for word, kind in _KINDS.items()}
        return known.get(slugify(given), given)
    for pattern, kind in _KIND_OF_NAME:
        if re.match(pattern, name):
            return kind
    raise DataError("unknown-kind", f"{name!r}: what kind of body is it?", hint="column 'loại': " + ", ".join(_KINDS))
