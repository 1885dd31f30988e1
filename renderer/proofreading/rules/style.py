"""House style by issuer: capitals, terms and dates as State and Party papers write them; one way for one sign.

Judged as the text is written, before capitals hide it: a line wholly in capitals says nothing about capitals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from renderer.proofreading.known.style import StyledName
from renderer.proofreading.reading import Reading
from renderer.proofreading.words import ReadText, Word
from renderer.text import TextFinding, finding_at

_TERM = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(\s*)([-–—])(\s*)((?:19|20)\d\d)(?![\d/.-])")
_DAY = re.compile(r"(?<![\d/.-])\d{1,2}([/.-])(\d{1,2})\1\d{4}(?![\d/])")
_SENTENCE = re.compile(r"(?:^|[.!?:;…/(“\"•+*-])\s*$")


class _Seen(NamedTuple):
    name: StyledName
    run: list[Word]


def find_style_breaches(reading: Reading) -> Iterator[TextFinding]:
    """Warn of what is written in two ways, and with an issuer of what its papers write otherwise."""
    text, style, issuer = reading.text, reading.known.style, reading.issuer
    seen = list(_find_names(reading.read, style.names[issuer]))
    mixed = [*_find_mixed_capitals(text, seen), *_find_mixed_terms(text), *_find_mixed_days(text)]
    yield from mixed
    if issuer is not None:
        told = {(f.line, f.column) for f in mixed}
        own = [*_judge_capitals(text, seen), *_judge_terms(text, style.terms[issuer])]
        yield from (f for f in own if (f.line, f.column) not in told)


def _find_names(read: ReadText, names: tuple[StyledName, ...]) -> Iterator[_Seen]:
    """Yield the names of a text, each word once, the longest name first; what is in capitals throughout is left out."""
    taken: set[int] = set()
    for name in names:
        for i in read.find(name.keys):
            places = set(range(i, i + len(name.keys)))
            run = read.words[i : i + len(name.keys)]
            if not taken.isdisjoint(places):
                continue
            taken |= places
            if name.shown and not all(word.text.isupper() for word in run):
                yield _Seen(name, run)


def _form_of(text: str, seen: _Seen) -> str:
    """Return where a name has capitals, as ``Aa``; ``*`` for a first letter that is free or begins a sentence."""
    form = ["A" if word.text[0].isupper() else "a" for word in seen.run]
    if seen.name.shown[0][0].islower() or (
        form[0] == "A" and _SENTENCE.search(text[: seen.run[0].start].rpartition("\n")[2])
    ):
        form[0] = "*"
    return "".join(form)


def _right_form_of(text: str, seen: _Seen) -> str:
    right = "".join("A" if word[0].isupper() else "a" for word in seen.name.shown)
    return "*" + right[1:] if _form_of(text, seen)[0] == "*" else right


def _show(seen: _Seen) -> str:
    return " ".join(word.text for word in seen.run)


def _correct(seen: _Seen) -> str:
    """Return a name with the capitals of its profile and the letters of the text."""
    pairs = zip(seen.run, seen.name.shown, strict=True)
    cased = [word.text.capitalize() if right[0].isupper() else word.text.lower() for word, right in pairs]
    if seen.name.shown[0][0].islower():
        cased[0] = seen.run[0].text
    return " ".join(cased)


def _find_mixed_capitals(text: str, seen: list[_Seen]) -> Iterator[TextFinding]:
    forms: dict[tuple[str, ...], dict[str, list[_Seen]]] = defaultdict(lambda: defaultdict(list))
    for one in seen:
        forms[one.name.keys][_form_of(text, one)].append(one)
    for ways in forms.values():
        clear = {form: ones for form, ones in ways.items() if "*" not in form or ones[0].name.shown[0][0].islower()}
        for first, other in pairwise(sorted(clear.values(), key=lambda ones: ones[0].run[0].start)):
            shown = f"{_show(first[0])!r} and {_show(other[0])!r}"
            yield _warn(text, other[0].run[0].start, "mixed-capitals", f"writes {shown}", _correct(other[0]))


def _judge_capitals(text: str, seen: list[_Seen]) -> Iterator[TextFinding]:
    for one in seen:
        if _form_of(text, one) != _right_form_of(text, one):
            rule = one.name.document or "usage; the rule was not read"
            message = f"{_show(one)!r} is written {_correct(one)!r} ({rule})"
            yield _warn(text, one.run[0].start, "house-style", message, _correct(one))


def _find_mixed_terms(text: str) -> Iterator[TextFinding]:
    yield from _find_mixed(text, _TERM, lambda m: "spaced" if m[2] or m[4] else "tight", "mixed-terms", "years")


def _find_mixed_days(text: str) -> Iterator[TextFinding]:
    yield from _find_mixed(text, _DAY, lambda m: m[1], "mixed-days", "days")
    late = re.compile(r"(?<![\d/.-])\d{1,2}([/.-])(0?[3-9])\1\d{4}(?![\d/])")
    yield from _find_mixed(text, late, lambda m: str(len(m[2])), "mixed-days", "months")


def _find_mixed(
    text: str, form: re.Pattern[str], way: Callable[[re.Match[str]], str], kind: str, what: str
) -> Iterator[TextFinding]:
    first: dict[str, re.Match[str]] = {}
    for match in form.finditer(text):
        first.setdefault(way(match), match)
    if len(first) > 1:
        one, other = list(first.values())[:2]
        yield _warn(text, other.start(), kind, f"writes {what} in two ways: {one[0]!r} and {other[0]!r}", None)


def _judge_terms(text: str, wanted: str) -> Iterator[TextFinding]:
    for match in _TERM.finditer(text) if wanted != "any" else ():
        dash = f" {match[3]} " if wanted == "spaced" else match[3]
        right = f"{match[1]}{dash}{match[5]}"
        if match[0] != right:
            message = f"{match[0]!r} is written {right!r} (usage; the rule was not read)"
            yield _warn(text, match.start(), "house-style", message, right)


def _warn(text: str, index: int, kind: str, message: str, suggestion: str | None) -> TextFinding:
    return finding_at(text, index, kind, message, suggestion, "warning")
