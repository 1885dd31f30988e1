"""Ways to break bytes, texts, TOML, XML and JSON."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

BIG = "9" * 5000
_TABLES = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
WORDS = (
    *_TABLES["words"],
    "a" * 256,
    "a" * 5000,
    "đ" * 200,
    BIG,
    "1" + "0" * 400 + "x1m",
    "e\u0301" * 300,
    "a" * 100 + "*" * 30,
)
"""Values for words and options."""
PATHS = (
    *_TABLES["paths"],
    "n" * 256,
    "n" * 256 + ".pdf",
    "n" * 256 + ".xlsx",
    "đ" * 130 + ".toml",
    "/".join(["n" * 200] * 30),
)
"""Names of files, most of which ``lay_out`` in ``doors`` makes."""
HARD_TOML = (*_TABLES["hard_toml"], BIG, "-" + BIG, "[" * 3000 + "]" * 3000, "{a=" * 3000 + "1" + "}" * 3000)
"""Values that are no TOML, or none that any field takes."""
SOFT_TOML = (*_TABLES["soft_toml"], "1" * 400 + ".0", '"' + "a" * 100_000 + '"')
"""Values that some field may take."""
SOFT_JSON: tuple[Any, ...] = (
    None,
    0,
    -1,
    1e308,
    float("nan"),
    float("inf"),
    -0.0,
    True,
    "",
    "\0",
    "\x1b[2J",
    "\ud800",
    "a" * 10000,
    [],
    {},
    [[]],
    {"a": 1},
    10**400,
    1e-320,
    "../../x",
    "/etc/passwd",
    "..",
    ".",
    "a/../b",
    "0" * 64,
    "nan",
    [None] * 100,
    2**63,
    -(2**63),
    0.1,
    "4x2m",
)


def bend_bytes(chance: random.Random, data: bytes, most: int = 12) -> bytes:
    """Flip, cut, double, drop or overwrite a few places."""
    found = bytearray(data)
    for _ in range(chance.randint(1, most)):
        if not found:
            return bytes(found)
        at = chance.randrange(len(found))
        match chance.randrange(8):
            case 0 | 1 | 2:
                found[at] ^= 1 << chance.randrange(8)
            case 3:
                found[at] = chance.choice((0, 255, 127, 128, chance.randrange(256)))
            case 4:
                found[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0"))
            case 5:
                del found[at : at + chance.randint(1, 64)]
            case 6:
                found[at:at] = found[at : at + chance.randint(1, 64)]
            case 7 if chance.random() < 0.2:
                del found[at:]
    return bytes(found)


_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = (
    b"0",
    b"-1",
    b"1e9",
    b"99999999999999999999",
    b"1e400",
    b"-0.0000001",
    b"nan",
    b"2147483648",
    b"",
    b"65536",
    b"x",
)


def bend_numbers(chance: random.Random, data: bytes, most: int = 3) -> bytes:
    """Replace a few numbers of a text by others."""
    places = list(_NUMBER.finditer(data))
    for found in sorted(chance.sample(places, min(len(places), chance.randint(1, most))), key=lambda m: -m.start()):
        data = data[: found.start()] + chance.choice(_NUMBERS) + data[found.end() :]
    return data


def bend_lines(chance: random.Random, data: bytes) -> bytes:
    """Drop, double, exchange or cut lines."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[a] = b""
            case 1:
                lines.insert(b, lines[a])
            case 2:
                lines[a], lines[b] = lines[b], lines[a]
            case 3:
                lines[a] = lines[a][: chance.randrange(len(lines[a]) + 1)]
    return b"\n".join(lines)


def _encodings(chance: random.Random, data: bytes) -> bytes:
    text = data.decode()
    return chance.choice(
        (text.encode("utf-16"), text.encode("utf-8-sig"), text.encode("utf-32"), data + b"\0", b"\xff" + data)
    )


_LINE = re.compile(rb"^([\w-]+) = (.*)$", re.MULTILINE)


def bend_toml(chance: random.Random, data: bytes) -> tuple[bytes, bool]:
    """Return a broken TOML file, and whether no reader may take it."""
    places = list(_LINE.finditer(data))
    found = chance.choice(places)
    match chance.randrange(10):
        case 0 | 1 | 2:
            return _put(data, found, chance.choice(HARD_TOML)), True
        case 3 | 4 | 5:
            return _put(data, found, chance.choice(SOFT_TOML)), False
        case 6:
            return _encodings(chance, data), False
        case 7:
            return bend_lines(chance, data), False
        case 8:
            return bend_bytes(chance, data), False
        case _:
            extra = chance.choice(
                (
                    b"\n" + b".".join([b"a"] * 5000) + b" = 1\n",
                    b"\n[" + b".".join([b"a"] * 5000) + b"]\n",
                    b"\nx = " + b"[" * 100_000,
                    b"\n[[x]]" * 20_000,
                    b"\n" + found[0] + b"\n" + found[0] + b"\n",
                    b"\n#" + b"x" * 2_000_000,
                )
            )
            return data + extra, False


def _put(data: bytes, found: re.Match[bytes], value: str) -> bytes:
    return data[: found.start(2)] + value.encode("utf-8", "surrogateescape") + data[found.end(2) :]


_ATTRIBUTE = re.compile(rb'([\w:-]+)="([^"]*)"')
_TAG = re.compile(rb"<(/?)([\w:-]+)([^<>]*)>")
_VALUES = (
    b"",
    b"0",
    b"-1",
    b"99999999999",
    b"1e400",
    b"nan",
    b"x",
    b"&#xD800;",
    b"&#0;",
    b"&#x1b;",
    b"\xff",
    b"#",
    b"url(#a)",
    b"../../x",
    b"D800",
    b"FFFFFFFF",
    b"a" * 70000,
    b"true",
    b"[1]",
    b"A1:XFD1048576",
    b"s",
    b"str",
    b"e",
    b"b",
)


_ODDITIES = (b"&x;", b"&#0;", b"&#xFFFE;", b"<!--", b"<![CDATA[", b"<?x y?>", b"\x0b", b"\xff\xfe", b"_x0000_")
_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "' + b"&a;" * 50 + b'">]>'


def bend_xml(chance: random.Random, data: bytes) -> bytes:
    """Break an XML text: values, tags, nesting, entities, encoding."""
    for _ in range(chance.randint(1, 4)):
        tags, attributes = list(_TAG.finditer(data)), list(_ATTRIBUTE.finditer(data))
        if not tags or not attributes:
            return data
        tag, attribute = chance.choice(tags), chance.choice(attributes)
        match chance.randrange(12):
            case 0 | 1 | 2 | 3:
                data = data[: attribute.start(2)] + chance.choice(_VALUES) + data[attribute.end(2) :]
            case 4:
                data = data[: attribute.start()] + data[attribute.end() :]
            case 5:
                data = data[: tag.start()] + data[tag.end() :]
            case 6:
                data = data[: tag.start(2)] + chance.choice(tags)[2] + data[tag.end(2) :]
            case 7:
                depth = chance.choice((50, 1000, 30_000))
                nest = (b"<" + tag[2] + b">") * depth + (b"</" + tag[2] + b">") * depth
                data = data[: tag.start()] + nest + data[tag.start() :]
            case 8:
                data = data[: tag.end()] + chance.choice(_ODDITIES) + data[tag.end() :]
            case 9:
                data = _ENTITIES + data
            case 10:
                data = bend_bytes(chance, data, 4)
            case 11:
                data = b"<x/>" if chance.random() < 0.2 else data[: chance.randrange(len(data))]
    return data


def bend_json(chance: random.Random, line: bytes) -> bytes:
    """Break a JSON text at one or two places, or as bytes."""
    if chance.random() < 0.15:
        return bend_bytes(chance, line, 4)
    content = json.loads(line)
    for _ in range(chance.randint(1, 2)):
        _bend_somewhere(chance, content)
    return json.dumps(content, ensure_ascii=chance.random() < 0.5, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _bend_somewhere(chance: random.Random, node: Any) -> None:
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.8:
            node = node[key]
            continue
        if chance.random() < 0.2:
            del node[key]
        elif chance.random() < 0.1 and isinstance(node, dict):
            node["more"] = chance.choice(SOFT_JSON)
        else:
            node[key] = chance.choice(SOFT_JSON)
        return
