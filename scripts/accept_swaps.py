"""Exchange letters of finished signs, and prove signs as they were ordered; write docs/swaps.md.

    .venv/bin/python scripts/accept_swaps.py [SHARE]

Run by scripts/accept, an hour or more on two cores; SHARE (1 if left out) is how much of it. Orders are drawn at
random over layouts, faces, sizes, units, resolutions and formats, and what is too small by a little is asked for a
little larger, so that many have the smallest size that may be ordered. Every exchange must be found, every sign proven.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from renderer.contract.formats import Format  # noqa: E402
from renderer.studio import Studio  # noqa: E402
from renderer.workspace import Workspace  # noqa: E402
from tests.helpers import exchanges  # noqa: E402  the tests' own hands
from tests.helpers.command import CACHE, setting  # noqa: E402

SWAPS, ORDERS, PARTS = 20_000, 5_000, 40
SWAPS_A_SIGN = 8
KINDS: tuple[Format, ...] = ("png", "pdf", "tiff")
SWAP_KINDS, ORDER_KINDS = (90, 8, 2), (72, 24, 4)
"""How often each format is drawn, in a hundred."""
BANDS = (9.0, 10.0, 12.0, 16.0, 24.0, 48.0)
"""px: ems up to which a PNG's exchanges are counted together."""
SEED = 12
REPORT = """# Acceptance: letters exchanged, and signs as they were ordered

Tested at commit {tested} by `scripts/accept_swaps.py` (seed {seed}, {share}).

| letters exchanged in | tried | found | passed for the right one |
|---|---|---|---|
{swaps}

Faces: all that are shipped, in capitals and small letters; eight of ten exchanges are of marks, the rest of case, or
any letter, figure or sign for any other. Half of them move what follows on the line, as setting anew would.

| signs as they were ordered | proven | refused by their own proof |
|---|---|---|
{orders}
{faults}"""


def main() -> int:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    counts: Counter[tuple[str, str, bool]] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name, setting(CACHE, name):
        root = exchanges.workspace_of_faces(Path(name) / "workspace")
        with ProcessPoolExecutor(2) as pool:
            parts = (pool.submit(run_part, root, part, share) for part in range(PARTS))
            for part, done in enumerate([*parts]):
                found, told = done.result()
                counts += found
                faults += told
                print(f"part {part + 1} of {PARTS}: {sum(counts.values())} files, {len(faults)} faults", flush=True)
    (ROOT / "docs/swaps.md").write_text(report(counts, faults, share), encoding="utf-8")
    return 1 if faults else 0


def run_part(root: Path, part: int, share: float) -> tuple[Counter[tuple[str, str, bool]], list[str]]:
    """Return what was tried (what, which, whether as it should be) and what went wrong, of one part."""
    studio, rng = Studio(Workspace(root)), Random(f"{SEED}/{part}")
    counts: Counter[tuple[str, str, bool]] = Counter()
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, band, right, told in (*swaps(studio, rng, folder, share), *orders(studio, rng, folder, share)):
            counts[what, band, right] += 1
            faults += [] if right else [told]
    return counts, faults


def swaps(studio: Studio, rng: Random, folder: Path, share: float) -> Iterator[tuple[str, str, bool, str]]:
    drawn = exchanges.Orders(studio, rng, exchanges.SHIPPED | exchanges.plain_layouts())
    for _ in range(round(share * SWAPS / PARTS / SWAPS_A_SIGN)):
        [kind] = rng.choices(KINDS, SWAP_KINDS)
        prepared = drawn.draw(kind)
        pixels = prepared.expected.pixels
        for _ in range(SWAPS_A_SIGN):
            changed = exchanges.exchange(prepared.artwork, rng)
            em = changed.em * pixels[0] / prepared.expected.trim[0] if pixels else 0.0
            found = exchanges.write_and_verify(studio, prepared, changed.artwork, folder)
            told = f"{changed.letter} -> {changed.other} in {changed.line!r} ({em:.2f} px): {prepared.resolved.order}"
            yield "swap", band_of(kind, em), bool(found), told


def orders(studio: Studio, rng: Random, folder: Path, share: float) -> Iterator[tuple[str, str, bool, str]]:
    drawn = exchanges.Orders(studio, rng, exchanges.SHIPPED)
    for _ in range(round(share * ORDERS / PARTS)):
        [kind] = rng.choices(KINDS, ORDER_KINDS)
        prepared = drawn.draw(kind)
        found = exchanges.write_and_verify(studio, prepared, prepared.artwork, folder)
        yield "order", kind.upper(), not found, f"{'; '.join(map(str, found[:2]))}: {prepared.resolved.order}"


def band_of(kind: Format, em: float) -> str:
    if kind != "png":
        return kind.upper()
    limit = next((band for band in BANDS if em < band), None)
    return f"PNG, letters of {'48 px and more' if limit is None else f'less than {limit:g} px'}"


def report(counts: Counter[tuple[str, str, bool]], faults: list[str], share: float) -> str:
    tested = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()
    bands = [band_of("png", limit - 0.1) for limit in BANDS] + [band_of("png", BANDS[-1]), "PDF", "TIFF"]
    return REPORT.format(
        tested=tested,
        seed=SEED,
        share="the whole run" if share == 1 else f"{share:.0%} of it",
        swaps="\n".join(
            f"| {band} | {found + missed} | {found} | {missed} |"
            for band in bands
            for found, missed in [(counts["swap", band, True], counts["swap", band, False])]
        ),
        orders="\n".join(
            f"| {b} | {counts['order', b, True]} | {counts['order', b, False]} |" for b in ("PNG", "PDF", "TIFF")
        ),
        faults="".join(f"\n- {fault}" for fault in faults),
    )


if __name__ == "__main__":
    sys.exit(main())
