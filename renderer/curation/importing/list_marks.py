"""What people type before a paragraph: ``1.``, ``2)``, ``-``, ``II.``, ``Khẩu hiệu 3:``; and whether it is text.

"30.4 non sông liền một dải!" and "P. Vạn Xuân quyết tâm" begin with no mark: a mark is part of a running count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from renderer.curation.importing.passages import ListMark

_TYPED = (
    ("named", re.compile(r"(?:Khẩu hiệu|Câu|Nội dung)\s+(?:số\s+)?(?P<n>\d{1,3})\s*[:.)]\s*", re.IGNORECASE)),
    ("number", re.compile(r"(?P<above>(?:\d{1,2}\.)+)(?P<n>\d{1,3})(?:[.)]\s*|\s+)(?=\D)")),
    ("number", re.compile(r"(?P<n>\d{1,3})\s?[.)/]\s+(?=\S)")),
    ("number", re.compile(r"(?P<n>\d{1,3})\s?(?:[.)]|[-–/]\s+|/\s*)(?=[^\W\d]|[“\"«'‘(])")),
    ("roman", re.compile(r"(?P<r>[IVX]{1,5})(?:\s?[.)]\s*|\s?[-–/]\s+)(?=\D)")),
    ("letter", re.compile(r"(?P<l>[a-zđ])\s?(?P<end>[.)])\s+", re.IGNORECASE)),
    ("bullet", re.compile(r"(?P<b>[-–—−•●○▪■◆►➢✓*+·\uf0b7\uf0a7\uf0fc\uf02d\uf0d8])\s+")),
)
"""``-`` begins an item only before a space; ``1.`` also without one. The last signs are Wingdings."""
_DASHES = "-–—−"
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Typed(NamedTuple):
    """A mark as it is typed: ``form`` names the count that it would be part of, ``rest`` is the text without it."""

    mark: ListMark
    form: str
    written: str
    rest: str


def typed_mark(text: str) -> Typed | None:
    """Return what may be a mark before a text; whether it is one, ``running`` tells."""
    stripped = text.strip()
    for name, pattern in _TYPED:
        match = pattern.match(stripped)
        if match and (rest := stripped[match.end() :].strip()):
            mark, form = _read(name, match)
            return Typed(mark, form, match[0].strip(), rest)
    return None


def _read(name: str, match: re.Match[str]) -> tuple[ListMark, str]:
    """Return a mark, and the count that it would be part of."""
    if name in ("named", "number"):
        above = match.groupdict().get("above") or ""
        return ListMark("number", int(match["n"]), above.count(".")), f"{name} {above}"
    if name == "roman":
        return ListMark("roman", _value(match["r"])), "roman"
    if name == "letter":
        case = "A" if match["l"].isupper() else "a"
        return ListMark("letter", _LETTERS.index(match["l"].lower()) + 1), f"letter {case}{match['end']}"
    return ListMark("bullet"), "bullet " + ("-" if match["b"] in _DASHES else match["b"])


def _value(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


class _Count:
    """The marks of one form: how many there are, and where each number first and last stands."""

    def __init__(self) -> None:
        self.size = 0
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._reached = 0
        self._reached_at: dict[int, int] = {}

    def add(self, at: int, number: int) -> None:
        """Add a mark below all others."""
        self.size += 1
        self._first.setdefault(number, at)
        self._last[number] = at
        # From a on; d, đ and e, g follow each other in Vietnamese lists.
        if 0 < number - self._reached <= (1 if self._reached == 0 else 3):
            self._reached = number
        self._reached_at[at] = self._reached

    def has(self, number: int) -> bool:
        """Tell whether a number stands anywhere."""
        return number in self._first

    def goes_on(self, at: int, number: int) -> bool:
        """Tell whether the number before this one stands above it, or the next one below it."""
        return self._first.get(number - 1, at) < at or self._last.get(number + 1, at) > at

    def leads_to(self, at: int, number: int) -> bool:
        """Tell whether letters lead from ``a`` to this one."""
        return self._reached_at[at] == number

    def follows(self, at: int) -> bool:
        """Tell whether a letter soon after ``a`` stands below."""
        return any(self._last.get(number, at) > at for number in (2, 3))


def running(typed: Sequence[Typed | None], *, alone: bool = True) -> list[bool]:
    """Tell of each mark whether it is part of a running count; ``alone``: also a first one that nothing follows."""
    held: dict[str, _Count] = {}
    for at, one in enumerate(typed):
        if one is not None:
            held.setdefault(one.form, _Count()).add(at, one.mark.number)
    return [one is not None and _runs(one, at, held, alone=alone) for at, one in enumerate(typed)]


def _runs(one: Typed, at: int, held: dict[str, _Count], *, alone: bool) -> bool:
    kind, number = one.mark.kind, one.mark.number
    same = held[one.form]
    if kind == "bullet":
        return same.size > 1
    if kind == "letter":
        begins = number > 1 or (alone and one.form.endswith(")")) or same.follows(at)
        return same.leads_to(at, number) and begins
    return same.goes_on(at, number) or (alone and _stands_alone(one, held))


def _stands_alone(one: Typed, held: dict[str, _Count]) -> bool:
    """Tell whether a mark needs no neighbour: ``Khẩu hiệu 4:``, ``II.``, a first number below the one that it names."""
    if one.form.startswith("named") or (one.mark.kind == "roman" and len(one.written.rstrip(".)")) > 1):
        return True
    above = [int(part) for part in one.form.split()[-1].split(".") if part.isdigit()]
    parent = f"number {''.join(f'{n}.' for n in above[:-1])}"
    return one.mark.number == 1 and (not above or (parent in held and held[parent].has(above[-1])))


def looks_typed(one: Typed) -> bool:
    """Tell whether what stands outside any count would still pass for a mark: not ``30.4`` and not ``P.``."""
    if one.mark.kind == "number":
        return one.mark.level == 0
    return one.mark.kind == "bullet" or (one.mark.kind == "letter" and (one.form.endswith(")") or "a" in one.form[7:]))
