"""``giao-nha-in_*.zip``: one package for each print shop and order, read back before it has its name.

A package holds no clock and nothing is compressed in it (what is large is compressed already), so that the same
signs are the same bytes on every machine. Its name bears the first digits of the digest of everything in it.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from renderer.contract.formats import Format
from renderer.contract.manifest import MANIFEST_NAME
from renderer.handover.checker import write_checker
from renderer.handover.choose import Chosen
from renderer.handover.complete import Ready, complete
from renderer.handover.reading import CHECKER, READING, SUMS, write_reading
from renderer.storage.files import remove_unfinished
from renderer.storage.stage import open_scratch, open_stage
from renderer.studio import Studio
from renderer.text import slugify
from renderer.values.errors import UsageError, VerifyError

_NAME = "giao-nha-in"
_OURS = re.compile(rf"{_NAME}_.*[0-9a-f]{{8}}\.zip")
_SLUG = 24
"""Characters of a shop's and a job's name in a package's."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can tell: there is no clock in it."""
_UNIX, _MODE, _CHUNK = 3, 0o100644, 1 << 20

Content = bytes | tuple[Path, str]
"""What a package holds under a name: bytes, or a file and the sha256 that it must have."""


@dataclass(frozen=True)
class Package:
    """A finished package: where it is, its print shop and job, and what is in it by name with its sha256."""

    path: Path
    shop: str
    job: str
    signs: int
    sha256: Mapping[str, str]


def hand_over(
    studio: Studio,
    signs: Sequence[Chosen],
    out: Path,
    extra: Sequence[Format] = (),
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[Package]:
    """Pack signs in ``out``, a package for each print shop and order; ``extra`` formats are made where they miss.

    Every file is proven again before anything is packed, and every package is read back before it has its name.
    ``tell`` hears how many signs of how many are ready. Raises UsageError where there is nothing to pack, VerifyError,
    RefusedError and WriteError; then no package has its name.
    """
    if not signs:
        raise UsageError("nothing-to-pack", "none of these signs goes to a print shop", field="what")
    with open_scratch(out, _NAME) as scratch, open_stage(out) as stage:
        remove_unfinished(out, lambda name: _OURS.fullmatch(name) is not None, below=False)
        packages, done = [], 0
        for number, ((shop, job), group) in enumerate(_by_shop(signs).items()):
            ready = []
            for inside, chosen in _numbered(group):
                ready.append(complete(studio, chosen, inside, extra, scratch / f"{number}" / (inside or "sign")))
                done += 1
                tell(done, len(signs))
            contents = _contents(ready)
            sums = {name: _digest(content) for name, content in contents.items()}
            told = _tell_sums(sums)
            name = _name_of(shop, job, hashlib.sha256(told).hexdigest())
            path = stage.write(name, partial(_write, {**contents, SUMS: told}))
            _read_back(path, name, {**sums, SUMS: hashlib.sha256(told).hexdigest()})
            packages.append(Package(out / name, shop, job, len(ready), sums))
        stage.publish(overwrite=False)
    return packages


def _by_shop(signs: Iterable[Chosen]) -> dict[tuple[str, str], list[Chosen]]:
    groups: dict[tuple[str, str], list[Chosen]] = {}
    for sign in signs:
        shop = sign.entry.job.shop if sign.entry.job else ""
        groups.setdefault((shop, sign.entry.order.job or ""), []).append(sign)
    return groups


def _numbered(group: Sequence[Chosen]) -> Iterator[tuple[str, Chosen]]:
    """Yield every sign with its folder in the package: one alone needs none."""
    width = max(2, len(str(len(group))))
    for number, chosen in enumerate(group, 1):
        yield f"{number:0{width}d}/" if len(group) > 1 else "", chosen


def _name_of(shop: str, job: str, digest: str) -> str:
    told = [short for text in (shop, job) if (short := slugify(text)[:_SLUG].strip("-"))]
    return "_".join([_NAME, *told, digest[:8]]) + ".zip"


def _contents(signs: Sequence[Ready]) -> dict[str, Content]:
    """Return everything in a package by its name, in its order: what is read first comes first."""
    files: dict[str, Content] = {
        record.path: (source, record.sha256)
        for sign in signs
        for record, source in zip(sign.entry.files, sign.sources, strict=True)
    }
    manifest = b"".join(sign.entry.as_line() for sign in signs)
    return {READING: write_reading(signs), CHECKER: write_checker(signs), **files, MANIFEST_NAME: manifest}


def _digest(content: Content) -> str:
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else content[1]


def _tell_sums(sums: Mapping[str, str]) -> bytes:
    """Return what ``sha256sum --check`` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode()


# -- the archive ----------------------------------------------------------------------------------


def _write(contents: Mapping[str, Content], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system, info.external_attr = _UNIX, _MODE << 16
            if isinstance(content, bytes):
                archive.writestr(info, content)
            else:
                _put(archive, info, *content)


def _put(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Path, digest: str) -> None:
    """Copy a file; what is packed are the bytes that were proven, or nothing."""
    found = hashlib.sha256()
    info.file_size = source.stat().st_size
    with source.open("rb") as file, archive.open(info, "w") as packed:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
            packed.write(chunk)
    if found.hexdigest() != digest:
        told = "was changed while it was packed"
        raise VerifyError("changed-meanwhile", told, where=str(source), hint="nothing was packed; make the sign again")


def _read_back(path: Path, name: str, sums: Mapping[str, str]) -> None:
    """Raise VerifyError unless the archive holds exactly these contents."""
    with zipfile.ZipFile(path) as archive:
        found = {info.filename: _digest_of(archive, info) for info in archive.infolist()}
    if found != {**sums}:
        raise VerifyError(
            "package-differs", "the package is not what was packed", where=name, hint="please report this"
        )


def _digest_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    found = hashlib.sha256()
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
