"""Files broken on purpose, drawn from seeds: PDFs, fonts and templates that nobody should trust."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

TEMPLATES: dict[str, str] = {}


def damaged_pdfs(good: bytes, count: int, seed: int = 12) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a PDF in which bytes were flipped, parts cut, doubled, or exchanged for others."""
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        yield f"seed {seed}/{number}", _damage(good, chance)


def _damage(good: bytes, chance: random.Random) -> bytes:
    data = bytearray(good)
    for _ in range(chance.choice((1, 1, 1, 3, 10, 100))):
        at, other = chance.randrange(len(data)), chance.randrange(len(data))
        length = chance.choice((1, 4, 50, 2000))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at : at + length] = data[other : other + length]
        elif kind == 3:
            data[at:at] = data[other : other + length]
        else:
            data[at : at + 1] = bytes([chance.randrange(256)])
        if len(data) < 100:
            break
    return bytes(data)


def damaged_fonts(root: Path, count: int, seed: int = 12) -> Iterator[tuple[str, str, bytes]]:
    return iter(())
