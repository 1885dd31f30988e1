"""The doors of the command, and what is thrown at each: one function a door draws one case."""

from __future__ import annotations

import argparse
import hashlib
import os
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PIL import Image

from renderer.cli.commands import COMMANDS, Command, CommandParser, Group

from . import drawings, pdfs
from .bench import LOGO, encode, pins
from .case import BAD_DATA, Bench, Case, Door, case, some
from .lists import documents, sheets, workbooks
from .mutate import PATHS, WORDS, bend_bytes, bend_json, bend_lines, bend_numbers, bend_toml

TYPESET = ("typeset", "led/co-do", "--slogan", "dn23-06", "--size", "512x256px", "--hang", "2026-01-20")


# -- words and paths ------------------------------------------------------------------------------

_HANG = ("--hang", "2026-01-20")
_STATEMENT = ("--by", "A", "--role", "duyệt")
_CALLS: tuple[tuple[str, ...], ...] = (
    ("render", "led/co-do", "--slogan", "dn23-06", "--size", "512x256px", *_HANG, "--out", "out"),
    TYPESET,
    ("typeset", "bang-ron/co-do", "--slogan", "dn23-06", "--size", "4,8x0,6m", *_HANG, "--unit", "UBND tỉnh Sơn La"),
    ("marks", "Mừng Đảng quang vinh"),
    ("list", "slogans"),
    ("list", "fonts", "--json"),
    ("verify", "sign.png"),
    ("verify", "sign.pdf", "--json"),
    ("preflight", "sign.pdf"),
    ("init", "new"),
    ("batch", "job.toml", "--dry-run", "--jobs", "1"),
    ("batch", "job.csv", "--dry-run", "--jobs", "1", "--json"),
    ("job", "template", "new.xlsx"),
    ("job", "columns"),
    ("units", "import", "units.csv", "--source", "x"),
    ("catalogue", "import", "list.txt", "--issuer", "Đảng ủy", "--dry-run"),
    ("catalogue", "import", "list.docx", "--document", "1-CV", "--issued-on", "2026-01-10", "--status", "draft"),
    ("catalogue", "fill", "bac-event", "--year", "2026", "--dry-run"),
    ("catalogue", "export", "new.xlsx"),
    ("approve", "dn23-06", *_STATEMENT),
    ("approve", "sign.png", *_STATEMENT),
    ("withdraw", "dn23-06", *_STATEMENT),
    ("history",),
    ("history", "dn23-06", "--json"),
    ("audit", "."),
    ("stale", "."),
    ("sheet", "."),
    ("check", "Mừng Đảng quang vinh"),
    ("check", "list.txt", "--json"),
)


def lay_out(folder: Path, bench: Bench) -> None:
    """Put into a case's folder what its paths name: files, and what is no file."""
    for name in ("job.toml", "job.csv", "units.csv", "list.txt", "list.docx"):
        os.link(bench.lists / name, folder / name)
    os.link(bench.signs / "manifest.jsonl", folder / "manifest.jsonl")
    for ending in (".png", ".pdf"):
        origin = next(p for p in sorted(bench.signs.iterdir()) if p.suffix == ending)
        os.link(origin, folder / origin.name)
        os.link(origin, folder / f"sign{ending}")
    (folder / "text.txt").write_text("Mừng Đảng", encoding="utf-8")
    for ending in ("", ".xlsx", ".docx", ".toml", ".csv", ".txt", ".pdf", ".png"):
        os.mkfifo(folder / f"fifo{ending}")
        (folder / f"zero{ending}").symlink_to("/dev/zero")
        (folder / f"empty{ending}").touch()
        (folder / f"loop{ending}").symlink_to(f"loop{ending}")
        (folder / f"dangling{ending}").symlink_to("nowhere/x")
    for name in ("folder", "folder.xlsx", "folder.pdf"):
        (folder / name).mkdir()
    for name in (
        "bad\udcff.txt",
        "bad\udcff.pdf",
        "bad\udcff.toml",
        "bad\udcff.xlsx",
        "esc\x1b[2J.pdf",
        "esc\x1b[2J.toml",
        "line\nend.txt",
        "line\nend.pdf",
    ):
        (folder / name).write_bytes(b"x\n")


def words(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a call with one to three words or options exchanged, added or dropped."""
    lay_out(folder, bench)
    line = list(chance.choice(_CALLS))
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        value = chance.choice(PATHS if chance.random() < 0.4 else WORDS)
        named = [i for i, word in enumerate(line) if i and not word.startswith("--")] or [0]
        match chance.randrange(16):
            case 0 | 1 | 2 | 3 | 4 | 5 | 6:
                line[chance.choice(named)] = value
            case 7 | 8 | 9 | 10 | 11 | 12:
                flag = chance.choice(flags_of(line[0], line[1] if len(line) > 1 else ""))
                line.append(f"{flag}={value}" if chance.random() < 0.9 else flag)
            case 13:
                line.insert(chance.randrange(len(line) + 1), value)
            case 14 if len(line) > 1:
                del line[chance.randrange(1, len(line))]
            case _:
                line[chance.randrange(len(line))] = value
    if chance.random() < 0.06:
        return Case(("--workspace", chance.choice(PATHS), *line))
    if line and line[0] == "watch":
        line = ["history"]
    return case(bench.own_workspace(folder), *line)


@cache
def flags_of(command: str, below: str) -> tuple[str, ...]:
    """Return the flags of a command, from its own parser."""
    entry: Command | Group | None = COMMANDS.get(command)
    if isinstance(entry, Group):
        entry = entry.commands.get(below)
    if entry is None:
        return ("--workspace", "--help")
    parser = CommandParser(entry=entry)
    parser._fill()
    actions = (a for a in parser._actions if a.option_strings and not isinstance(a, argparse._HelpAction))
    return (*(f for action in actions for f in action.option_strings if f != "--debug"), "--workspace")


# -- TOML -----------------------------------------------------------------------------------------

_TOML: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "codong.toml": (("list", "images"), TYPESET),
    "assets/palette.toml": (TYPESET,),
    "assets/catalogue/slogans.toml": (("list", "slogans"), ("list", "slogans", "--json")),
    "assets/catalogue/events.toml": (("list", "events"),),
    "assets/catalogue/organisations.toml": (("list", "units"), ("check", "Mừng Đảng")),
    "assets/catalogue/campaigns.toml": (("list", "slogans"),),
    "assets/images/images.toml": (("list", "images"),),
    "fonts/fonts.toml": (("list", "fonts"), TYPESET),
    "layouts/led/co-do/layout.toml": (("list", "layouts"), TYPESET),
    "layouts/bang-ron/co-do/layout.toml": (("list", "layouts", "--json"),),
    "assets/phrases.toml": (("marks", "Mừng Đảng quang vinh"),),
    "assets/proofreading.toml": (("check", "Mừng Đảng"),),
    "assets/house_style.toml": (("check", "Mừng Đảng"),),
}


def toml(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken file of the workspace, and a command that reads it."""
    name = chance.choice(sorted(_TOML))
    data, hard = bend_toml(chance, bench.read(name))
    codes = BAD_DATA if hard else frozenset({0, 2, 3, 4})
    return case(bench.own_workspace(folder, {name: data}), *chance.choice(_TOML[name]), codes=codes, note=name)


def job(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken job."""
    data, hard = bend_toml(chance, (bench.lists / "job.toml").read_bytes())
    (folder / "job.toml").write_bytes(data)
    line = ("batch", "job.toml", "--dry-run", "--jobs", "1", *some(chance, ("--json",), 1)[: chance.randrange(2)])
    return case(bench.own_workspace(folder), *line, codes=BAD_DATA if hard else frozenset({0, 2, 3, 6}))


# -- layouts, pictures, fonts ---------------------------------------------------------------------


def layouts(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken or hostile drawing."""
    name = "layouts/led/co-do/art.svg.j2" if chance.random() < 0.8 else "layouts/_shared/shapes.j2"
    data = drawings.bend(chance, bench.read(name))
    return case(bench.own_workspace(folder, {name: data}), *TYPESET, codes=frozenset({0, 3, 4}))


def pictures(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken picture of a unit, pinned as it is."""
    kind = chance.choice(("PNG", "PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"))
    with Image.open(bench.workspace / LOGO) as logo:
        picture = logo if kind == "PNG" else logo.convert("RGB")
        options = (
            {"exif": os.urandom(0) or bytes(chance.randbytes(60))}
            if kind in ("PNG", "JPEG") and chance.random() < 0.3
            else {}
        )
        try:
            data = encode(picture, kind, **options)
        except Exception:  # Pillow itself will not write this EXIF
            data = encode(picture, kind)
    chunks = kind == "PNG" and chance.random() < 0.4
    data = pdfs.bend_png(chance, data) if chunks else bend_bytes(chance, data)
    root = bench.own_workspace(folder, {LOGO: data, "assets/images/images.toml": pins(data)})
    line = ("list", "images") if chance.random() < 0.6 else (*_BANNER, "--logo", "logo")
    return case(root, *line, codes=frozenset({0, 3, 4}), note=kind)


_BANNER = ("typeset", "pano/co-do", "--slogan", "dn23-06", "--size", "4x2m", "--hang", "2026-01-20")


def fonts(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken font, pinned as it is."""
    name = chance.choice([p.relative_to(bench.workspace).as_posix() for p in sorted(bench.workspace.rglob("*.ttf"))])
    data = drawings.bend_font(chance, bench.read(name))
    origin = bench.read("fonts/fonts.toml")
    pin = hashlib.sha256(bench.read(name)).hexdigest().encode()
    changed = origin.replace(pin, hashlib.sha256(data).hexdigest().encode())
    root = bench.own_workspace(folder, {name: data, "fonts/fonts.toml": changed})
    line = ("list", "fonts") if chance.random() < 0.5 else TYPESET
    return case(root, *line, codes=frozenset({0, 3, 4}), note=name)


# -- finished files -------------------------------------------------------------------------------


def _sign(chance: random.Random, folder: Path, bench: Bench, endings: tuple[str, ...]) -> Path:
    """Put the signs into the case's folder, one of them to be broken; return that one, a copy."""
    for origin in sorted(bench.signs.iterdir()):
        if origin.is_file() and not origin.name.startswith("."):
            os.link(origin, folder / origin.name)
    path = chance.choice([p for p in sorted(folder.iterdir()) if p.suffix in endings])
    _own(path, path.read_bytes())
    return path


def _own(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


def _repin(folder: Path, before: bytes, after: bytes) -> None:
    """Let the manifest record the broken file, so that more than its hash is looked at."""
    path = folder / "manifest.jsonl"
    old, new = (hashlib.sha256(data).hexdigest().encode() for data in (before, after))
    _own(path, path.read_bytes().replace(old, new))


def prints(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken or hostile PDF."""
    path = _sign(chance, folder, bench, (".pdf",))
    before = path.read_bytes()
    after = pdfs.bend(chance, before)
    path.write_bytes(after)
    if chance.random() < 0.6:
        _repin(folder, before, after)
    line = ("verify", path) if chance.random() < 0.5 else ("preflight", path, *some(chance, ("--json",), 1))
    return case(bench.workspace, *line, codes=frozenset({0, 3, 4, 5}), note=path.name)


def rasters(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken PNG or TIFF."""
    path = _sign(chance, folder, bench, (".png", ".tif", ".jpg"))
    before = path.read_bytes()
    png = path.suffix == ".png" and chance.random() < 0.6
    after = pdfs.bend_png(chance, before) if png else bend_bytes(chance, before, 4)
    path.write_bytes(after)
    if chance.random() < 0.8:
        _repin(folder, before, after)
    return case(bench.workspace, "verify", path, codes=frozenset({0, 3, 5}), note=path.name)


_READERS = (("verify", "{}"), ("verify", "{}", "--json"), ("stale", "."), ("audit", "."), ("sheet", "."))


def manifests(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken manifest."""
    path = _sign(chance, folder, bench, (".png", ".pdf", ".tif"))
    lines = (folder / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    if chance.random() < 0.15:
        broken = bend_lines(chance, b"".join(lines))
    else:
        at = next((i for i, text in enumerate(lines) if path.name.encode() in text), 0)
        lines[at] = bend_json(chance, lines[at]) + b"\n"
        broken = b"".join(lines)
    _own(folder / "manifest.jsonl", broken)
    line = [word.format(path) for word in chance.choice(_READERS if chance.random() < 0.3 else _READERS[:4])]
    return case(bench.workspace, *line, codes=frozenset({0, 2, 3, 4, 5}))


def ledgers(chance: random.Random, folder: Path, bench: Bench) -> Case:
    """Draw a broken ledger."""
    name = (
        next(p for p in bench.workspace.rglob("*") if p.name.startswith("ledger"))
        .relative_to(bench.workspace)
        .as_posix()
    )
    data = bench.read(name)
    bent = bend_numbers(chance, data) if chance.random() < 0.2 else bend_bytes(chance, data, 6)
    line = chance.choice((("history",), ("history", "--json"), ("audit",), ("list", "slogans"), ("audit", "--json")))
    return case(bench.own_workspace(folder, {name: bent}), *line, codes=frozenset({0, 3, 5, 7}))


DOORS: Mapping[str, tuple[Door, int]] = {
    "words and paths": (words, 30),
    "settings (TOML)": (toml, 14),
    "jobs (TOML)": (job, 5),
    "layouts": (layouts, 8),
    "pictures": (pictures, 5),
    "fonts": (fonts, 6),
    "documents (DOCX)": (documents, 6),
    "workbooks (XLSX)": (workbooks, 6),
    "sheets (CSV, TXT)": (sheets, 4),
    "prints (PDF)": (prints, 10),
    "rasters (PNG, TIFF)": (rasters, 4),
    "manifests": (manifests, 7),
    "ledgers": (ledgers, 3),
}
"""Every door with what draws its cases, and how many of a hundred or so are its own."""
