"""The contact sheet of a run: every sign's picture with its size, its texts in full and its binding hash."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from renderer.contract.formats import FORMATS, NO_PICTURE, Format
from renderer.contract.manifest import MANIFEST_NAME, ManifestEntry
from renderer.contract.manifest_file import read_manifest
from renderer.contract.order import Order
from renderer.contract.print_specs import MATERIALS
from renderer.documents.paper import FACES, html_of, paper
from renderer.documents.pictures import jpeg, make_preview, mark_picture
from renderer.storage.files import is_folder, name_fault, part_of, read_whole
from renderer.storage.stage import open_scratch
from renderer.values.dates import HangDates
from renderer.values.errors import DataError, UsageError, WriteError
from renderer.values.lengths import parse_size
from renderer.values.limits import PRINT_FILE
from renderer.workspace import Workspace

FOLDER = "contact-sheet"
PAPER = "contact-sheet.pdf"
PAGE = "index.html"
PICTURES, THUMBS, FONTS = "pictures", "thumbs", "fonts"
PICTURE_PX, THUMB_PX = 1280, 520
_MARK_FACE = FACES["bold"]


@dataclass(frozen=True)
class Contact:
    """What was made: its folder, the number of signs, and the files that could not be shown."""

    folder: Path
    signs: int
    faults: tuple[str, ...]


def make_contact_sheet(
    workspace: Workspace, folder: Path, tell: Callable[[int, int], None] = lambda done, total: None
) -> Contact:
    """Make ``contact-sheet/`` in the folder of a run: a page, a paper, and marked pictures to send around.

    A file whose bytes are not the recorded ones is named instead of shown. ``tell`` hears after every sign how many of
    how many are drawn. Raises UsageError for a folder without a manifest, WriteError where nothing can be written.
    """
    entries = read_manifest(folder / MANIFEST_NAME)
    if not entries:
        raise UsageError("no-manifest", f"{folder} holds no finished signs: it has no {MANIFEST_NAME}", field="dir")
    final = folder / FOLDER
    _check_replaceable(final)
    with name_fault(folder), open_scratch(folder, FOLDER) as part:
        for name in (PICTURES, THUMBS):
            (part / name).mkdir()
        signs = list(_signs(workspace, folder, entries, part, tell))
        title = f"Bảng mẫu - {folder.resolve().name}"
        fonts = _fonts(workspace, part)
        (part / PAGE).write_text(_html(title, signs, fonts, links=True), encoding="utf-8")
        # A paper has no links: they would lead to where it was made.
        (part / PAPER).write_bytes(paper(_html(title, signs, fonts, links=False), partial(_beside, part)))
        _replace(part, final)
    return Contact(folder / FOLDER, len(signs), tuple(f"{s['files']}: {s['fault']}" for s in signs if s["fault"]))


def _check_replaceable(final: Path) -> None:
    """Raise WriteError unless this is a new name, or a folder that holds a contact sheet and nothing else."""
    if not os.path.lexists(final):
        return
    if final.is_symlink() or not is_folder(final):
        told = "is no folder that a contact sheet can replace"
        raise WriteError("not-ours", told, where=str(final), hint="move it away")
    with name_fault(final):
        strange = {p.name for p in final.iterdir()} - {PAGE, PAPER, PICTURES, THUMBS, FONTS}
    if strange:
        told = "holds files that no contact sheet has"
        raise WriteError("not-ours", told, where=str(final), hint="move the folder away")


def _signs(
    workspace: Workspace, folder: Path, entries: list[ManifestEntry], part: Path, tell: Callable[[int, int], None]
) -> Iterator[dict[str, Any]]:
    font = workspace.font_bytes(_MARK_FACE)
    used: set[str] = set()
    newest = {tuple(f.path for f in entry.files): entry for entry in entries}
    for number, entry in enumerate(newest.values(), 1):
        # Two folders may hold files of one name.
        stem = PurePosixPath(entry.files[0].path).stem if entry.files else entry.binding
        name = next(n for i in range(len(used) + 1) if (n := stem if not i else f"{stem}_{i + 1}") not in used)
        used.add(name)
        fault = ""
        try:
            picture = _picture(folder, entry)
            (part / PICTURES / f"{name}.jpg").write_bytes(jpeg(mark_picture(picture, font)))
            picture.thumbnail((THUMB_PX, THUMB_PX))
            (part / THUMBS / f"{name}.jpg").write_bytes(jpeg(picture))
        except DataError as error:
            fault = error.message
        yield _sign(entry, name, fault)
        tell(number, len(newest))


def _picture(folder: Path, entry: ManifestEntry) -> Any:
    """Return the picture of the file that shows best, after a look at the bytes of all of them."""
    data: dict[Format, bytes] = {}
    for record in entry.files:
        try:
            content = read_whole(folder / record.path, PRINT_FILE.file_bytes)
        except DataError:
            raise DataError("missing-file", f"thiếu tệp {record.path}") from None
        if hashlib.sha256(content).hexdigest() != record.sha256:
            raise DataError("bytes-differ", f"tệp {record.path} đã bị thay đổi sau khi kiểm tra")
        data.setdefault(record.kind, content)
    if not data:
        raise DataError("missing-file", "không có tệp nào được ghi")
    data = {kind: content for kind, content in data.items() if FORMATS[kind].rank != NO_PICTURE}
    if not data:
        raise DataError("no-picture", "chỉ có đường nét để cắt, không có tệp hình")
    # A panel is no picture of the sign: its soft proof or ticket is.
    panels = len(entry.expectation.pages) > 1
    best = min(data, key=lambda kind: (panels and FORMATS[kind].paged, FORMATS[kind].rank))
    return make_preview(data[best], PICTURE_PX)


def _material(order: Order) -> str:
    printed = any(FORMATS[kind].medium != "screen" for kind in order.formats)
    return MATERIALS[order.material].name if order.material and printed else ""


def _sign(entry: ManifestEntry, name: str, fault: str) -> dict[str, Any]:
    job, order = entry.job, entry.order
    return {
        "fault": fault,
        "picture": f"{PICTURES}/{name}.jpg",
        "thumb": f"{THUMBS}/{name}.jpg",
        "texts": [text for frame, text in entry.texts.items() if "~" not in frame and frame != "watermark"],
        "draft": entry.kind == "draft",
        "layout": entry.order.layout,
        "size": str(parse_size(entry.order.size)),
        "hang": HangDates.parse(entry.order.hang).vietnamese,
        "quantity": job.quantity if job else None,
        "material": _material(order),
        "place": job.place if job else "",
        "files": ", ".join(record.path for record in entry.files),
        "binding": entry.binding,
    }


def _fonts(workspace: Workspace, part: Path) -> dict[str, str]:
    """Put the faces beside the page, which must look the same wherever the folder is copied."""
    (part / FONTS).mkdir()
    for use, key in FACES.items():
        (part / FONTS / f"{use}.ttf").write_bytes(workspace.font_bytes(key))
    return {use: f"{FONTS}/{use}.ttf" for use in FACES}


def _html(title: str, signs: list[dict[str, Any]], fonts: dict[str, str], *, links: bool) -> str:
    return html_of("contact.html.j2", title=title, signs=signs, fonts=fonts, links=links)


def _beside(base: Path, name: str) -> bytes:
    path = (base / name).resolve()
    if base.resolve() not in path.parents:
        raise ValueError(f"{name} does not lie beside the page")
    return path.read_bytes()


def _replace(part: Path, final: Path) -> None:
    """Put a finished folder in the place of the one before."""
    old = part_of(final.with_name(f"{final.name}.old"))
    if final.exists():
        final.replace(old)
    part.replace(final)
    shutil.rmtree(old, ignore_errors=True)
