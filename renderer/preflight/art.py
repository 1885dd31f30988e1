"""The art of a page: a digest that survives rewriting."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pathops
import pikepdf
from fontTools.ttLib import TTLibError
from pikepdf import Array, Dictionary, Object, Stream
from shapely.errors import ShapelyError

from renderer.preflight.bounds import MOST_OBJECTS, MOST_PAGES, BeyondBoundsError, check_count
from renderer.preflight.finding import Finding
from renderer.preflight.flat import gather_art

UNREADABLE = (
    pikepdf.PikepdfError,
    pathops.PathOpsError,
    ShapelyError,
    TTLibError,
    zlib.error,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What reading a faulty file may raise: an object of another kind than belongs there shows as any of these."""

ENCRYPTED = "encrypted"
"""The code of what tells that a file is locked."""
NOT_READ_FURTHER = "not-read-further"
"""The code of what tells that a file holds more than is read of one."""
_MOST_TOLD = 300


class _File(io.BytesIO):
    """A PDF in memory; qpdf begins its messages with how Python writes the thing that it reads."""

    def __repr__(self) -> str:
        return "the file"


def open_strictly(data: bytes) -> pikepdf.Pdf:
    """Open a PDF without repairing it; raises PdfError for anything that needs mending, and BeyondBoundsError."""
    pdf = pikepdf.open(_File(data), attempt_recovery=False, suppress_warnings=True)
    check_count(len(pdf.objects), MOST_OBJECTS, "objects")
    check_count(len(pdf.pages), MOST_PAGES, "pages")
    if not len(pdf.pages):
        raise pikepdf.PdfError("it has no page")
    return pdf


def tell_unreadable(fault: BaseException) -> Finding:
    """Return the finding for a file that cannot be read, or not to its end."""
    if isinstance(fault, BeyondBoundsError):
        return Finding(NOT_READ_FURTHER, f"the file has {fault}")
    if isinstance(fault, pikepdf.PasswordError):
        message = "the file is encrypted with a password to open it: no RIP can read it"
        return Finding(ENCRYPTED, message, fix="save it without a password")
    if isinstance(fault, RecursionError):
        return Finding("unreadable", "the file cannot be read: its objects are nested too deep, or in each other")
    if isinstance(fault, AttributeError | IndexError | TypeError | UnicodeError):
        # What Python says of it speaks of our code, not of the file.
        return Finding("unreadable", "the file cannot be read without repair: an entry of it is not what it should be")
    told = f"{type(fault).__name__} {fault}" if isinstance(fault, KeyError) else str(fault) or type(fault).__name__
    return Finding("unreadable", f"the file cannot be read without repair: {told[:_MOST_TOLD]}")


def find_encryption(pdf: pikepdf.Pdf) -> list[Finding]:
    """Return that a file is encrypted, though it opens without a password, and what that means for a RIP."""
    if not pdf.is_encrypted:
        return []
    allowed = pdf.allow
    lot = "it may be printed" if allowed.print_highres else "it may be printed only coarsely"
    lot = lot if allowed.print_highres or allowed.print_lowres else "it forbids printing"
    message = f"the file is encrypted with an owner's password: it opens, {lot}, and many RIPs refuse such a file"
    return [Finding(ENCRYPTED, message, fix="save it without a password")]


def digest_of_art(data: bytes) -> str:
    """Return a sha256 over the /Art form and all it needs: equal for equal art, however the file is written.

    Art that is part of the page's content is that of the form it was (``gather_art``).
    """
    with open_strictly(data) as pdf:
        gather_art(pdf)
        return digest_of(pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"])


def digest_of(obj: Object) -> str:
    """Return the digest of one object tree, independent of object numbers and compression."""
    digest = hashlib.sha256()
    for part in _canonical_parts(obj, {}):
        digest.update(part)
    return digest.hexdigest()


def _canonical_parts(value: Any, seen: dict[tuple[int, int], int]) -> Iterator[bytes]:
    if isinstance(value, Object) and value.is_indirect:
        if value.objgen in seen:
            yield b"ref %d;" % seen[value.objgen]
            return
        seen[value.objgen] = len(seen)
    if isinstance(value, Stream):
        yield b"stream"
        # How a stream is packed is no part of the picture.
        packing = {"/Length", "/Filter", "/DecodeParms"}
        yield from _parts_of_entries({k: value[k] for k in value.keys() if k not in packing}, seen)  # noqa: SIM118
        body = value.read_bytes()
        yield b"%d:" % len(body) + body
    elif isinstance(value, Dictionary):
        yield from _parts_of_entries({k: value[k] for k in value.keys()}, seen)  # noqa: SIM118
    elif isinstance(value, Array):
        yield b"["
        for item in value:
            yield from _canonical_parts(item, seen)
        yield b"]"
    elif isinstance(value, Object):
        yield value.unparse() + b";"
    else:
        yield f"{type(value).__name__} {value};".encode()


def _parts_of_entries(entries: dict[str, Any], seen: dict[tuple[int, int], int]) -> Iterator[bytes]:
    yield b"<<"
    for key in sorted(entries):
        yield key.encode() + b" "
        yield from _canonical_parts(entries[key], seen)
    yield b">>"
