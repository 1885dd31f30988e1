"""What the proof-reader finds of slips put into clean text, one at a time; how often it warns of clean text; how fast.

    .venv/bin/python benchmarks/proofreading.py [--missed KIND] [FILE ...]

Clean paragraphs of the four letters in tests/text/letters and the issued texts of the catalogue, each with one slip
at a place that a fixed seed chooses. A slip is found where there is any finding: the text had none before. With files
of running text their findings are listed instead: false alarms are for a person to judge.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from renderer.catalogue import Status
from renderer.proofreading import ProofReader, Word, proof_reader, strip_marks, words_of
from renderer.studio import Studio
from renderer.text import is_syllable
from renderer.workspace import Workspace

ROOT = Path(__file__).parent.parent

SEED, ROUNDS = 2026, 4
TONES = "\u0300\u0301\u0309\u0303\u0323"
LETTERS = "abcdđeghiklmnopqrstuvxyăâêôơư"


def paragraphs_of(path: Path) -> list[str]:
    """Return the paragraphs of a letter: lines that a PDF broke are joined again."""
    lines = [line.strip() for line in unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).splitlines()]
    whole: list[str] = []
    for line in filter(None, lines):
        goes_on = whole and (line[0].islower() or whole[-1][-1] not in ".:;!…*") and not re.match(r"[-+\d(*]", line)
        if goes_on:
            whole[-1] += " " + line
        else:
            whole.append(line)
    return whole


def exchange_mark(word: str, chance: random.Random) -> str | None:
    """Exchange, add or drop the tone of a word, so that a syllable stays one."""
    plain = unicodedata.normalize("NFD", word)
    kept = "".join(c for c in plain if c not in TONES)
    vowels = [i for i, c in enumerate(kept) if strip_marks(c) in tuple("aeiouy")]
    forms = {word}
    for i in vowels:
        end = i + 1 + sum(1 for c in kept[i + 1 : i + 2] if unicodedata.combining(c))
        forms |= {unicodedata.normalize("NFC", kept[:end] + tone + kept[end:]) for tone in ("", *TONES)}
    others = sorted(f for f in forms - {word} if is_syllable(f) and strip_marks(f) == strip_marks(word))
    return chance.choice(others) if others else None


def change_letter(word: str, chance: random.Random) -> str | None:
    """Change, drop, add or swap a letter."""
    at = chance.randrange(len(word))
    letter = chance.choice(LETTERS)
    letter = letter.upper() if word[at].isupper() else letter
    made = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[: max(0, at - 1)] + word[at : at + 1] + word[max(0, at - 1) : at] + word[at + 1 :],
        )
    )
    return made if made and made.lower() != word.lower() else None


def drop_letter(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :] or None


def double(word: str, chance: random.Random) -> str:
    return f"{word} {word}"


def drop(word: str, chance: random.Random) -> str:
    return ""


def lower(word: str, chance: random.Random) -> str | None:
    return word.lower() if word.istitle() else None


SLIPS: dict[str, Callable[[str, random.Random], str | None]] = {
    "a mark exchanged": exchange_mark,
    "a letter dropped": drop_letter,
    "a letter changed, added or swapped": change_letter,
    "a word dropped": drop,
    "a word doubled": double,
    "a capital lost": lower,
}


def spoil(text: str, word: Word, slip: Callable[[str, random.Random], str | None], chance: random.Random) -> str | None:
    """Return a text with a slip in one word, or None where it cannot be made there."""
    if len(word.text) < 2 or (word.text.isupper() and not text.isupper()):
        return None  # abbreviations and numerals
    made = slip(word.text, chance)
    if made is None or (word.start == 0 and made == word.text.lower()):
        return None  # the first letter is free
    return re.sub(r"  +", " ", text[: word.start] + made + text[word.end :]).strip()


def gather_clean_texts(reader: ProofReader, studio: Studio) -> dict[str, list[str]]:
    letters = [line for path in sorted((ROOT / "tests/text/letters").glob("*.txt")) for line in paragraphs_of(path)]
    issued = [s.text for s in studio.catalogue.slogans if s.status is Status.ISSUED]
    sources = {"letters": [line for line in letters if len(words_of(line)) >= 6], "catalogue": issued}
    return {name: [text for text in texts if not reader.read(text).findings] for name, texts in sources.items()}


def recall(reader: ProofReader, texts: list[str], kind: str, *, show: bool) -> tuple[int, int]:
    """Return how many slips of a kind were made, and how many found."""
    chance = random.Random(f"{SEED} {kind}")
    made = found = 0
    for text in texts * ROUNDS:
        words = words_of(text)
        word = chance.choice([w for w in words if kind != "a capital lost" or w.text.istitle()] or words)
        wrong = spoil(text, word, SLIPS[kind], chance)
        if wrong is None:
            continue
        made += 1
        if reader.read(wrong).findings:
            found += 1
        elif show:
            print(f"  missed: {wrong[max(0, word.start - 30) : word.end + 30]!r}")
    return made, found


def list_findings(reader: ProofReader, path: Path) -> None:
    """Print the findings of a file, their rate and the time they took."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    start = time.perf_counter()
    findings = reader.read(text).findings
    took, size = time.perf_counter() - start, len(words_of(text))
    rate = 1000 * len(findings) / size
    print(f"{path.name}: {size} words, {took * 1000:.0f} ms, {rate:.2f} findings in 1,000 words")
    for finding in findings:
        print(f"  {finding}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--missed", choices=SLIPS, help="show the slips of a kind that are not found")
    arguments = parser.parse_args()
    studio = Studio(Workspace(ROOT))
    start = time.perf_counter()
    reader = proof_reader(studio.workspace.read, studio.catalogue, studio.lexicon)
    print(f"gathered in {(time.perf_counter() - start) * 1000:.0f} ms")
    if arguments.files:
        for path in arguments.files:
            list_findings(reader, path)
        return
    for source, texts in gather_clean_texts(reader, studio).items():
        start = time.perf_counter()
        for text in texts:
            reader.read(text)
        each = (time.perf_counter() - start) * 1000 / len(texts)
        words = sum(len(words_of(text)) for text in texts)
        print(f"{source}: {len(texts)} clean texts, {words} words, {each:.1f} ms a text")
        for kind in SLIPS:
            made, found = recall(reader, texts, kind, show=arguments.missed == kind)
            print(f"  {kind:36} {found:4} of {made:4} found ({100 * found / made:.0f} %)")


if __name__ == "__main__":
    main()
