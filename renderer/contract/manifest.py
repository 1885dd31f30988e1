"""Records of the manifest: one JSON line per asset. Verification trusts them, never a file's own metadata.

A line carries a seal, the digest of everything else in it: what was changed since it was written is not believed. A
record that was made up whole is found by its parts, which must imply each other (``renderer/review/coherence.py``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, NoReturn

from pydantic import ConfigDict, Field, StringConstraints, ValidationError, field_validator

from renderer.contract.expectation import Expectation
from renderer.contract.formats import FILE_NAME, Format
from renderer.contract.order import Order
from renderer.storage.files import sha256_of
from renderer.values.errors import DataError
from renderer.values.printable import make_printable
from renderer.values.record import Value

MANIFEST_NAME = "manifest.jsonl"
SCHEMA: Literal[5] = 5
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def is_made_here(name: str) -> bool:
    """Tell whether a file of this name is made by rendering: a sign's, or the manifest."""
    return name == MANIFEST_NAME or FILE_NAME.fullmatch(name) is not None


class FileRecord(Value):
    """One finished file. ``path`` leads to it from the manifest's folder; lengths in mm, None for an order in px.

    ``bleed_mm`` is the widest bleed or fold; ``page`` is which of the expected pages a PDF is.
    """

    path: str
    kind: Format
    trim_mm: tuple[float, float] | None
    bleed_mm: float | None
    scale: str
    page: int | None = Field(default=None, ge=1)
    pixels: tuple[int, int] | None
    dpi: float | None
    sha256: Digest

    @field_validator("path")
    @classmethod
    def _stays_below(cls, path: str) -> str:
        parts = PurePosixPath(path).parts
        if not parts or parts[0] == "/" or ".." in parts or make_printable(path) != path:
            raise ValueError("leads out of the manifest's folder, or is no name")
        return path

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


JOB_WORDS = ("shop", "place", "contact", "due")
"""What a job says of a sign in words."""


class JobNote(Value):
    """What was said of an asset that the ticket alone shows: its place in a job, and what printer and hanger need.

    ``where`` is empty for a single order; ``shop`` prints it, ``contact`` is whom it asks, ``due`` when it must be
    ready.
    """

    where: str = ""
    quantity: int | None = Field(default=None, ge=1)
    shop: str = ""
    place: str = ""
    contact: str = ""
    due: str = ""


class ManifestEntry(Value):
    """What was made and proven. ``texts`` are the words as painted, by frame; ``job`` is set by a batch.

    ``approvals`` are hashes of entries of the ledger; ``final_binding`` is that of the final file which a draft shows.
    ``ground`` stands for what drew it: the binding is a hash of order, texts and ground. Older records have none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)

    schema_: Literal[5] = Field(default=SCHEMA, alias="schema")
    binding: Digest
    kind: Literal["final", "draft"]
    order: Order
    texts: dict[str, str]
    source: str
    files: tuple[FileRecord, ...] = Field(min_length=1)
    expectation: Expectation
    checks: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    job: JobNote | None = None
    approvals: tuple[str, ...] = ()
    final_binding: Digest | Literal[""] = ""
    ground: Digest | Literal[""] = ""

    def as_line(self) -> bytes:
        """Return the entry as its line of the manifest, sealed."""
        return seal(self.model_dump(mode="json", by_alias=True))


# -- a line ---------------------------------------------------------------------------------------

_HEAD = b'{"schema":%d,' % SCHEMA
_SEALED = re.compile(rb'\{"schema":([45]),"seal":"([0-9a-f]{64})",')
_RENAMED = {"unit": "organisation", "proof": "draft"}
"""Fields of an order by their names in schema 2."""


def _seal_of(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def seal(content: dict[str, Any]) -> bytes:
    """Return what a record says as its line of the manifest."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return b'%s"seal":"%s",%s\n' % (_HEAD, _seal_of(body), body.removeprefix(_HEAD))


def open_line(line: bytes, path: Path, number: int) -> dict[str, Any]:
    """Return what a line says, as JSON, without looking closer; raises DataError for one that is not as written."""
    body = line.strip()
    if sealed := _SEALED.match(body):
        body = b'{"schema":%s,' % sealed[1] + body[sealed.end() :]
        if _seal_of(body) != sealed[2]:
            _refuse(path, number, "is not what was written")
    try:
        content = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        _refuse(path, number, "is no JSON")
    if not isinstance(content, dict):
        _refuse(path, number, "is no record of a sign")
    known = (4, SCHEMA) if sealed else (2, 3)
    if content.get("schema") not in known or isinstance(content["schema"], bool):
        told = "has no seal" if content.get("schema") in (4, SCHEMA) else f"is of schema {content.get('schema')!r:.40}"
        _refuse(path, number, f"{told}, which this program does not read")
    return content


def parse_entry(line: bytes, path: Path, number: int) -> ManifestEntry:
    """Return the entry that a line of a manifest holds, of this schema or one before; raises DataError."""
    content = open_line(line, path, number)
    try:
        return ManifestEntry.model_validate_json(json.dumps(_upgrade(content)))
    except ValidationError as fault:
        first = fault.errors()[0]
        field = ".".join(map(str, first["loc"])) or "record"
        _refuse(path, number, f"is broken: {field}: {first['msg'].removeprefix('Value error, ')}")
    except (ValueError, TypeError, AttributeError, RecursionError):
        _refuse(path, number, "is no record of a sign")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _refuse(path: Path, number: int, what: str) -> NoReturn:
    raise DataError(
        "broken-manifest",
        f"line {number} {make_printable(what)}",
        where=str(path),
        hint="restore the file from a copy, or render the asset again into an empty folder",
    ) from None


def _upgrade(content: dict[str, Any]) -> dict[str, Any]:
    """Return an entry as this schema writes it: what is called a draft now was called a proof in schema 2; up to
    schema 4 a sign had one CMYK picture, which was no page of the print."""
    if content["schema"] == 2:
        order = {_RENAMED.get(name, name): value for name, value in content["order"].items()}
        content = {
            **content,
            "order": order,
            "kind": "draft" if content.get("kind") == "proof" else content.get("kind"),
        }
    if content["schema"] < SCHEMA:
        content = _page_plates(content)
    return {**content, "schema": SCHEMA}


def _page_plates(content: dict[str, Any]) -> dict[str, Any]:
    """Return an entry whose CMYK picture is the picture of a page."""
    expected, files = content.get("expectation"), content.get("files")
    if not isinstance(expected, dict) or not isinstance(files, list):
        return content  # what is wrong with it is told where it is read
    box = expected.get("plates_box")
    expected = {name: value for name, value in expected.items() if name not in ("plates", "plates_box")}
    files = [{**one, "page": one.get("page") or 1} if one.get("kind") == "tiff" else one for one in files]
    if expected.get("plates_dpi") is not None and not expected.get("pages"):
        trim = [0.0, 0.0, *expected["trim"]]
        expected["pages"] = [{"media": box or trim, "bleed": box or trim, "trim": trim}]
    return {**content, "expectation": expected, "files": files}


# -- what records say of a file ---------------------------------------------------------------------


def record_of(entries: Sequence[ManifestEntry], path: Path) -> tuple[ManifestEntry, FileRecord] | None:
    """Return what a manifest says of a file, or None."""
    return find_record(entries, path.name, sha256_of(path) or "")


def find_record(entries: Sequence[ManifestEntry], name: str, digest: str) -> tuple[ManifestEntry, FileRecord] | None:
    """Return the newest record of this file: by name and bytes, else by name, else (renamed) by bytes."""
    pairs = [(entry, record) for entry in reversed(entries) for record in entry.files]
    ranked = sorted(pairs, key=lambda pair: (pair[1].name != name, pair[1].sha256 != digest))
    best = next(iter(ranked), None)
    if best is None or (best[1].name != name and best[1].sha256 != digest):
        return next((pair for pair in pairs if pair[1].sha256 == digest), None)
    return best
