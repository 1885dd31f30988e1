"""The manifest's file: records added to it durably, and found in it by the files they tell of, however many it has."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry, open_line, parse_entry
from renderer.storage.files import is_folder, name_fault, open_regular, sha256_of
from renderer.storage.lines import MOST_LINE_BYTES, Line, lock_file, open_lines, scan_lines, write_at_end
from renderer.values.errors import DataError
from renderer.values.limits import MANIFEST

_BEGINNINGS = (b'{"schema":5,"seal":"', b'{"schema":4,"seal":"', b'{"schema":3,"binding":"', b'{"schema":2,"binding":"')
"""How lines of ours begin."""


# -- reading --------------------------------------------------------------------------------------


def iterate_manifest(path: Path) -> Iterator[ManifestEntry]:
    """Yield the entries, oldest first, one in memory at a time; none where there is no file.

    A last line cut short by a crash was never finished and is left out. Raises DataError.
    """
    for line in scan_records(path):
        yield parse_entry(line.data, path, line.number)


def read_manifest(path: Path) -> list[ManifestEntry]:
    """Return the entries, oldest first."""
    return list(iterate_manifest(path))


def scan_records(path: Path) -> Iterator[Line]:
    """Yield the lines that hold records, none where there is no file; raises DataError for a file of another kind."""
    if not os.path.lexists(path):
        return
    with open_regular(path, MANIFEST.file_bytes) as file:
        for line in scan_lines(file, path):
            if line.data.strip() and not is_torn(line, path):
                yield line


def is_torn(line: Line, path: Path) -> bool:
    """Tell whether a line was cut short by a crash: what it told of was never finished.

    Raises DataError for a last line that is none of ours: a file that is cut must be ours.
    """
    if line.complete:
        return False
    try:
        json.loads(line.data)
    except (ValueError, RecursionError):
        if any(line.data.startswith(one) or one.startswith(line.data) for one in _BEGINNINGS):
            return True
        check_ours(line, path)
    return False  # it lost its end only, in an editor


def check_ours(line: Line, path: Path) -> None:
    """Raise DataError for a line that no manifest has: somebody else's file has its name."""
    if line.data.strip() and not line.data.startswith(_BEGINNINGS):
        raise DataError(
            "not-ours",
            f"is no manifest of finished signs: line {line.number} is no record",
            where=str(path),
            hint="move the file away, or choose another folder",
        )


class ManifestIndex:
    """Which lines of a manifest tell of which file: a line is read in full when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._names: dict[str, list[int]] = {}
        self._digests: dict[bytes, list[int]] = {}
        self._paths: set[int] = set()
        self._starts: list[tuple[int, int]] = []
        for line in scan_records(path):
            for file_path, digest in _files_of(line, path):
                self._note(file_path, digest, len(self._starts))
            self._starts.append((line.number, line.start))

    def _note(self, path: str, digest: bytes, position: int) -> None:
        self._names.setdefault(PurePosixPath(path).name, []).append(position)
        self._digests.setdefault(digest, []).append(position)
        self._paths.add(hash(path))

    def knows(self, path: str, digest: str) -> bool:
        """Tell whether a record is of this path from the manifest's folder, or of these bytes."""
        return hash(path) in self._paths or _packed(digest) in self._digests

    def entries_about(self, name: str, digest: str) -> list[ManifestEntry]:
        """Return the entries that tell of a file of this name or of these bytes, oldest first; raises DataError."""
        found = {*self._names.get(name, ()), *self._digests.get(_packed(digest), ())}
        if not found:
            return []
        return self._read(sorted(found))

    def _read(self, positions: list[int]) -> list[ManifestEntry]:
        entries = []
        with open_regular(self.path, MANIFEST.file_bytes) as file:
            for position in positions:
                number, start = self._starts[position]
                file.seek(start)
                entries.append(parse_entry(file.readline(MOST_LINE_BYTES), self.path, number))
        return entries


def _files_of(line: Line, path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and digest of every file that a line tells of; raises DataError for one that tells of none."""
    try:
        files = [(file["path"], _packed(file["sha256"])) for file in open_line(line.data, path, line.number)["files"]]
        yield from ((str(name), digest) for name, digest in files)
    except (KeyError, TypeError, AttributeError, ValueError):
        parse_entry(line.data, path, line.number)  # names the fault


def _packed(digest: str) -> bytes:
    return bytes.fromhex(digest)


def iterate_newest(path: Path) -> Iterator[ManifestEntry]:
    """Yield the newest entry of every set of files, in the order in which the sets first came."""
    newest: dict[tuple[str, ...], tuple[int, int]] = {}
    for line in scan_records(path):
        newest[tuple(name for name, _ in _files_of(line, path))] = line.number, line.start
    if not newest:
        return
    with open_regular(path, MANIFEST.file_bytes) as file:
        for number, start in newest.values():
            file.seek(start)
            yield parse_entry(file.readline(MOST_LINE_BYTES), path, number)


def find_entries(file: Path, read: Callable[[Path], ManifestIndex]) -> list[ManifestEntry]:
    """Return the entries that tell of a file, by the manifest that knows it, oldest first."""
    return find_index(file, read).entries_about(file.name, sha256_of(file) or "")


def find_index(file: Path, read: Callable[[Path], ManifestIndex]) -> ManifestIndex:
    """Return the manifest that knows a file: the one beside it or, for a batch, one above it.

    Where none knows it, the one beside it. A manifest above that cannot be read is somebody else's.
    """
    digest, absolute = sha256_of(file) or "", file.absolute()
    beside = read(file.parent / MANIFEST_NAME)
    for folder in absolute.parents:
        try:
            found = read(folder / MANIFEST_NAME) if folder != absolute.parent else beside
        except DataError:
            continue
        if found.knows(absolute.relative_to(folder).as_posix(), digest):
            return found
    return beside


def find_manifests(folder: Path) -> list[Path]:
    """Return every manifest in a folder and below it, sorted.

    Raises DataError where there is none, and for a folder that cannot be looked into: its signs would be passed over.
    """
    walked = os.walk(folder, onerror=_refuse_unread) if is_folder(folder) else ()
    found = sorted(Path(inside) / MANIFEST_NAME for inside, _, names in walked if MANIFEST_NAME in names)
    if not found:
        raise DataError("no-manifest", f"holds no finished signs: there is no {MANIFEST_NAME}", where=str(folder))
    return found


def _refuse_unread(fault: OSError) -> None:
    told = f"cannot be looked into: {fault.strerror}"
    raise DataError("unreadable-folder", told, where=str(fault.filename)) from None


# -- writing --------------------------------------------------------------------------------------


def append_entry(path: Path, entry: ManifestEntry) -> None:
    """Add one entry durably; the same entry twice is written once. A torn last line is cut off first.

    Raises DataError, with nothing changed, for a file that is no manifest.
    """
    new = entry.as_line()
    with name_fault(path), open_lines(path) as file, lock_file(file.fileno()):
        known, end, lost_its_end = False, 0, False
        with open(file.fileno(), "rb", closefd=False) as reader:
            for line in scan_lines(reader, path):
                check_ours(line, path)
                if is_torn(line, path):
                    break
                known = known or line.data == new.removesuffix(b"\n")
                end, lost_its_end = line.end, not line.complete
        if not known:
            write_at_end(file, end, b"\n" * lost_its_end + new)
