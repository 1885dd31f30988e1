"""Taking a province's list of units into the catalogue: a person hands in the list and says where it comes from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from renderer.batch.columns import look_up
from renderer.batch.table import read_named
from renderer.catalogue import Organisation, append_entries, refuse_packed
from renderer.studio import Studio
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


@dataclass(frozen=True)
class Imported:
    """What was taken up: id and name of the new units, how many were known, and remarks."""

    added: tuple[tuple[str, str], ...]
    known: int
    remarks: tuple[str, ...]


def import_units(
    studio: Studio, path: Path, source: str, sheet: str = "", *, accept_converted: bool = False
) -> Imported:
    """Add the units of a list to ``organisations.toml``; all of them or, with a DataError naming each fault, none."""
    refuse_packed(studio.workspace)
    rows, remarks = read_named(path, lambda header: look_up(_HEADERS, header), sheet, accept_converted=accept_converted)
    by_id = {o.id: o.name for o in studio.catalogue.organisations}
    by_name = {o.name: o.id for o in studio.catalogue.organisations}
    added: list[tuple[str, dict[str, str]]] = []
    faults: list[str] = []
    known = 0
    for where, cells in rows:
        try:
            entry = _entry(cells, source)
        except CodongError as fault:
            faults.append(f"{where}: {fault.message}" + (f" ({fault.hint})" if fault.hint else ""))
            continue
        if by_name.get(entry["name"]) == entry["id"] or (entry["name"] in by_name and not cells.get("id")):
            known += 1
        elif entry["id"] in by_id:
            faults.append(
                f"{where}: the id {entry['id']} is that of {by_id[entry['id']]!r} (give one in the column 'mã')"
            )
        else:
            by_id[entry["id"]], by_name[entry["name"]] = entry["name"], entry["id"]
            added.append((where, entry))
    if faults:
        raise DataError(
            "faulty-list", "\n".join([f"{len(faults)} fault(s), nothing was taken up:", *faults]), where=str(path)
        )
    if added:
        append_entries(studio.workspace, "organisation", [entry for _, entry in added])
    return Imported(tuple((e["id"], e["name"]) for _, e in added), known, remarks)


def _entry(cells: dict[str, Any], source: str) -> dict[str, str]:
    given = {k: unicodedata.normalize("NFC", str(v)).strip() for k, v in cells.items()}
    name = given.get("name", "")
    if not name:
        raise DataError("missing-name", "the name is missing")
    try:
        check_text(name, "name")
    except RefusedError as fault:
        raise DataError(fault.code, f"{name!r}: {fault.message}", hint=fault.hint) from None
    kind = _kind(given.get("kind", ""), name)
    entry = {"id": given.get("id") or slugify(name), "name": name, "kind": kind}
    if given.get("province"):
        entry["province"] = given["province"]
    entry["source"] = source
    try:
        Organisation.model_validate(entry)
    except ValidationError as fault:
        raise DataError("bad-unit", describe_faults(fault)) from None
    return entry


def _kind(given: str, name: str) -> str:
    if given:
        known = {slugify(word): kind for word, kind in _KINDS.items()}
        return known.get(slugify(given), given)
    for pattern, kind in _KIND_OF_NAME:
        if re.match(pattern, name):
            return kind
    raise DataError("unknown-kind", f"{name!r}: what kind of body is it?", hint="column 'loại': " + ", ".join(_KINDS))
