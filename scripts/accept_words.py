"""Put every kind of damage into the texts of the catalogue, bring them to every door, and write docs/words.md.

Run by scripts/accept. A row of the table says of how many damaged texts a door told, and what was offered for texts in
legacy encodings; the same is asked of the texts as they are, of which no door may tell.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from renderer.batch.job import read_job
from renderer.batch.plan import names_of, plan
from renderer.catalogue import Status, event_line
from renderer.contract.order import Order
from renderer.curation.check import check_catalogue
from renderer.curation.importing.item import Given
from renderer.curation.importing.proposal import propose
from renderer.curation.organisations import import_organisations
from renderer.resolve import resolve
from renderer.studio import Studio
from renderer.text import encode, gate, slugify
from renderer.values.errors import CodongError, RefusedError
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.helpers.damaged_words import ALL, MISREAD, Damage, places_of  # noqa: E402  the tests' own damage
from tests.helpers.workspaces import append_text, copy_workspace, fixed_clock  # noqa: E402

DAMAGES = {**ALL, **MISREAD}
PLACES = (0, 3, 7)
SIGN = ("bang-ron/co-do", "4,8x0,6m", "2026-01-20..2026-01-22", "cv9743-02")
DOORS = ("list of slogans", "list of units", "job (imprint)", "option of the command", "check", "catalogue")
_ENTRIES = 3


@dataclass(frozen=True)
class Told:
    """Of how many texts a door told, and how many it was given."""

    told: int
    given: int

    def __str__(self) -> str:
        return f"{self.told} / {self.given}" if self.told == self.given else f"**{self.told} / {self.given}**"


def texts_of(studio: Studio) -> list[str]:
    """Return issued slogans and names of bodies that fit the list's own rules: not wholly in capitals, long enough."""
    issued = [s.text for s in studio.catalogue.slogans if s.status is Status.ISSUED]
    names = [o.name for o in studio.catalogue.organisations]
    return [t for t in dict.fromkeys([*issued, *names]) if len(places_of(t)) > 1][::3]


def damaged(texts: list[str], damage: Damage) -> list[str]:
    return list(dict.fromkeys(damage(text, at) for text in texts for at in PLACES))


# -- doors ----------------------------------------------------------------------------------------


def write_rows(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def through_list(studio: Studio, texts: list[str], folder: Path) -> Told:
    rows = [[str(n), text] for n, text in enumerate(texts, 1)]
    path = write_rows(folder / "list.csv", ["STT", "Khẩu hiệu"], rows)
    faults = " ".join(f"{fault}," for fault in propose(studio, path, Given(source="thử")).faults)
    return Told(sum(f"row {n + 2}," in faults for n in range(len(texts))), len(texts))


def through_units(studio: Studio, texts: list[str], folder: Path) -> Told:
    told = 0
    for text in texts[:: max(1, len(texts) // 8)]:
        path = write_rows(folder / "units.csv", ["Tên đơn vị", "Loại"], [[text, "hội"]])
        try:
            import_organisations(studio, path, "thử")
        except CodongError:
            told += 1
    return Told(told, len(texts[:: max(1, len(texts) // 8)]))


def through_job(studio: Studio, texts: list[str], folder: Path) -> Told:
    rows = [[*SIGN, text] for text in texts]
    path = write_rows(folder / "job.csv", ["layout", "size", "hang", "slogan", "imprint"], rows)
    planned = plan(studio, read_job(path, names_of(studio)))
    faults = {fault.index for fault in planned.faults if fault.error.code != "no-imprint-frame"}
    return Told(len(faults), len(texts))


def through_option(studio: Studio, texts: list[str], folder: Path) -> Told:
    layout, size, hang, slogan = SIGN
    told = 0
    for text in texts:
        try:
            resolve(studio, Order(layout=layout, size=size, hang=hang, slogan=slogan, organisation=text))
        except RefusedError:
            told += 1
    return Told(told, len(texts))


def through_catalogue(texts: list[str]) -> dict[str, Told]:
    """Some texts of every kind written into one catalogue by hand, as drafts: of how many the check tells."""
    head = 'kind = "slogan"\nstatus = "draft"\nsource = "s"\n'
    given: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        own = copy_workspace(Path(folder) / "workspace")
        for name, damage in DAMAGES.items():
            for text in [t for t in damaged(texts, damage)[::20] if t.isprintable()][:_ENTRIES]:
                entry_id = f"{slugify(name)}-no-{given[name]}"
                given[name] += 1
                quoted = text.replace("\\", "\\\\").replace('"', '\\"')
                entry = f'\n[[slogan]]\nid = "{entry_id}"\ntext = "{quoted}"\n{head}'
                append_text(own / "assets/catalogue/slogans.toml", entry)
        found = check_catalogue(Studio(Workspace(own, clock=fixed_clock)))
    told = {f.entry.rpartition("-no-")[0] + f.entry for f in found if f.severity == "error"}
    return {
        name: Told(sum(f"{slugify(name)}{slugify(name)}-no-{n}" in told for n in range(given[name])), given[name])
        for name in DAMAGES
    }


def through_check(texts: list[str]) -> Told:
    return Told(sum(not gate(text, use="sign").passed for text in texts), len(texts))


def ask_doors(studio: Studio, texts: list[str]) -> Iterator[Told]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for door in (through_list, through_units, through_job, through_option):
            yield door(studio, texts, folder)
        yield through_check(texts)


# -- encodings ------------------------------------------------------------------------------------


def as_latin1(text: str) -> str:
    data = b"".join(c.encode("cp1252") if ord(c) > 0xFF else bytes([ord(c)]) for c in text)
    return data.decode("latin-1")


def judge_offers(texts: list[str], key: str, show: Callable[[str], str]) -> Counter[str]:
    """Return how many texts were offered rightly, wrongly, or not at all."""
    counts: Counter[str] = Counter()
    for text in texts:
        found = [f for f in gate(show(encode(text, key))).findings if f.kind.endswith("-encoding")]
        offers = [f.suggestion for f in found if f.suggestion is not None and f.kind != "mixed-encoding"]
        right = all(offer.casefold() == text.casefold() for offer in offers)
        counts["right" if offers and right else "wrong" if offers else "none"] += 1
    return counts


def tell_encodings(texts: list[str]) -> Iterator[str]:
    yield "| bytes of | shown as | right | none offered | wrong |"
    yield "|---|---|---|---|---|"
    for key in MISREAD:
        for name, show in (("cp1252", str), ("latin-1", as_latin1)):
            found = judge_offers(texts, key, show)
            yield f"| {key} | {name} | {found['right']} | {found['none']} | {found['wrong']} |"


# -- report ---------------------------------------------------------------------------------------


def count_false_alarms(studio: Studio) -> tuple[int, int, int, int]:
    held = studio.catalogue
    texts = [s.text for s in held.slogans] + [event_line(e) for e in held.events] + [o.name for o in held.organisations]
    letters = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests/text/letters").glob("*.txt"))]
    gated = [gate(unicodedata.normalize("NFC", letter)) for letter in letters]
    errors = sum(f.severity == "error" for g in gated for f in g.findings)
    lines = sum(len(letter.split("\n")) for letter in letters)
    return len(texts), sum(not gate(text, use="sign").passed for text in texts), lines, errors


def report(studio: Studio) -> Iterator[str]:
    texts = texts_of(studio)
    count, alarms, lines, errors = count_false_alarms(studio)
    yield "# Words: damage by door"
    yield ""
    yield f"Written by `scripts/accept_words.py`. {len(texts)} texts of the catalogue, each damaged at up to"
    yield f"{len(PLACES)} places, brought to every door: of how many it tells, of how many it was given. Lists of units"
    yield f"are tried with some of them, the catalogue with {_ENTRIES} entries a kind."
    yield ""
    yield f"| damage | {' | '.join(DOORS)} |"
    yield "|---" * (len(DOORS) + 1) + "|"
    in_catalogue = through_catalogue(texts)
    for name, damage in DAMAGES.items():
        told = [*ask_doors(studio, damaged(texts, damage)), in_catalogue[name]]
        yield f"| {name} | {' | '.join(map(str, told))} |"
        print(name, *told, file=sys.stderr, flush=True)
    yield ""
    yield f"As they are, {alarms} of {count} texts of the catalogue are refused, and {errors} of {lines} lines of four"
    yield "letters."
    yield ""
    yield "What is offered for a text in a legacy encoding:"
    yield ""
    yield from tell_encodings(texts)


def main() -> int:
    studio = Studio(Workspace(ROOT, clock=fixed_clock))
    text = "\n".join(report(studio)) + "\n"
    (ROOT / "docs" / "words.md").write_text(text, encoding="utf-8")
    return 1 if "**" in text else 0


if __name__ == "__main__":
    sys.exit(main())
