"""The doors of lists: broken documents, workbooks, sheets and plain texts, and the commands that read them."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from .case import Bench, Case, case
from .mutate import bend_bytes, bend_lines, bend_xml

_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("list", ("check", "{}")),
    ("list", ("catalogue", "import", "{}", "--issuer", "Đảng ủy", "--dry-run")),
    ("units", ("units", "import", "{}", "--source", "x")),
    ("job", ("batch", "{}", "--dry-run", "--jobs", "1")),
)


def documents(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken DOCX."""
    _bend_package(chance, bench.lists / "list.docx", folder / "list.docx")
    line = chance.choice(_LISTS[:2])[1]
    return case(bench.own_workspace(folder), *(w.format("list.docx") for w in line), codes=frozenset({0, 2, 3, 4}))


def workbooks(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken XLSX."""
    name, line = chance.choice(_LISTS)
    _bend_package(chance, bench.lists / f"{name}.xlsx", folder / f"{name}.xlsx")
    return case(
        bench.own_workspace(folder), *(w.format(f"{name}.xlsx") for w in line), codes=frozenset({0, 2, 3, 4, 6})
    )


_CELLS = (
    '"' + "a" * 200_000 + '"',
    "=1+1",
    "#REF!",
    "1e400",
    "nan",
    "\x1b[2J",
    "\u202e",
    "a;b;c;d",
    '"',
    "0" * 5000,
    "_x000D_",
    "&#224;",
    "\ufffd",
    "2026-02-30",
    "99999999999",
    "-1",
    "1;2;3;4;5;6;7;8",
    "🙂",
    "cv9743-02;cv9743-02",
    "4.000x2.000mm",
    "\r",
    "led/*",
    "ａ",
    "TCVN3 §¶µ®",
)


def sheets(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken CSV or plain list."""
    name, line = chance.choice(_LISTS)
    ending = ".txt" if name == "list" and chance.random() < 0.4 else ".csv"
    data = (bench.lists / f"{name}{ending}").read_bytes()
    match chance.randrange(6):
        case 0:
            data = bend_bytes(chance, data)
        case 1:
            data = bend_lines(chance, data)
        case 2 | 3:
            rows = [row.split(",") for row in data.decode("utf-8-sig").split("\n")]
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = chance.choice(_CELLS)
            data = "\n".join(",".join(cells) for cells in rows).encode("utf-8", "surrogatepass")
        case 4:
            data = chance.choice(
                (data.decode("utf-8-sig").encode("utf-16"), data + b"\0", b"", b"," * 100_000, data * 200)
            )
        case 5:
            data = data.replace(b",", chance.choice((b";", b"\t", b"|", b",,,,")))
    (folder / f"{name}{ending}").write_bytes(data)
    return case(
        bench.own_workspace(folder), *(w.format(f"{name}{ending}") for w in line), codes=frozenset({0, 2, 3, 4, 6})
    )


def _bend_package(chance: random.Random, origin: Path, target: Path) -> None:
    """Break a ZIP of XML: a part's text, its members, or the bytes of the whole."""
    data = origin.read_bytes()
    if chance.random() < 0.2:
        target.write_bytes(bend_bytes(chance, data))
        return
    with zipfile.ZipFile(origin) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = [name for name in parts if name.endswith((".xml", ".rels"))]
    heavy = [
        name for name in main if name.endswith(("document.xml", "sheet1.xml", "numbering.xml", "sharedStrings.xml"))
    ]
    name = chance.choice(heavy if heavy and chance.random() < 0.7 else main)
    match chance.randrange(20):
        case 0:
            del parts[name]
        case 1:
            parts[name] = b""
        case 2:
            parts[name] = parts[chance.choice(main)]
        case 3:
            parts[name] = _blow_up(chance, parts[name])
        case 4:
            parts["../../x"] = b"x"
            parts[name] = bend_xml(chance, parts[name])
        case _:
            parts[name] = bend_xml(chance, parts[name])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)


def _blow_up(chance: random.Random, data: bytes) -> bytes:
    """Return a part of many megabytes that packs small."""
    at = data.rfind(b"</")
    row = chance.choice(
        (b" " * 100, b"<x/>" * 25, b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", b"<row><c><v>1</v></c></row>", b"a" * 100)
    )
    return data[:at] + row * chance.choice((10_000, 300_000)) + data[at:]
