"""The art of a page: a digest that survives rewriting."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

UNREADABLE = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
)
"""What reading a faulty file may raise: an object of another kind than belongs there shows as any of these."""


def open_strictly(data: bytes) -> pikepdf.Pdf:
    """Open a PDF without repairing it; raises PdfError for anything that needs mending."""
    return pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)


def digest_of_art(data: bytes) -> str:
    """Return a sha256 over the /Art form and all it needs: equal for equal art, however the file is written."""
    with open_strictly(data) as pdf:
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
