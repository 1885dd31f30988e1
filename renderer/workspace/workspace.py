"""The only door to files, fonts and the clock.

A workspace is a folder marked by ``codong.toml`` that holds ``assets/``, ``layouts/`` and ``fonts/``.
Nothing else in the package opens a workspace file or asks what day it is; tests hand in a fixed one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from renderer.contract.print_specs import MATERIALS
from renderer.storage.files import is_file, read_whole
from renderer.values.colour import CMYK, RGB, Palette, Swatch
from renderer.values.errors import DataError, UsageError, unknown_name
from renderer.values.limits import DRAWING, FONT, PICTURE, TEXT, Limits
from renderer.workspace.config import Config, FontEntry, ImageEntry, _Fonts, _Images, _PaletteFile
from renderer.workspace.toml import parse_toml

MARKER = "codong.toml"
BEGUN = ".codong-init"
"""What stands in a workspace until it is complete."""
_PACKED = Path(__file__).parents[1] / "_workspace"
_SOURCE_TREE = Path(__file__).parents[2]
Entry = TypeVar("Entry")
IMAGES = "assets/images"


@dataclass(frozen=True)
class Workspace:
    """A folder of assets, layouts and fonts, and a clock.

    ``packed`` tells that this is the read-only one inside the installed package.
    """

    root: Path
    packed: bool = False
    clock: Callable[[], date] = field(default=date.today, compare=False)

    @staticmethod
    def find(start: Path, explicit: Path | None = None) -> Workspace:
        """Return the workspace at ``explicit``, or the nearest one upwards from ``start``, or the packed one."""
        if explicit is not None:
            _check_complete(explicit)
            if not is_file(explicit / MARKER):
                raise UsageError(
                    "no-workspace",
                    f"{explicit} is no workspace: it holds no {MARKER}",
                    field="workspace",
                    hint="make one with: codong init DIR",
                )
            return Workspace(explicit.resolve())
        for folder in (start.resolve(), *start.resolve().parents):
            _check_complete(folder)
            if is_file(folder / MARKER):
                return Workspace(folder)
        return Workspace.open_packed()

    @staticmethod
    def open_packed() -> Workspace:
        """Return the workspace that came with the installed package."""
        root = _PACKED if (_PACKED / MARKER).is_file() else _SOURCE_TREE
        return Workspace(root, packed=True)

    def today(self) -> date:
        return self.clock()

    def path(self, relative: str) -> Path:
        """Return the path of a workspace file; refuses to leave the workspace."""
        parts = PurePosixPath(relative).parts
        if not parts or ".." in parts or PurePosixPath(relative).is_absolute():
            raise DataError("outside-workspace", f"{relative!r} lies outside the workspace", where=relative)
        return self.root.joinpath(*parts)

    def read(self, relative: str) -> bytes:
        """Return the bytes of a workspace file; raises DataError naming it."""
        path = self.path(relative)
        if not os.path.lexists(path):
            raise DataError(
                "missing-file", "the workspace has no such file", where=relative, hint=f"expected in {self.root}"
            )
        try:
            return read_whole(path, _limits_of(path).file_bytes)
        except DataError as fault:
            raise fault.at(relative) from None

    def list_files(self, folder: str, name: str) -> list[str]:
        """Return the workspace paths of every file called ``name`` below ``folder``, sorted."""
        base = self.path(folder)
        return sorted(p.relative_to(self.root).as_posix() for p in base.rglob(name) if p.is_file())

    @cached_property
    def config(self) -> Config:
        return parse_toml(self.read(MARKER), MARKER, Config)

    @cached_property
    def profile(self) -> bytes:
        """The ICC profile of the press condition: a CMYK output profile, or DataError."""
        where = f"assets/{self.config.profile}"
        data = self.read(where)
        if len(data) < 128 or data[36:40] != b"acsp" or data[16:20] != b"CMYK" or data[12:16] != b"prtr":
            raise DataError(
                "bad-profile", "is not a CMYK output profile", where=where, hint="set profile in codong.toml"
            )
        return data

    @cached_property
    def profile_sha256(self) -> str:
        return hashlib.sha256(self.profile).hexdigest()

    @cached_property
    def palette(self) -> Palette:
        """The swatches of ``assets/palette.toml``; two swatches of one sRGB value are an error."""
        where = "assets/palette.toml"
        entries = parse_toml(self.read(where), where, _PaletteFile).swatch
        swatches = [Swatch(n, RGB.parse(e.srgb), CMYK(*e.cmyk), e.spot) for n, e in entries.items()]
        seen: dict[RGB, str] = {}
        for swatch in swatches:
            if swatch.rgb in seen:
                raise DataError(
                    "ambiguous-swatch",
                    f"{swatch.name} and {seen[swatch.rgb]} share {swatch.rgb.hex}: its CMYK build would be a guess",
                    where=f"{where}: swatch.{swatch.name}",
                    hint="change one of the two sRGB values",
                )
            seen[swatch.rgb] = swatch.name
            _check_ink(swatch, where)
        return Palette(swatches)

    @cached_property
    def font_entries(self) -> dict[str, FontEntry]:
        """The pinned faces by ``family/weight``."""
        where = "fonts/fonts.toml"
        faces = parse_toml(self.read(where), where, _Fonts).face
        return _by_key([(face.key, face) for face in faces], "duplicate-face", where)

    @cached_property
    def image_entries(self) -> dict[str, ImageEntry]:
        """The pinned pictures by id; a workspace need not have any."""
        where = f"{IMAGES}/images.toml"
        if not self.path(where).exists():
            return {}
        images = parse_toml(self.read(where), where, _Images).image
        return _by_key([(image.id, image) for image in images], "duplicate-image", where)

    def image_bytes(self, image_id: str) -> bytes:
        """Return the bytes of a picture: exactly the pinned file, or an error."""
        entry = self.image_entries.get(image_id)
        if entry is None:
            raise unknown_name("image", image_id, list(self.image_entries))
        return self._read_pinned(f"{IMAGES}/{entry.file}", entry.sha256, f"{IMAGES}/images.toml", "changed-image")

    def _read_pinned(self, where: str, sha256: str, pins: str, code: str) -> bytes:
        data = self.read(where)
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise DataError(
                code,
                f"is not the pinned file (sha256 {found[:16]}…, pinned {sha256[:16]}…)",
                where=where,
                hint=f"restore the file, or pin the new one in {pins} after checking it: {found}",
            )
        return data

    def font_bytes(self, key: str) -> bytes:
        """Return the bytes of the face ``family/weight``: exactly the pinned file, or an error."""
        entry = self.font_entries.get(key)
        if entry is None:
            raise DataError(
                "unknown-face",
                f"no face {key} is pinned: family and weight must be exact",
                where="fonts/fonts.toml",
                hint="pinned: " + ", ".join(sorted(self.font_entries)),
            )
        return self._read_pinned(f"fonts/{entry.file}", entry.sha256, "fonts/fonts.toml", "changed-font")


def _check_complete(folder: Path) -> None:
    """Refuse a workspace that is half made: it would be taken for another one, or for a whole one."""
    if is_file(folder / BEGUN):
        raise DataError(
            "half-made-workspace",
            "is a workspace that was never completed: its making was stopped",
            where=str(folder),
            hint=f"complete it with: codong init {folder}",
        )


_LIMITS = {".toml": TEXT, ".j2": DRAWING, ".svg": DRAWING, ".ttf": FONT, ".otf": FONT}


def _limits_of(path: Path) -> Limits:
    """Return how much of a workspace file is read; pictures and profiles may be the largest."""
    return _LIMITS.get(path.suffix.lower(), PICTURE)


def _check_ink(swatch: Swatch, where: str) -> None:
    """Refuse a swatch that some material cannot take: a palette serves all of them."""
    for key, material in MATERIALS.items():
        if swatch.cmyk.total > material.max_ink:
            raise DataError(
                "ink-limit",
                f"carries {swatch.cmyk.total:g} % ink, where {key} takes {material.max_ink:g} %",
                where=f"{where}: swatch.{swatch.name}",
                hint="lower its cmyk build",
            )


def _by_key(pairs: list[tuple[str, Entry]], code: str, where: str) -> dict[str, Entry]:
    """Return the entries by key; raises DataError for one that is listed twice."""
    entries: dict[str, Entry] = {}
    for key, entry in pairs:
        if key in entries:
            raise DataError(code, f"{key} is listed twice", where=where)
        entries[key] = entry
    return entries
