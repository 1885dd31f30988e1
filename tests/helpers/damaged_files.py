"""Files broken on purpose, drawn from seeds: PDFs, fonts and templates that nobody should trust."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

TEMPLATES: dict[str, str] = {
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "a template that includes itself": '{% include "pano/co-do/art.svg.j2" %}',
    "a range of a thousand million": "{% for i in range(10 ** 9) %}{% endfor %}",
    "loops in loops": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "loops that write": "{% for i in range(9999) %}{% for j in range(9999) %}<g/>{% endfor %}{% endfor %}",
    "a text of a thousand million letters": "{{ 'x' * 10 ** 9 }}",
    "a text of fifty million letters": "{{ 'x' * 50000000 }}",
    "a text made wide": "{{ 'x' | center(2000000000) }}",
    "a number made wide": "{{ '%1000000000d' % 1 }}",
    "a number of a thousand million digits": "{{ 9 ** 9 ** 9 }}",
    "a list that doubles": "{% set ns = namespace(x=[0]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "a list of lists": "{{ [[0] * 100000] * 100000 }}",
    "the classes of all things": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "the globals of a function": "{{ sin.__globals__ }}{{ cycler.__init__.__globals__ }}",
    "the format of a class": "{{ '{0.__class__.__init__.__globals__}'.format(has) }}",
    "a file outside": '{% include "../../codong.toml" %}',
    "a file of the system": '{% include "/etc/passwd" %}',
    "10,000 brackets": "{{ " + "(" * 10_000 + "1" + ")" * 10_000 + " }}",
    "10,000 nested blocks": "{% if 1 %}" * 10_000 + "{% endif %}" * 10_000,
    "a sum of 100,000 terms": "{{ " + "1 + " * 100_000 + "1 }}",
    "a million groups": "{% for i in range(90000) %}<g/><g/><g/><g/><g/><g/><g/><g/><g/><g/>{% endfor %}",
    "no end of a block": "{% for i in range(9) %}",
    "a division by nothing": "{{ 1 / 0 }}",
    "a name that is not there": "{{ nothing }}",
    "bytes that are no UTF-8": "\udcff",
    "a surrogate": "{{ '\\ud800' }}",
    "a generator that sums itself": "{{ range(99999) | map('string') | join('x' * 99999) }}",
    "an infinite float": "{{ (1e308 * 10) | int }}",
    "sorted without an order": "{{ [1, 'a'] | sort }}",
}
"""What each does when it is put before a layout's drawing."""


def damaged_pdfs(good: bytes, count: int, seed: int = 12) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a PDF in which bytes were flipped, parts cut, doubled, or exchanged for others."""
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        yield f"seed {seed}/{number}", damage(good, chance)


def damage(good: bytes, chance: random.Random) -> bytes:
    """Return a copy in which one to a hundred things were changed."""
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


def damaged_fonts(root: Path, count: int, seed: int = 12, family: str = "") -> Iterator[tuple[str, str, bytes]]:
    """Yield copies of the shipped faces with tables damaged, their checksums made right again in most of them: name,
    file below ``fonts/``, bytes. ``family``: the folder of the only ones."""
    files = sorted(path for path in (root / "fonts" / family).rglob("*.ttf"))
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        path = chance.choice(files)
        data = damage_font(path.read_bytes(), chance)
        yield f"seed {seed}/{number}", path.relative_to(root / "fonts").as_posix(), data


def damage_font(good: bytes, chance: random.Random) -> bytes:
    """Return a font with one table (or the list of tables) changed, cut, emptied, or exchanged for another."""
    tables = list(struct.iter_unpack(">4sLLL", good[12 : 12 + 16 * int.from_bytes(good[4:6], "big")]))
    parts = {tag: bytearray(good[at : at + length]) for tag, _, at, length in tables}
    tag, other = chance.choice(list(parts)), chance.choice(list(parts))
    kind, body = chance.randrange(7), parts[tag]
    at = chance.randrange(len(body))
    if kind == 0:
        for _ in range(chance.choice((1, 5, 100))):
            body[chance.randrange(len(body))] = chance.randrange(256)
    elif kind == 1:
        del body[at:]
    elif kind == 2:
        body[at : at + chance.choice((1, 2, 4))] = bytes([chance.choice((0, 0x7F, 0x80, 0xFF))]) * 2
    elif kind == 3:
        parts[tag] = bytearray(parts[other])
    elif kind == 4:
        del parts[tag]
    elif kind == 5:
        body[at:at] = bytes(chance.randrange(1, 400))
    else:
        return damage(good, chance)
    return _pack_font(good[:4], parts)


def _pack_font(kind: bytes, parts: dict[bytes, bytearray]) -> bytes:
    head, body = kind + struct.pack(">HHHH", len(parts), 0, 0, 0), b""
    for tag, part in parts.items():
        padded = bytes(part) + bytes(-len(part) % 4)
        summed = padded if tag != b"head" else padded[:8] + bytes(4) + padded[12:]
        total = sum(struct.unpack(f">{len(summed) // 4}L", summed)) & 0xFFFFFFFF
        head += struct.pack(">4sLLL", tag, total, 12 + 16 * len(parts) + len(body), len(part))
        body += padded
    return head + body
