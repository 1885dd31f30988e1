"""Compiled masters and their pictures on disk, under a key of everything that goes into them.

Every entry carries the hash of its own bytes: a damaged one is dropped and made again, never used.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from renderer.layout.master import Keeper, Master, MasterSpec, Pixels
from renderer.layout.svg import read_checked
from renderer.storage.files import write_whole
from renderer.values.errors import DataError, WriteError
from renderer.values.geometry import Rect

_MAGIC = b"codong-store-2\n"
_ENTRY = re.compile(r"\.?[0-9a-f]{64}\.(master|\d+x\d+\.rgb)(\.\d+\.part)?")
KEPT_BYTES = 1_000_000_000
"""How much of the store is kept when it is tidied."""


class Store:
    """A folder of entries. It may vanish, fill up or be read-only: then things are simply made again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _load(self, key: str) -> bytes | None:
        path = self.folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        body = data[len(_MAGIC) + 64 :]
        if data != _seal(body):
            self._drop(path)
            return None
        return body

    def _drop(self, path: Path) -> None:
        with suppress(OSError):
            path.unlink(missing_ok=True)

    def _save(self, key: str, body: bytes) -> None:
        # A store that cannot be written costs time, nothing else.
        with suppress(WriteError):
            write_whole(self.folder / key, _seal(body), make_folder=True)

    def master(self, key: str, spec: MasterSpec, make: Callable[[], tuple[Master, str]]) -> tuple[Master, str]:
        """Return the master stored under ``key`` with its art's digest, or make and store it."""
        body = self._load(f"{key}.master")
        if body is not None:
            try:
                return _unpack(body, spec, self.keeper(key))
            except (ValueError, KeyError, TypeError, DataError):
                self._drop(self.folder / f"{key}.master")
        master, digest = make()
        self._save(f"{key}.master", _pack(master, digest))
        return replace(master, keeper=self.keeper(key)), digest

    def keeper(self, key: str) -> Keeper:
        """Return what keeps the pictures of the master stored under ``key``."""

        def keep(size: tuple[int, int], make: Callable[[], Pixels]) -> Pixels:
            width, height = size
            name = f"{key}.{width}x{height}.rgb"
            body = self._load(name)
            if body is not None:
                raw = zlib.decompress(body)
                if len(raw) == width * height * 3:
                    return np.frombuffer(raw, dtype=np.uint8).reshape(height, width, 3)
                self._drop(self.folder / name)
            pixels = make()
            self._save(name, zlib.compress(pixels.tobytes(), 1))
            return pixels

        return keep

    def tidy(self) -> None:
        """Drop the entries that were written longest ago beyond ``KEPT_BYTES``."""
        try:
            ours = [path for path in self.folder.iterdir() if _ENTRY.fullmatch(path.name)]
            entries = sorted(ours, key=lambda p: p.stat().st_mtime, reverse=True)
            total = 0
            for path in entries:
                total += path.stat().st_size
                if total > KEPT_BYTES:
                    path.unlink(missing_ok=True)
        except OSError:
            return


def _seal(body: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(body).hexdigest().encode() + body


def _pack(master: Master, digest: str) -> bytes:
    head = {
        "digest": digest,
        "warnings": master.warnings,
        "pdf": len(master.pdf),
        "frames": {name: list(rect) for name, rect in master.frames.items()},
        "pictures": {name: list(rect) for name, rect in master.pictures.items()},
        "keeps": {name: list(rect) for name, rect in master.art.keeps.items()},
        "transparent": master.transparent,
    }
    line = json.dumps(head, ensure_ascii=False).encode() + b"\n"
    return line + master.pdf + master.art.source()


def _unpack(body: bytes, spec: MasterSpec, keeper: Keeper) -> tuple[Master, str]:
    line, _, rest = body.partition(b"\n")
    head = json.loads(line)
    pdf, svg = rest[: head["pdf"]], rest[head["pdf"] :]
    frames, pictures, keeps = ({n: Rect(*v) for n, v in head[k].items()} for k in ("frames", "pictures", "keeps"))
    art = read_checked(svg, {**frames, **pictures}, keeps)
    master = Master(spec, frames, art, pdf, tuple(head["warnings"]), pictures, keeper, head["transparent"])
    return master, head["digest"]
