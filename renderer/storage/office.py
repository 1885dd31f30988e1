"""Office files: what a file is, by its first bytes; and the ZIP packages of XLSX and DOCX, opened under limits.

The parts of a package are found by its relations, as Office finds them, and only those that are asked for are read:
what a program keeps beside them (themes, pivot tables, macros) can break nothing.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from functools import cached_property
from typing import IO
from xml.etree.ElementTree import Element, fromstring

from renderer.values.errors import DataError
from renderer.values.limits import MOST_UNPACKED

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a GZIP archive"),
    (b"SQLite format", "an SQLite database"),
    (b"\x09\x08", "an old Excel workbook (.xls)"),
    (b"\x09\x04\x06\0", "an old Excel workbook (.xls)"),
    (b"\x09\x02\x06\0", "an old Excel workbook (.xls)"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
)
_IN_OLE = (
    ("EncryptedPackage", "locked with a password"),
    ("WordDocument", "an old Word file (.doc)"),
    ("Workbook", "an old Excel workbook (.xls)"),
    ("Book", "an old Excel workbook (.xls)"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)"),
)
_IN_ZIP = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("word/", "a Word document (.docx)"),
    ("ppt/", "a presentation (.pptx)"),
    ("Index/", "a file of Apple Numbers or Pages"),
)
_MIMETYPES = (
    (b"opendocument.spreadsheet", "an OpenDocument sheet (.ods)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"opendocument", "an OpenDocument file"),
    (b"epub", "an EPUB book"),
)
_MARKUP = re.compile(rb"\s*(<!doctype\s+html|<html|<table|<\?xml)", re.IGNORECASE)
_LOOKED_AT = 1 << 16
"""Bytes of an old Office file's beginning in which its parts may be named."""
_OF_MIMETYPE = 200
_LOCKED = 0x1
"""The bit that tells that a part of an archive is locked."""


def name_kind(data: bytes) -> str:
    """Return what a file is that is no plain text (``a PDF``), by its bytes; empty where they do not tell."""
    if data.startswith(_OLE):
        return _name_ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _name_zip(data)
    if data.startswith(b"RIFF"):
        return "a WebP picture" if data[8:12] == b"WEBP" else "a RIFF file (a CorelDRAW drawing?)"
    if markup := _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return "an XML file" if markup[1].lower() == b"<?xml" else "a web page (HTML)"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def _name_ole(data: bytes) -> str:
    # The directory of parts may stand anywhere, most often at the beginning or at the end.
    shown = data[:_LOOKED_AT] + data[-_LOOKED_AT:]
    found = (kind for name, kind in _IN_OLE if name.encode("utf-16-le") in shown)
    return next(found, "an old Word file (.doc) or is locked with a password")


def _name_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(_OF_MIMETYPE) if "mimetype" in names else b""
    except Exception:  # a damaged archive makes zipfile raise nearly anything
        return "a ZIP archive that is damaged"
    if found := next((k for mark, k in _MIMETYPES if mark in kind), ""):
        return found
    return next((k for begin, k in _IN_ZIP if any(n.startswith(begin) for n in names)), "a ZIP archive")


class Package:
    """An Office file opened: its main part, and what that refers to. Raises DataError for what it cannot read."""

    def __init__(self, data: bytes, code: str) -> None:
        """``code`` is the code of the errors that it raises."""
        self._code = code
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._left = MOST_UNPACKED
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            name = info.filename.replace("\\", "/").lower()
            if name in self._parts:
                raise DataError(self._code, f"holds {info.filename!r} twice: which is meant?")
            self._parts[name] = info

    def open(self, name: str) -> IO[bytes]:
        """Return a part's bytes as a stream; zipfile gives no more of them than the archive says, which is checked."""
        info = self._parts.get(name.lower())
        if info is None:
            raise DataError(self._code, f"lacks its part {name!r}")
        if info.flag_bits & _LOCKED:
            raise DataError("locked", "is locked with a password", hint="take the password off, and save it again")
        self._left -= info.file_size
        if self._left < 0:
            raise DataError(self._code, f"unpacks to more than {MOST_UNPACKED / 1e6:,.0f} MB")
        return self._archive.open(info)

    def read(self, name: str) -> Element:
        """Return a part as XML."""
        with self.open(name) as part:
            return fromstring(part.read())

    def relations(self, name: str) -> list[tuple[str, str, str]]:
        """Return the id, the kind and the part of every relation of a part; an empty name: of the package."""
        folder, _, own = name.rpartition("/")
        part = posixpath.join(folder, "_rels", f"{own}.rels")
        if part.lower() not in self._parts:
            return []
        found = []
        for relation in self.read(part):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found.append((relation.get("Id", ""), kind, target.lstrip("/")))
        return found

    @cached_property
    def main(self) -> str:
        """The part that an Office program opens first."""
        return next((target for _, kind, target in self.relations("") if kind == "officeDocument"), "")
