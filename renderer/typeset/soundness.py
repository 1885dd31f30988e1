"""Whether a font file is whole: read through once, in a process of its own, before anything is set in it.

Libraries read a table when they first need it, so that a broken one shows in the middle of a batch, and each in its own
way. The faces that come with the program were read when they were chosen, and are known by their sums.
"""

from __future__ import annotations

import hashlib
import io
import logging
import math
import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any, NamedTuple

import pathops
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from renderer.storage.apart import read_apart
from renderer.values.errors import CodongError, DataError
from renderer.values.limits import FONT

SHIPPED = frozenset(
    {
        "04db63d2a82dd4bb35ba25e00dab1d12febcd0e917856b174b71a24d6f0c9afa",
        "10fcb42b9cee8e30918843416676ae059e8f77fe439d0c3a4350617ef9f77a75",
        "d59f15623d7920a75bfc1fbe2e0099d17fd98931fae8c268e3d1777b78c7a30f",
        "21843a0ccca2e97030da1330961646510ed6e9b8bb39620974c1195b9803034a",
        "7d74015e950c2fb66519c7295b8155621d22200ae2ca2a4c6b43ce3c490cac87",
    }
)
"""Sums (sha256) of the faces in ``fonts/``."""
_KINDS = (b"\0\1\0\0", b"OTTO", b"true")
_NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap", "name", "OS/2", "post")
_MOST_TABLES, _MOST_DRAWN = 200, 3_000
_UNITS = range(16, 16_385)
"""Units of an em: OpenType, table ``head``."""
_REACH = 16
"""Ems from the origin beyond which no outline of a letter goes."""
_INKED = {*range(0x100), *range(0x1EA0, 0x1EFA), *map(ord, "ĂăĐđĨĩŨũƠơƯư")}
"""Codes that have ink wherever they are letters, digits, punctuation or signs: Latin-1 and Vietnamese."""
_HINT = "fetch the file anew, or save it anew with a font editor, and pin that one"


class _Table(NamedTuple):
    tag: str
    sum: int
    at: int
    length: int


@lru_cache(maxsize=64)
def check_font(data: bytes, where: str) -> None:
    """Raise DataError unless a font file can be read from its first table to the last, and its letters drawn."""
    if hashlib.sha256(data).hexdigest() in SHIPPED:
        return
    _check_tables(data, where)
    read_apart(partial(_read_through, data, where), FONT, where, _HINT)


def _broken(where: str, message: str) -> DataError:
    return DataError("broken-font", message, where=where, hint=_HINT)


# -- the file -------------------------------------------------------------------------------------


def _check_tables(data: bytes, where: str) -> None:
    if data[:4] not in _KINDS or len(data) < 12:
        raise DataError("bad-font", "is not a usable TrueType font: it begins otherwise", where=where)
    tables = list(_list_tables(data, where))
    for table in tables:
        if table.at + table.length > len(data):
            raise _broken(where, f"is cut off: the table {table.tag!r} ends beyond the file")
        if table.tag != "DSIG" and _sum_of(data, table) != table.sum:
            raise _broken(where, f"the table {table.tag!r} is not what it was: its checksum differs")
    tags = {table.tag for table in tables}
    missing = [tag for tag in _NEEDED if tag not in tags]
    if not tags & {"glyf", "CFF ", "CFF2"}:
        missing.append("glyf or CFF")
    if missing or len(tags) < len(tables):
        raise _broken(where, f"lacks the table {missing[0]!r}" if missing else "holds a table twice")


def _list_tables(data: bytes, where: str) -> Iterator[_Table]:
    count = int.from_bytes(data[4:6], "big")
    if count > _MOST_TABLES or len(data) < 12 + 16 * count:
        raise _broken(where, "is cut off in its list of tables")
    for tag, total, at, length in struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count]):
        yield _Table(tag.decode("latin-1"), total, at, length)


def _sum_of(data: bytes, table: _Table) -> int:
    """Return the checksum of a table: OpenType, "Calculating Checksums"."""
    body = data[table.at : table.at + table.length]
    if table.tag == "head":
        body = body[:8] + bytes(4) + body[12:]  # where the sum of the whole file stands
    body += bytes(-len(body) % 4)
    total: int = sum(struct.unpack(f">{len(body) // 4}L", body))
    return total & 0xFFFFFFFF


# -- what it holds --------------------------------------------------------------------------------


def _read_through(data: bytes, where: str) -> None:
    """Use every part of a font once, as setting a text does; this process ends with it."""
    logging.disable()  # fontTools writes whole traces of what it raises
    font = TTFont(io.BytesIO(data), lazy=False)
    for tag in font.keys():  # noqa: SIM118
        if tag != "GlyphOrder":
            _try(where, f"the table {tag!r} cannot be read", lambda tag=tag: font[tag])
    _try(where, "the layout tables cannot be read", font.ensureDecompiled)
    _try(where, "its measures are missing", lambda: _check_measures(font, where))
    _try(where, "its letters cannot be drawn", lambda: _draw_letters(font, where))
    _try(where, "its letters cannot be set", lambda: _shape(data, font))


def _try(where: str, message: str, use: Any) -> None:
    try:
        use()
    except (CodongError, MemoryError):
        raise
    except Exception as fault:  # whatever a library raises at a broken table is that table's fault
        told = f"{type(fault).__name__}: {fault}"[:200]
        raise _broken(where, f"{message} ({told})") from None


def _check_measures(font: TTFont, where: str) -> None:
    units = int(font["head"].unitsPerEm)
    if units not in _UNITS:
        raise _broken(where, f"states {units} units an em")
    if font["OS/2"].version < 2:
        raise _broken(where, "does not state how high its capitals are (table 'OS/2' of a version before 2)")
    if not 0 < font["OS/2"].sCapHeight <= 2 * units:
        raise _broken(where, f"states capitals of {font['OS/2'].sCapHeight} units of {units}")
    figures = [font["hhea"].ascent, font["hhea"].descent, font["post"].italicAngle]
    if not all(math.isfinite(v) and abs(v) <= _REACH * units for v in figures):
        raise _broken(where, "states measures that no letter has")
    font["name"].getDebugName(6)
    if not font.getBestCmap():
        raise _broken(where, "says of no glyph which character it is")


def _draw_letters(font: TTFont, where: str) -> None:
    units, glyphs = font["head"].unitsPerEm, font.getGlyphSet()
    for code, name in list(font.getBestCmap().items())[:_MOST_DRAWN]:
        path = pathops.Path()
        glyphs[name].draw(path.getPen(glyphSet=glyphs))
        path.simplify(fix_winding=True, keep_starting_points=True)
        inked = any(True for _ in path)
        if inked and not all(abs(v) <= _REACH * units for v in path.bounds):
            raise _broken(where, f"the outline of {chr(code)!r} reaches beyond every letter")
        if not 0 <= glyphs[name].width <= _REACH * units:
            raise _broken(where, f"{chr(code)!r} has a width of {glyphs[name].width}")
        if not inked and code in _INKED and unicodedata.category(chr(code))[0] in "LNPS":
            raise _broken(where, f"the letter {chr(code)!r} is blank")


def _shape(data: bytes, font: TTFont) -> None:
    codes = list(font.getBestCmap())[:_MOST_DRAWN]
    buffer = hb.Buffer()
    buffer.add_str("".join(map(chr, codes)))
    buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "vi"
    hb.shape(hb.Font(hb.Face(data)), buffer)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update({info.codepoint for info in buffer.glyph_infos})
    hb.subset(hb.Face(data), wanted)
