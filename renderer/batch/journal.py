"""The manifest of a batch while it runs: lines appended as signs are finished, put in the job's order at the end.

However a run ends, every complete line tells of files that were proven; what is missing is made by the next run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path, PurePosixPath
from typing import Any

from renderer.contract.manifest import MANIFEST_NAME, JobNote, ManifestEntry, open_line, parse_entry
from renderer.contract.manifest_file import check_ours, is_torn
from renderer.storage.files import name_fault, open_part, part_of, sha256_of
from renderer.storage.lines import Line, open_lines, scan_lines, write_at_end
from renderer.values.errors import DataError

Key = tuple[str, str, tuple[str, ...]]
"""Binding, folder and kinds of files: what a line is about. PDF and PNG of a sign may be recorded apart."""


@dataclass(frozen=True)
class Recorded:
    """What a line says of its files: sha256 by path, and the job's note."""

    files: dict[str, str]
    note: dict[str, Any] | None


class Journal:
    """The manifest of one folder; only one process may hold it (the run's lock sees to that)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / MANIFEST_NAME
        self._spans: dict[Key, tuple[int, int]] = {}
        self._end = 0
        with name_fault(self.path):
            self._file = open_lines(self.path)
        try:
            self._take_up()
        except BaseException:
            self._file.close()
            raise

    def _take_up(self) -> None:
        """Note where every line stands; cut off what a crash left of the last one."""
        lost_its_end = False
        with open(self._file.fileno(), "rb", closefd=False) as reader:
            for line in scan_lines(reader, self.path):
                check_ours(line, self.path)
                if is_torn(line, self.path):
                    break
                if line.data.strip():
                    self._spans[self._key(line)] = (line.start, len(line.data) + 1)
                self._end, lost_its_end = line.end, not line.complete
        with name_fault(self.path):
            os.truncate(self._file.fileno(), self._end)
            if lost_its_end:
                write_at_end(self._file, self._end, b"\n")
                self._end += 1

    def _key(self, line: Line) -> Key:
        try:
            return _key_of(open_line(line.data, self.path, line.number))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            parse_entry(line.data, self.path, line.number)  # names the fault
            raise DataError("broken-manifest", f"line {line.number} is no record", where=str(self.path)) from None

    def __iter__(self) -> Iterator[Key]:
        return iter(self._spans)

    def find(self, key: Key) -> Recorded | None:
        """Return what the newest line about ``key`` says, or None."""
        if key not in self._spans:
            return None
        content = json.loads(self._line(key))
        return Recorded({f["path"]: f["sha256"] for f in content["files"]}, content.get("job"))

    def _line(self, key: Key) -> bytes:
        start, length = self._spans[key]
        self._file.seek(start)
        return self._file.read(length) or b""

    def append(self, key: Key, line: bytes) -> None:
        """Add a line about ``key`` durably, or leave the file as it was."""
        with name_fault(self.path, "make room; running the same job again goes on from here"):
            write_at_end(self._file, self._end, line)
        self._spans[key] = (self._end, len(line))
        self._end += len(line)

    def renote(self, key: Key, note: JobNote) -> None:
        """Record another note of the job about files that stay as they are."""
        entry = parse_entry(self._line(key), self.path, 0)
        self.append(key, entry.model_copy(update={"job": note}).as_line())

    def put_in_order(self, wanted: Iterable[Key]) -> None:
        """Rewrite the manifest: a line for each key, those of other jobs first, then ``wanted`` in its order."""
        ours = [key for key in dict.fromkeys(wanted) if key in self._spans]
        others = self._spans.keys() - ours
        order = [*(key for key in self._spans if key in others), *ours]
        spans = [self._spans[key] for key in order]
        if spans == sorted(spans) and sum(length for _, length in spans) == self._end:
            return  # they stand so already
        part = part_of(self.path)
        with name_fault(self.path):
            try:
                with open_part(part) as raw, BufferedWriter(raw) as out:
                    out.writelines(self._line(key) for key in order)
                    out.flush()
                    os.fsync(out.fileno())
                part.replace(self.path)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def close(self) -> None:
        self._file.close()


def _key_of(content: Any) -> Key:
    files = content["files"]
    kinds = tuple(dict.fromkeys(f["kind"] for f in files))  # panels are several files of one kind
    return content["binding"], str(PurePosixPath(files[0]["path"]).parent), kinds


def key_of_entry(entry: ManifestEntry) -> Key:
    """Return what a record is about."""
    return _key_of({"binding": entry.binding, "files": [{"path": f.path, "kind": f.kind} for f in entry.files]})


def key_of(binding: str, folder: str, kinds: tuple[str, ...]) -> Key:
    """Return the key of a planned sign."""
    return binding, folder or ".", kinds


def is_intact(folder: Path, recorded: Recorded) -> bool:
    """Tell whether every recorded file holds exactly the recorded bytes."""
    return all(digest == sha256_of(folder / path) for path, digest in recorded.files.items())
