"""The only door to files, fonts and the clock.

A workspace is a folder marked by ``codong.toml`` that holds ``assets/``, ``layouts/`` and ``fonts/``.
Nothing else in the package opens a workspace file or asks what day it is; tests hand in a fixed one.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from renderer.contract.print_specs import MATERIALS
from renderer.values.colour import CMYK, RGB, Palette, Swatch
from renderer.values.errors import DataError, UsageError, WriteError, unknown_name

MARKER = "codong.toml"
_PACKED = Path(__file__).parent / "_workspace"
_SOURCE_TREE = Path(__file__).parent.parent
Model = TypeVar("Model", bound=BaseModel)
Entry = TypeVar("Entry")
IMAGES = "assets/images"
STARTER_PARTS = (MARKER, "assets", "layouts", "fonts")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Policy(_Record):
    """What a final file needs. ``final``: texts that are issued, or approved by every one of ``roles``.

    ``picture``: roles that must have approved the very picture. ``phase``: what happens to a sign that fits the
    phases of its campaign on some of its days only; one that fits on none of them is always refused. ``ledger``: there
    is a ledger, and without its file nothing is made.
    """

    final: Literal["issued", "approved"] = "issued"
    roles: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    phase: Literal["warn", "refuse"] = "warn"
    ledger: bool = False

    @model_validator(mode="after")
    def _says_by_whom(self) -> Policy:
        if (self.final == "approved") != bool(self.roles):
            raise ValueError('roles: name who approves, with final = "approved"')
        return self


class Config(_Record):
    """``codong.toml``."""

    schema_: Literal[1] = Field(alias="schema")
    profile: str
    intent: Literal["relative", "perceptual", "saturation", "absolute"] = "relative"
    condition: str = ""
    """Name of the printing condition in the ICC's registry, for example FOGRA39."""
    policy: Policy = Policy()

    @property
    def press(self) -> dict[str, Any]:
        """What of it changes a file."""
        return self.model_dump(exclude={"policy"})


class FontEntry(_Record):
    """One ``[[face]]`` of ``fonts.toml``."""

    file: str
    family: str
    weight: int = Field(ge=1, le=1000)
    licence: str
    source: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    @property
    def key(self) -> str:
        """``family/weight``, the name by which everything asks for a face."""
        return f"{self.family}/{self.weight}"


class ImageEntry(_Record):
    """One ``[[image]]`` of ``assets/images/images.toml``: a picture that an order may bring, a unit's logo."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    file: str
    title: str
    source: str
    licence: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Images(_Record):
    image: tuple[ImageEntry, ...] = ()


class _Fonts(_Record):
    face: tuple[FontEntry, ...]


_Ink = Annotated[float, Field(ge=0, le=100)]


class _SwatchEntry(_Record):
    srgb: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
    cmyk: tuple[_Ink, _Ink, _Ink, _Ink]
    use: str = ""
    spot: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ._-]{0,60}$")] = ""


class _PaletteFile(_Record):
    swatch: dict[str, _SwatchEntry]


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
            if not (explicit / MARKER).is_file():
                raise UsageError(
                    "no-workspace",
                    f"{explicit} is no workspace: it holds no {MARKER}",
                    where="--workspace",
                    hint="make one with: codong init DIR",
                )
            return Workspace(explicit.resolve())
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / MARKER).is_file():
                return Workspace(folder)
        return Workspace.packed_one()

    @staticmethod
    def packed_one() -> Workspace:
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
        try:
            return self.path(relative).read_bytes()
        except FileNotFoundError:
            raise DataError(
                "missing-file", "the workspace has no such file", where=relative, hint=f"expected in {self.root}"
            ) from None
        except OSError as fault:
            raise DataError("unreadable-file", f"cannot be read: {fault.strerror}", where=relative) from None

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
        return self._pinned(f"{IMAGES}/{entry.file}", entry.sha256, f"{IMAGES}/images.toml", "changed-image")

    def _pinned(self, where: str, sha256: str, pins: str, code: str) -> bytes:
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
        return self._pinned(f"fonts/{entry.file}", entry.sha256, "fonts/fonts.toml", "changed-font")


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


def parse_toml(data: bytes, where: str, model: type[Model]) -> Model:
    """Parse a TOML file into its typed model; every fault is named with file and field in one DataError."""
    try:
        return model.model_validate(tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError as fault:
        raise DataError("not-utf8", f"is not UTF-8 (byte {fault.start})", where=where) from None
    except tomllib.TOMLDecodeError as fault:
        raise DataError("broken-toml", f"is not valid TOML: {fault}", where=where) from None
    except ValidationError as fault:
        raise DataError("bad-field", describe_faults(fault), where=where) from None


def describe_faults(fault: ValidationError) -> str:
    """Return pydantic's findings as ``field: message`` joined by ``; ``."""
    return "; ".join(f"{_field(e['loc'])}: {_plain(e)}" for e in fault.errors())


def _field(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "file"


def _plain(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown field"
    if error["type"] == "missing":
        return "missing"
    return str(error["msg"]).removeprefix("Value error, ")


def write_starter(target: Path) -> list[Path]:
    """Copy the packed workspace to ``target`` (absent or empty) and return the files written."""
    import shutil

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise WriteError("not-empty", f"{target} exists and is not empty", hint="choose a new folder")
    source = Workspace.packed_one().root
    try:
        target.mkdir(parents=True, exist_ok=True)
        for part in STARTER_PARTS:
            origin = source / part
            if origin.is_dir():
                shutil.copytree(origin, target / part)
            else:
                shutil.copy2(origin, target / part)
    except OSError as fault:
        raise WriteError("cannot-write", f"{fault.filename or target}: {fault.strerror}") from None
    return sorted(p for p in target.rglob("*") if p.is_file())
