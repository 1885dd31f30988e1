"""Break marks: the editor's notation for how well a line may end between two words.

Between two words of a text stand:

``_`` never break · ``~`` firm: inside a long name, only where it buys much size · `` `` plain, as good as another ·
`` / `` a good break · `` // `` the best break.

``Nhiệt_liệt~chào_mừng // Đại_hội~đại_biểu~toàn_quốc / lần_thứ_XIV``
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from renderer.text.wording import Tier

DASHES = frozenset("-–—")


_JOINTS = {"_": "never", "~": "firm"}


def parse_marks(marks: str) -> tuple[tuple[str, ...], tuple[Tier, ...]]:
    """Read break marks into words and the tiers between them; raises ValueError telling what is wrong."""
    words: list[str] = []
    tiers: list[Tier] = []
    pending: Tier | None = None
    for token in marks.split(" "):
        if token in ("/", "//"):
            if pending is not Tier.PLAIN or not words:
                raise ValueError(f"{token!r} must stand between two words")
            pending = Tier.GOOD if token == "/" else Tier.BEST
            continue
        for joint, word in _split_token(token):
            if words:
                tiers.append(joint or pending or Tier.PLAIN)
            words.append(word)
        pending = Tier.PLAIN
    if pending in (Tier.GOOD, Tier.BEST):
        raise ValueError("a mark at the end parts nothing")
    return tuple(words), tuple(tiers)


def _split_token(token: str) -> list[tuple[Tier | None, str]]:
    """Return the words of one token, each with the joint before it."""
    pieces: list[tuple[Tier | None, str]] = []
    joint: Tier | None = None
    word = ""
    for character in token:
        if character in _JOINTS:
            pieces.append((joint, word))
            joint, word = Tier(_JOINTS[character]), ""
        else:
            word += character
    pieces.append((joint, word))
    if any(not word for _, word in pieces):
        raise ValueError(f"{token!r}: a mark or a double space parts nothing")
    return pieces


def read_way(lines: str, text: str) -> tuple[int, ...]:
    """Return the words that the lines of a whole setting, ``A | B``, end before.

    Raises ValueError unless the lines hold exactly the words of the text and no dash opens one. What a text may not
    hold (unusual spaces, other forms of a letter) needs no look here: it would be no word of the text.
    """
    if lines != lines.strip():
        raise ValueError("a leading or trailing space")
    parts = [line.strip(" ").split(" ") for line in lines.split("|")]
    if [""] in parts:
        raise ValueError("a line is empty")
    if [word for part in parts for word in part] != text.split(" "):
        raise ValueError("its lines do not hold exactly the words of the text")
    if opened := [part[0] for part in parts[1:] if part[0] in DASHES]:
        raise ValueError(f"the dash {opened[0]!r} must not open a line")
    return tuple(accumulate(len(part) for part in parts))


def find_words(part: str, text: str) -> tuple[int, int]:
    """Return where the words of ``part`` stand in ``text``: the first, and the one after the last.

    Raises ValueError unless they stand there together, and once.
    """
    words, wanted = text.split(" "), part.split(" ")
    found = [at for at in range(len(words)) if words[at : at + len(wanted)] == wanted]
    if len(found) != 1:
        raise ValueError(f"{part!r} stands {len(found)} times in the text" if found else f"{part!r} is not in the text")
    return found[0], found[0] + len(wanted)


_MARKS = {Tier.NEVER: "_", Tier.FIRM: "~", Tier.BAD: " ", Tier.PLAIN: " ", Tier.GOOD: " / ", Tier.BEST: " // "}


def format_marks(words: Sequence[str], tiers: Sequence[Tier]) -> str:
    """Return words with the break marks of the gaps between them: the inverse of ``parse_marks`` but for bad gaps."""
    pieces = [words[0]]
    for tier, word in zip(tiers, words[1:], strict=True):
        pieces += [_MARKS[tier], word]
    return "".join(pieces)


def read_tiers(marks: str, text: str) -> tuple[Tier, ...]:
    """Return the tiers that ``marks`` give to the gaps of ``text``.

    Raises ValueError unless the marks hold exactly the words of the text and never let a dash open a line.
    """
    words, tiers = parse_marks(marks)
    given = tuple(text.split(" "))
    for number, (found, wanted) in enumerate(zip(words, given, strict=False), 1):
        if found != wanted:
            raise ValueError(f"word {number} is {found!r}, in the text {wanted!r}")
    if len(words) != len(given):
        raise ValueError(f"{len(words)} words, in the text {len(given)}")
    for word, tier in zip(words[1:], tiers, strict=True):
        if word in DASHES and tier is not Tier.NEVER:
            raise ValueError("a dash must not open a line: join it to the word before it with _")
    return tiers
