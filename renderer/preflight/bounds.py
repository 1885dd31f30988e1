"""How much of one PDF is read at most, counted while it is read.

The figures are far above what a sign or a poster holds, and low enough that reading ends within seconds. What is beyond
them is not read, and that is said: a file is never judged by its beginning alone. docs/limits.md tells them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

MOST_PAGES = 1_000
MOST_OBJECTS = 200_000
MOST_OPERATORS = 1_000_000
"""Operators of all content streams, each time that a form is painted."""
MOST_PAINTED = 200_000
"""Paths, letters, images and shadings."""
MOST_INFLATED = 64_000_000
"""Bytes of one stream that is read as a whole: content, a font, a profile, the samples of a function."""
MOST_FORMS, MOST_FORM_DEPTH = 20_000, 24
"""Streams walked in all, and forms inside forms."""
MOST_STATES = 1_000
"""Graphics states kept at one time in one stream: PDF 1.7 asks readers for 28, and who draws copies every one."""
MOST_SAMPLES = 100_000
"""Colours that the functions of one shading or space run through."""
MOST_WIDTHS = 200_000
"""Widths that a font states one by one or in ranges."""
MOST_INKS = 64
"""Inks of one colour space or function: PDF allows 32."""
MOST_NESTED = 16
"""Colour spaces and functions inside one another."""
MOST_COMPARED = 300_000_000
"""Pairs of a text and what may lie over it."""
MOST_SHAPES = 10_000
"""Outlines compared with the letters of the faces, point by point."""
LARGEST_NUMBER = 1e7
"""Points: no page is a hundredth as large, and sums of larger numbers lose what is compared."""
_INFLATED_BY_QPDF = 256_000_000
_MOST_WARNINGS = 1_000


class BeyondBoundsError(ValueError):
    """A file holds more than is read of one; the message says of what."""


@dataclass
class Budget:
    """What may still be read of one file."""

    operators: int = MOST_OPERATORS
    painted: int = MOST_PAINTED
    forms: int = MOST_FORMS
    shapes: int = MOST_SHAPES

    def take_operator(self) -> None:
        self.operators -= 1
        if self.operators < 0:
            raise beyond(MOST_OPERATORS, "operators")

    def take_form(self) -> None:
        self.forms -= 1
        if self.forms < 0:
            raise beyond(MOST_FORMS, "painted forms")

    def take_shape(self) -> None:
        self.shapes -= 1
        if self.shapes < 0:
            raise beyond(MOST_SHAPES, "shapes that might be letters")

    def check_painted(self, count: int) -> None:
        """Raise BeyondBoundsError if ``count`` things more than before are too many."""
        if count > self.painted:
            raise beyond(MOST_PAINTED, "painted things")


def beyond(most: int, what: str) -> BeyondBoundsError:
    """Return the error for more than ``most`` of something."""
    return BeyondBoundsError(f"more than {most:,} {what}: it is not read further")


def check_count(count: int, most: int, what: str) -> None:
    """Raise BeyondBoundsError for more than ``most`` of something."""
    if count > most:
        raise beyond(most, what)


def inflate(stream: Any, most: int = MOST_INFLATED) -> bytes:
    """Return the bytes of a stream; raises BeyondBoundsError for more than ``most``."""
    size = memoryview(stream.get_stream_buffer()).nbytes
    if size > most:
        raise BeyondBoundsError(f"a stream of {size / 1e6:,.0f} MB, of which {most / 1e6:,.0f} MB are read")
    return bytes(stream.read_bytes())


def check_content(page_or_stream: Any) -> None:
    """Raise BeyondBoundsError if the content of a page or form is too long."""
    obj = getattr(page_or_stream, "obj", page_or_stream)
    held = obj.get("/Contents") if isinstance(obj, pikepdf.Dictionary) else obj
    streams = list(held) if isinstance(held, pikepdf.Array) else [held]
    sizes = (memoryview(s.get_stream_buffer()).nbytes for s in streams if isinstance(s, pikepdf.Stream))
    size = 0
    for more in sizes:
        size += more
        if size > MOST_INFLATED:
            raise BeyondBoundsError(f"a page's content of more than {MOST_INFLATED / 1e6:,.0f} MB: it is not read")


def bound_qpdf() -> Mapping[str, int | bool]:
    """Bound what qpdf takes for one stream or file, in this whole process; return the bounds before.

    For a process that reads one foreign file and ends: what one library takes must not depend on what was read before.
    """
    return set_qpdf_limits(
        flate_max_memory=_INFLATED_BY_QPDF,
        run_length_max_memory=_INFLATED_BY_QPDF,
        png_max_memory=_INFLATED_BY_QPDF,
        tiff_max_memory=_INFLATED_BY_QPDF,
        dct_max_memory=_INFLATED_BY_QPDF,
        doc_max_warnings=_MOST_WARNINGS,
    )
