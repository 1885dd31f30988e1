"""Which finished signs are meant: those of a folder, or those that given files belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from renderer.contract.formats import FORMATS
from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry, find_record
from renderer.contract.manifest_file import ManifestIndex, find_index, iterate_newest
from renderer.storage.files import hash_file, is_file, is_folder
from renderer.values.errors import DataError

_HOW = "name a folder that codong render or batch filled, or files in it"


@dataclass(frozen=True)
class Chosen:
    """A finished sign: its record, and the folder that its files' paths begin in."""

    entry: ManifestEntry
    folder: Path


def choose(paths: Iterable[Path]) -> list[Chosen]:
    """Return the signs of folders and files, each once, in the order of their records; raises DataError."""
    read = lru_cache(maxsize=8)(ManifestIndex)
    found: dict[tuple[Path, tuple[str, ...]], Chosen] = {}
    for path in paths:
        for chosen in _signs_of(path, read):
            found.setdefault((chosen.folder.resolve(), tuple(f.path for f in chosen.entry.files)), chosen)
    return list(found.values())


def for_press(chosen: Chosen) -> bool:
    """Tell whether a sign has a file for the press; what only hangs on a screen has none."""
    return any(FORMATS[file.kind].medium == "press" for file in chosen.entry.files)


def _signs_of(path: Path, read: Callable[[Path], ManifestIndex]) -> Iterator[Chosen]:
    if is_folder(path):
        manifest = path / MANIFEST_NAME
        entries = list(iterate_newest(manifest))
        if not entries:
            told = f"holds no finished signs: there is no {MANIFEST_NAME}"
            raise DataError("no-manifest", told, where=str(path), hint=_HOW)
        yield from (Chosen(entry, path) for entry in entries)
        return
    if not is_file(path):
        raise DataError("missing-file", "there is no such file", where=str(path), hint=_HOW)
    index, digest = find_index(path, read), hash_file(path)
    known = find_record(index.entries_about(path.name, digest), path.name, digest)
    if known is None:
        raise DataError("unknown-file", "no manifest knows this file", where=str(path), hint=_HOW)
    yield Chosen(known[0], index.path.parent)
