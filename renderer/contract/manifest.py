"""The manifest: one JSON line per asset, beside its files. Verification trusts it, never a file's own metadata."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import ConfigDict, Field

from renderer.contract.expectation import Expectation
from renderer.contract.formats import Format
from renderer.contract.order import Order
from renderer.storage.files import check_target, is_folder, name_fault, sha256_of
from renderer.values.errors import DataError
from renderer.values.record import Value

MANIFEST_NAME = "manifest.jsonl"


class FileRecord(Value):
    """One finished file. ``path`` leads to it from the manifest's folder; lengths in mm, None for an order in px.

    ``bleed_mm`` is the widest bleed or fold; ``page`` is which of the expected pages a PDF is.
    """

    path: str
    kind: Format
    trim_mm: tuple[float, float] | None
    bleed_mm: float | None
    scale: str
    page: int | None = None
    pixels: tuple[int, int] | None
    dpi: float | None
    sha256: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


class JobNote(Value):
    """What a job said of an asset that no file shows: its place in the job, and what printer and hanger need."""

    where: str
    quantity: int | None = Field(default=None, ge=1)
    place: str = ""


class ManifestEntry(Value):
    """What was made and proven. ``texts`` are the words as painted, by frame; ``job`` is set by a batch.

    ``approvals`` are hashes of entries of the ledger; ``final_binding`` is that of the final file which a draft shows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal[3] = Field(default=3, alias="schema")
    binding: str
    kind: Literal["final", "draft"]
    order: Order
    texts: dict[str, str]
    source: str
    files: tuple[FileRecord, ...]
    expectation: Expectation
    checks: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    job: JobNote | None = None
    approvals: tuple[str, ...] = ()
    final_binding: str = ""

    def as_line(self) -> bytes:
        """Return the entry as its line of the manifest."""
        content = self.model_dump(mode="json", by_alias=True)
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_manifest(path: Path) -> list[ManifestEntry]:
    """Return the entries, oldest first. A last line cut short by a crash was never finished and is left out."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise DataError("unreadable-manifest", f"cannot be read: {fault.strerror}", where=str(path)) from None
    *complete, _torn = raw.split(b"\n")
    return [parse_entry(line, path, number) for number, line in enumerate(complete, 1) if line.strip()]


def find_entries(file: Path, read: Callable[[Path], list[ManifestEntry]]) -> list[ManifestEntry]:
    """Return the entries of the manifest that knows a file: the one beside it or, for a batch, one above it.

    Where none knows it, those of the one beside it. A manifest above that cannot be read is somebody else's.
    """
    beside = file.parent / MANIFEST_NAME
    entries = read(beside)
    digest = sha256_of(file)
    for folder in file.absolute().parents:
        try:
            found = read(folder / MANIFEST_NAME) if folder != file.absolute().parent else entries
        except DataError:
            continue
        relative = file.absolute().relative_to(folder).as_posix()
        if any(record.path == relative or record.sha256 == digest for entry in found for record in entry.files):
            return found
    return entries


def parse_entry(line: bytes, path: Path, number: int) -> ManifestEntry:
    """Return the entry that a line of a manifest holds, of this schema or the one before; raises DataError."""
    try:
        content = json.loads(line)
        return ManifestEntry.model_validate_json(json.dumps(_upgrade(content)) if _is_old(content) else line)
    except (ValueError, TypeError, RecursionError):
        raise DataError(
            "broken-manifest",
            f"line {number} is not a manifest entry",
            where=str(path),
            hint="restore the file from a copy, or render the asset again into an empty folder",
        ) from None


_RENAMED = {"unit": "organisation", "proof": "draft"}
"""Fields of an order by their names in schema 2."""


def _is_old(content: Any) -> bool:
    return isinstance(content, dict) and content.get("schema") == 2 and isinstance(content.get("order"), dict)


def _upgrade(content: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of schema 2 as schema 3 writes it: what is called a draft now was called a proof."""
    order = {_RENAMED.get(name, name): value for name, value in content["order"].items()}
    kind = "draft" if content.get("kind") == "proof" else content.get("kind")
    return {**content, "schema": 3, "kind": kind, "order": order}


def append_entry(path: Path, entry: ManifestEntry) -> None:
    """Add one entry durably; the same entry twice is written once. A torn last line is cut off first."""
    line = entry.as_line()
    check_target(path)
    with name_fault(path), open(path, "ab+", buffering=0) as file, _lock(file.fileno()):
        file.seek(0)
        content = file.read() or b""
        end = content.rfind(b"\n") + 1
        if line not in content[:end].splitlines(keepends=True):
            write_at_end(file, end, line)


def write_at_end(file: FileIO, end: int, line: bytes) -> None:
    """Write ``line`` durably where the complete lines end, or leave the file with those; raises OSError.

    ``file`` is unbuffered, so that nothing of a line that failed is left to be written at close.
    """
    try:
        os.truncate(file.fileno(), end)
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
    except OSError:
        os.truncate(file.fileno(), end)
        raise


@contextmanager
def _lock(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def record_of(entries: list[ManifestEntry], path: Path) -> tuple[ManifestEntry, FileRecord] | None:
    """Return what a manifest says of a file, or None."""
    return find_record(entries, path.name, sha256_of(path) or "")


def find_record(entries: list[ManifestEntry], name: str, digest: str) -> tuple[ManifestEntry, FileRecord] | None:
    """Return the newest record of this file: by name and bytes, else by name, else (renamed) by bytes."""
    pairs = [(entry, record) for entry in reversed(entries) for record in entry.files]
    ranked = sorted(pairs, key=lambda pair: (pair[1].name != name, pair[1].sha256 != digest))
    best = next(iter(ranked), None)
    if best is None or (best[1].name != name and best[1].sha256 != digest):
        return next((pair for pair in pairs if pair[1].sha256 == digest), None)
    return best


def find_manifests(folder: Path) -> list[Path]:
    """Return every manifest in a folder and below it, sorted; raises DataError where there is none."""
    found = sorted(folder.rglob(MANIFEST_NAME)) if is_folder(folder) else []
    if not found:
        raise DataError("no-manifest", f"holds no finished signs: there is no {MANIFEST_NAME}", where=str(folder))
    return found
