"""Sheets and documents under damage: every damage through every door, alone and in pairs, and files spoiled at random.

Run by scripts/accept, which takes some minutes; writes docs/sheets.md. ``--cases N`` and ``--seed N`` make another run.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from renderer.batch.job import read_job  # noqa: E402
from renderer.batch.names import Names  # noqa: E402
from renderer.curation.importing.read import read_list, read_listing  # noqa: E402
from renderer.curation.organisations import _COLUMNS  # noqa: E402
from renderer.tables import read_table  # noqa: E402
from renderer.values.errors import CodongError  # noqa: E402
from tests.helpers.damaged_sheets import BAD, CHANGES, DOORS, GOOD, LEFT, make_table, through  # noqa: E402
from tests.helpers.lists import comma_file, letter, numbered_txt, sheet, table_letter  # noqa: E402

SLOW_S, LARGE_MB = 20, 1000
REPORT = """# Acceptance: sheets and documents under damage

Tested at commit {tested} by `scripts/accept` (seed {seed}).

## Every damage through every door

Two texts, of which one is damaged, go through each of {doors} doors ({names}), with {damages} kinds of damage and with
every pair of one in the cells and another: {pairs} files.

| what came of them | files |
|---|---|
| taken as they are meant, nothing to tell | {whole} |
| taken as they are meant, and told | {told} |
| not taken, and told | {refused} |
| a text taken that was not meant | {wrong} |
| a text lost without a word | {lost} |

## Files spoiled at random

{cases} files: workbooks, documents, CSV files and plain lists, each cut, with bytes turned, with parts doubled, lost or
turned inside the archive, with numbers made huge or none, with elements nested or repeated.

| what came of them | files |
|---|---|
{outcomes}

{tracebacks} ended in another exception; {slow} took more than {slow_s} s (the longest {longest:.1f} s); the most memory
that a reader took was {memory} MB ({large} over {large_mb} MB).
"""


# -- every damage ---------------------------------------------------------------------------------


def damage_all(folder: Path) -> Counter[str]:
    """Return how often damaged files of every kind were taken as meant, told, refused, or wrongly taken."""
    found: Counter[str] = Counter()
    single = [(damage, None) for damage in CHANGES]
    pairs = [
        (a, b) for a, b in product(CHANGES, CHANGES) if a != b and CHANGES[a][0] and (CHANGES[b][0] or CHANGES[b][1])
    ]
    for door, (one, other) in product(DOORS, [*single, *pairs]):
        path, allowed = make_damaged(folder, door, [d for d in (one, other) if d])
        outcome = through(door, path)
        verdict = judge(set(outcome.taken), allowed, outcome.told, checks=door == "check")
        if verdict in ("wrong", "lost"):
            print(door, one, other, outcome)
        found[verdict] += 1
    return found


def make_damaged(folder: Path, door: str, damages: list[str]) -> tuple[Path, set[str]]:
    for old in folder.glob("a.*"):
        old.unlink()
    in_sheet = [CHANGES[d][0] for d in damages if CHANGES[d][0]]

    def change(page: object, cell: object) -> None:
        for one in in_sheet:
            one(page, cell)  # type: ignore[misc]
            cell = page.cell(page.max_row, cell.column)  # type: ignore[attr-defined]

    path = make_table(folder / "a.xlsx", door, change)
    for damage in damages:
        if in_file := CHANGES[damage][1]:
            in_file(path)
    allowed = {GOOD, BAD, LEFT} if "struck words" in damages else {GOOD, BAD}
    for damage in damages:
        allowed -= {GOOD, BAD} - CHANGES[damage][2]
    return next(p for p in (path.with_suffix(".csv"), path) if p.exists()), allowed


def judge(taken: set[str], allowed: set[str], told: str, *, checks: bool) -> str:
    if not taken <= allowed and not (checks and told):
        return "wrong"
    if taken == {GOOD, BAD} and not told:
        return "whole"
    if not told:
        return "lost"
    return "told" if taken else "refused"


# -- files spoiled at random ----------------------------------------------------------------------

Spoil = Callable[[random.Random, bytes], bytes]
NUMBERS = [
    b"-1",
    b"0",
    b"x",
    b"",
    b"99999999999999999999",
    b"1e999",
    b"nan",
    b"0x7",
    b"\xff",
    b"1048577",
    b"A1:XFD1048576",
]


def turn(chance: random.Random, data: bytes) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.choice([1, 1, 4, 50])):
        if spoiled:
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def cut(chance: random.Random, data: bytes) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice([data[:first], data[first:], data[:first] + data[last:]])


def repeat(chance: random.Random, data: bytes) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:last] + data[first:last] * chance.choice([1, 3, 200 if last - first < 2000 else 1]) + data[last:]


def renumber(chance: random.Random, data: bytes) -> bytes:
    places = list(re.finditer(rb'"[^"<>]{0,12}"', data))
    if not places:
        return turn(chance, data)
    place = chance.choice(places)
    return data[: place.start() + 1] + chance.choice(NUMBERS) + data[place.end() - 1 :]


def move(chance: random.Random, data: bytes) -> bytes:
    """Take an element out, and put it in elsewhere."""
    places = [m.start() for m in re.finditer(rb"<", data)]
    if len(places) < 3:
        return cut(chance, data)
    first, last, to = *sorted(chance.sample(places, 2)), chance.choice(places)
    return data[:to] + data[first:last] + data[to:]


def nest(chance: random.Random, data: bytes) -> bytes:
    names = list(re.finditer(rb"<([a-zA-Z:]+)>", data))
    if not names:
        return repeat(chance, data)
    name, depth = chance.choice(names), chance.choice([10, 3000, 60000])
    return data[: name.start()] + name[0] * depth + data[name.start() :] + b"</" + name[1] + b">" * depth


RAW: tuple[Spoil, ...] = (turn, cut, repeat)
INSIDE: tuple[Spoil, ...] = (turn, cut, repeat, renumber, renumber, move, move, nest)


def spoil(chance: random.Random, data: bytes) -> bytes:
    """Return a file spoiled as it is, or inside one of the parts of its archive."""
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return chance.choice(RAW)(chance, data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice([n for n in names if n.endswith((".xml", ".rels")) and "theme" not in n])
        lost, doubled = chance.random() < 0.05, chance.random() < 0.05
        for name in names:
            if name != chosen:
                target.writestr(name, source.read(name))
            elif not lost:
                target.writestr(name, chance.choice(INSIDE)(chance, source.read(name)))
        if doubled:
            target.filelist.append(target.filelist[0])
    return out.getvalue()


def bases(folder: Path) -> list[Path]:
    """Return whole files of every kind, of three writers."""
    made = [
        sheet(folder / "list.xlsx"),
        letter(folder / "letter.docx"),
        table_letter(folder / "table.docx"),
        comma_file(folder / "comma.csv"),
        numbered_txt(folder / "numbered.txt"),
        *(make_table(folder / f"{door}.xlsx", door, CHANGES["struck words"][0]) for door in DOORS),
    ]
    others = [
        "tests/curation/importing/libreoffice.xlsx",
        "tests/curation/importing/libreoffice.docx",
        "tests/batch/libreoffice.xlsx",
    ]
    return [*made, *(ROOT / other for other in others)]


def doors_of(path: Path) -> list[Callable[[Path], object]]:
    lists: list[Callable[[Path], object]] = [read_list, lambda p: read_listing(p, whole=True)]
    if path.suffix in (".docx", ".txt"):
        return lists
    return [*lists, lambda p: read_table(p, _COLUMNS), lambda p: read_job(p, Names({}, {}))]


def fuzz(folder: Path, cases: int, seed: int) -> tuple[Counter[str], list[float], list[str]]:
    """Return what came of spoiled files by the code of the error, how long each took, and other exceptions."""
    found: Counter[str] = Counter()
    times, others = [], []
    whole = [(path, path.read_bytes()) for path in bases(folder)]
    for case in range(cases):
        chance = random.Random(f"{seed}-{case}")
        base, data = chance.choice(whole)
        path = folder / f"case{base.suffix}"
        path.write_bytes(spoil(chance, data))
        read = chance.choice(doors_of(path))
        begun = time.monotonic()
        try:
            read(path)
            found["read"] += 1
        except CodongError as fault:
            found[fault.code] += 1
        except Exception as fault:
            others.append(f"case {case} of seed {seed} ({base.name}): {fault!r}")
            print(others[-1])
        times.append(time.monotonic() - begun)
    return found, times, others


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=12)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        damaged = damage_all(Path(name))
        found, times, others = fuzz(Path(name), given.cases, given.seed)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    report = REPORT.format(
        tested=commit.stdout.strip(),
        seed=given.seed,
        doors=len(DOORS),
        names=", ".join(DOORS),
        damages=len(CHANGES),
        pairs=sum(damaged.values()),
        **{verdict: damaged[verdict] for verdict in ("whole", "told", "refused", "wrong", "lost")},
        cases=given.cases,
        outcomes="\n".join(f"| {code} | {count} |" for code, count in found.most_common()),
        tracebacks=len(others),
        slow=sum(t > SLOW_S for t in times),
        slow_s=SLOW_S,
        longest=max(times, default=0),
        memory=memory,
        large=int(memory > LARGE_MB),
        large_mb=LARGE_MB,
    )
    (ROOT / "docs/sheets.md").write_text(report, encoding="utf-8")
    if others or damaged["wrong"] or damaged["lost"]:
        sys.exit("something was taken or lost in silence, or ended in another exception: see above")


if __name__ == "__main__":
    main()
