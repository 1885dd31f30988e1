"""Layouts and fonts, broken and hostile."""

from __future__ import annotations

import random
import struct

from .mutate import bend_bytes, bend_lines, bend_numbers, bend_xml

_JINJA = (
    b"{% for i in range(99999999) %}{{ i }}{% endfor %}",
    b"{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    b"{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    b"{{ 'a' * 9999999999 }}",
    b"{{ ('a' * 99999)|center(999999999) }}",
    b"{{ 9 ** 9 ** 9 }}",
    b"{{ (9 ** 99999)|string }}",
    b"{{ ().__class__.__mro__ }}",
    b"{{ self.__init__.__globals__ }}",
    b"{% include 'led/co-do/art.svg.j2' %}",
    b"{% import 'led/co-do/art.svg.j2' as x with context %}",
    b"{% extends '../../../codong.toml' %}",
    b"{{ range(10**9)|list|length }}",
    b"{{ [0] * 10**10 }}",
    b"{{ '%9999999999d' % 1 }}",
    b"{{ nothing }}",
    b"{{ c.no_such }}",
    b"{% if",
    b"{{ 1 / 0 }}",
    b"{{ W / (H - H) }}",
    b"{{ undefined.x.y }}",
    b"{% set ns = namespace(a='a') %}{% for i in range(60) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}{{ ns.a }}",
    b"{{ " + b"(" * 5000 + b"1" + b")" * 5000 + b" }}",
    b"{{ " + b"-" * 100000 + b"1 }}",
    b"{% if 1 %}" * 3000 + b"{% endif %}" * 3000,
    b"{{ '{{ x }}'|safe }}",
    b"{{ lipsum(100) }}",
    b"{{ 'x'|no_such }}",
    b"{{ 9" + b"9" * 5000 + b" }}",
)
_SVG = (
    b"<g>" * 100_000 + b"</g>" * 100_000,
    b"<g>" * 2000 + b"</g>" * 2000,
    b'<path fill="#DA251D" d="M0 0' + b"L1 1" * 1_000_000 + b'"/>',
    b'<path fill="#DA251D" d="M0 0' + b"C1 1 2 2 3 3" * 300_000 + b'"/>',
    b'<path fill="#DA251D" d="M0 0 A 0 0 nan 9 9 1e400 1"/>',
    b'<path d="M"/>',
    b'<path d="' + b"M0,0z" * 100_000 + b'"/>',
    b'<rect width="1e30" height="1e30" fill="#DA251D"/>',
    b'<rect width="nan" height="-5"/>',
    b'<rect width="1e400" height="1"/>',
    b'<use href="#a" id="a"/>',
    b'<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    b'<defs><linearGradient id="a" href="#a"/></defs><rect width="9" height="9" fill="url(#a)"/>',
    b'<defs><pattern id="p" width="0.0001" height="0.0001" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern></defs>'
    b'<rect width="99999" height="99999" fill="url(#p)"/>',
    b'<defs><pattern id="p" width="1" height="1"><rect width="9" height="9" fill="url(#p)"/></pattern></defs><rect width="9" height="9" fill="url(#p)"/>',
    b'<defs><clipPath id="q" clip-path="url(#q)"><rect width="1" height="1"/></clipPath></defs><rect clip-path="url(#q)" width="9" height="9"/>',
    b"".join(b'<g id="x%d">' % i + b'<use href="#x%d"/>' % (i + 1) * 10 + b"</g>" for i in range(12)),
    b'<image href="file:///etc/passwd" width="9" height="9"/>',
    b'<image href="http://127.0.0.1:1/x" width="9" height="9"/>',
    b'<image href="data:image/png;base64,AAAA" width="9" height="9"/>',
    b"<style>@import url(file:///etc/passwd); * { fill: red }</style>",
    b"<script>x</script>",
    b"<foreignObject/>",
    b'<text x="1" y="1">a</text>',
    b'<rect transform="scale(1e300) scale(1e300)" width="1" height="1" fill="#DA251D"/>',
    b'<rect transform="' + b"rotate(1) " * 20_000 + b'" width="1" height="1" fill="#DA251D"/>',
    b'<rect transform="matrix(0 0 0 0 0 0)" width="1" height="1" fill="#DA251D"/>',
    b'<rect transform="skewX(90)" width="1" height="1" fill="#DA251D"/>',
    b'<circle r="' + b"9" * 5000 + b'" fill="#DA251D"/>',
    b'<rect data-frame="slogan" x="0" y="0" width="1" height="1"/>',
    b'<rect data-frame="slogan2" x="nan" y="0" width="0" height="1"/>',
    b'<rect stroke="#DA251D" stroke-width="1e9" stroke-dasharray="'
    + b"0.00001 " * 1000
    + b'" width="99999" height="99999"/>',
    b'<rect stroke="#DA251D" stroke-dasharray="0.0001" width="9999999" height="9999999"/>',
    b"<rect/>" * 200_000,
    b"<!--" + b"x" * 3_000_000 + b"-->",
    b'<!ENTITY a "b">',
    b"&a;",
    b"\0",
    b"\xff\xfe",
    b"<a xmlns:x='y' x:b='1'/>",
    b'<filter id="f"><feGaussianBlur stdDeviation="1e9"/></filter><rect filter="url(#f)" width="9" height="9"/>',
)
_HEAD = (
    b'viewBox="0 0 0 0"',
    b'viewBox="0 0 1e9 1e9"',
    b'viewBox="nan"',
    b'viewBox=""',
    b'width="1e9"',
    b'height="-1"',
)


def bend(chance: random.Random, data: bytes) -> bytes:
    """Break a template of a drawing."""
    match chance.randrange(12):
        case 0 | 1:
            return _before_end(data, chance.choice(_JINJA))
        case 2 | 3 | 4:
            return _before_end(data, chance.choice(_SVG))
        case 5 | 6:
            return bend_numbers(chance, data)
        case 7:
            return bend_lines(chance, data)
        case 8:
            return bend_bytes(chance, data)
        case 9:
            return chance.choice(_JINJA) + data
        case 10:
            return (
                data.replace(b"<svg ", b"<svg " + chance.choice(_HEAD) + b" ") if chance.random() < 0.5 else b"<svg/>"
            )
        case _:
            return bend_xml(chance, data)


def _before_end(data: bytes, more: bytes) -> bytes:
    at = data.rfind(b"</svg>")
    return data[:at] + more + data[at:] if at >= 0 else data + more


def bend_font(chance: random.Random, data: bytes) -> bytes:
    """Break a font: its directory, or one of its tables, or the whole."""
    if chance.random() < 0.1:
        return bend_bytes(chance, data, 30)
    if chance.random() < 0.05:
        return data[: chance.randrange(len(data))]
    count = struct.unpack(">H", data[4:6])[0]
    entry = 12 + 16 * chance.randrange(count)
    start, length = struct.unpack(">II", data[entry + 8 : entry + 16])
    match chance.randrange(8):
        case 0:
            return (
                data[:entry]
                + bend_bytes(chance, data[entry : entry + 16], 2)[:16].ljust(16, b"\0")
                + data[entry + 16 :]
            )
        case 1:
            return data[:entry] + b"zzzz" + data[entry + 4 :]
        case 2:
            return (
                data[: entry + 12]
                + struct.pack(">I", chance.choice((0, 1, length // 2, length * 2, 2**31)))
                + data[entry + 16 :]
            )
        case 3 | 4 | 5:
            table = bend_bytes(chance, data[start : start + min(length, 64)], 3)[:64].ljust(min(length, 64), b"\0")
            return data[:start] + table + data[start + len(table) :]
        case 6:
            return data[:start] + bytes(chance.choice((0, 255)) for _ in range(1)) * length + data[start + length :]
        case _:
            table = bend_bytes(chance, data[start : start + length], 10)[:length].ljust(length, b"\0")
            return data[:start] + table + data[start + length :]
