"""The ledger under long fault runs: every byte flipped, kills, many writers, a disk that is really full.

Run by scripts/accept, which takes some minutes; writes docs/ledger-acceptance.md.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from renderer.ledger import Decision, Ledger, content_of
from renderer.values.errors import WriteError

ROOT = Path(__file__).parent.parent
DAY = date(2026, 1, 10)
TEXT = "Đảng Cộng sản Việt Nam quang vinh muôn năm!"
KILLS, WRITERS, EACH = 200, 4, 50
PATTERNS = (0x01, 0xFF)
REPORT = """# Acceptance: the ledger under faults

Tested at commit {tested} by `scripts/accept`.

| what was done | how often | what was found |
|---|---|---|
| a byte of the file flipped ({patterns}) | {flips} | {found} told by `audit`; {missed} not |
| a writer killed (SIGKILL), at random | {kills} | {lost} entries lost, {broken} ledgers changed, {unable} closed |
| {writers} writers at once, {each} entries each | 1 | {entries} entries in one chain, {faults} faults |
| a file system of 64 kB written until it is full | 1 | {full} |

An entry is lost if it was acknowledged and is not there; a ledger is closed if nothing can be written on. Of the killed
writers, {unacknowledged} had written an entry of which the word did not come out any more.
"""


def decision(name: str) -> Decision:
    return Decision(
        action="approve",
        kind="slogan",
        id=name,
        content=content_of(TEXT),
        shown=TEXT,
        who="Nguyễn Văn A",
        role="duyệt",
        decided=DAY,
    )


def write(path: Path, name: str, count: int) -> None:
    """Append entries and tell each one: what the child processes of this script do."""
    for number in range(count):
        entry = Ledger(path).append(decision(f"{name}-{number}"), DAY)
        print(entry.number, entry.hash, flush=True)


def child(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, __file__, str(path), name, str(count)], stdout=subprocess.PIPE, text=True)


def flips(folder: Path) -> dict[str, int]:
    ledger = Ledger(folder / "flip.sqlite")
    for number in range(5):
        ledger.append(decision(f"a-{number}"), DAY)
    data = ledger.path.read_bytes()
    missed = 0
    for at in range(len(data)):
        for pattern in PATTERNS:
            ledger.path.write_bytes(bytes([*data[:at], data[at] ^ pattern, *data[at + 1 :]]))
            found = ledger.audit()
            missed += not (found.faults or found.remark)
    total = len(data) * len(PATTERNS)
    return {"flips": total, "found": total - missed, "missed": missed}


def kills(folder: Path) -> dict[str, int]:
    counts = dict.fromkeys(("lost", "broken", "unable", "unacknowledged"), 0)
    for seed in range(KILLS):
        path = folder / f"kill-{seed}.sqlite"
        chance = random.Random(seed)
        with child(path, "a", 1000) as running:
            assert running.stdout is not None
            while not path.exists():
                pass
            time.sleep(chance.uniform(0, 0.6))
            os.kill(running.pid, signal.SIGKILL)
            told = running.stdout.read().splitlines()
        ledger = Ledger(path)
        kept = [f"{e.number} {e.hash}" for e in ledger.entries()]
        counts["lost"] += len([line for line in told if line not in kept])
        counts["unacknowledged"] += len(kept) - len(told)
        counts["broken"] += bool(ledger.audit().faults)
        counts["unable"] += ledger.append(decision("sau"), DAY).number != len(kept) + 1
        print(f"killed {seed + 1}: {len(kept)} entries", flush=True)
    return counts


def together(folder: Path) -> dict[str, int]:
    path = folder / "together.sqlite"
    for running in [child(path, f"w{number}", EACH) for number in range(WRITERS)]:
        running.communicate()
    found = Ledger(path).audit()
    return {"entries": len(found.entries), "faults": len(found.faults)}


def full(folder: Path) -> str:
    """Fill a real file system, if this process may mount one."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False).returncode:
        return "could not be mounted here; `ulimit -f` stands in for it in the tests"
    try:
        ledger = Ledger(disk / "ledger.sqlite")
        written = 0
        try:
            while True:
                ledger.append(decision(f"a-{written}"), DAY)
                written += 1
        except WriteError as fault:
            kept, faults = len(ledger.entries()), ledger.audit().faults
            return f"{written} entries, then: {fault.message}; {kept} entries read back, {len(faults)} faults"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {**flips(folder), **kills(folder), **together(folder)}
        told = full(folder)
    tested = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    text = REPORT.format(
        tested=tested.stdout.strip(),
        patterns=", ".join(f"0x{p:02x}" for p in PATTERNS),
        kills=KILLS,
        writers=WRITERS,
        each=EACH,
        full=told,
        **found,
    )
    (ROOT / "docs/ledger-acceptance.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
