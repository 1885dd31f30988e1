"""The gold table: how careful editors break each text in four shapes of sign, and how often the typesetter agrees."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from renderer.artwork import set_frame
from renderer.catalogue import Slogan
from renderer.contract.order import Order
from renderer.layout import Master
from renderer.resolve import in_case, resolve, slogan_wording
from renderer.studio import Studio
from renderer.text import Wording
from renderer.typeset import TextBlock
from renderer.vietnamese import propose_wording, wording_of
from tests.helpers.signs import CONGRESS, HANG
from tests.helpers.workspaces import ROOT

SIGNS = {
    "1:8": ("bang-ron/co-do", "8x1m"),
    "2:1": ("pano/co-do", "4x2m"),
    "3:4": ("ap-phich/co-do", "60x80cm"),
    "16:9": ("led/co-do", "1920x1080px"),
}
"""The sign of each shape; shapes are spoken of as the trade does, a banner's height first."""


@dataclass
class Agreement:
    """Settings that are one of the editors' ways, the best-liked way, and all others as (id, shape, ours, best).

    ``split``: phrases that a line parts, with the setting.
    """

    total: int = 0
    agreed: int = 0
    first: int = 0
    by_shape: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(SIGNS, (0, 0)))
    others: list[tuple[str, str, str, str]] = field(default_factory=list)
    split: list[tuple[str, str, str]] = field(default_factory=list)


@lru_cache(maxsize=1)
def load_table() -> dict[str, Any]:
    return tomllib.loads((ROOT / "tests/typeset/gold.toml").read_text(encoding="utf-8"))


def load_gold() -> list[dict[str, Any]]:
    """Return the texts of the table, each with its ways by shape, in capitals."""
    return [
        {"id": text["id"], **{shape: [_plain(way) for way in text[shape]] for shape in SIGNS}}
        for text in load_table()["text"]
    ]


def _plain(text: str) -> str:
    return " ".join(text.split()).upper()


By = Literal["settings", "marks", "proposal"]
"""What breaks a text: the settings and sizes of its entry, its break marks alone, or what the program proposes."""


def find_entry(studio: Studio, text: dict[str, Any]) -> Slogan:
    """Return a gold text as it stands in the catalogue."""
    wanted = {way.replace("|", " ") for shape in SIGNS for way in text[shape]}
    for slogan in studio.catalogue.slogans:
        if _plain(slogan.text) in wanted:
            return slogan
    raise AssertionError(f"{text['id']} is no text of the catalogue")


def wording(studio: Studio, text: dict[str, Any], by: By = "marks") -> Wording:
    """Return a gold text's wording."""
    slogan = find_entry(studio, text)
    if by == "settings":
        return slogan_wording(studio, slogan)
    if by == "marks":
        return wording_of(slogan.text, studio.lexicon, slogan.breaks)
    return propose_wording(slogan.text, studio.lexicon)


@lru_cache(maxsize=8)
def _frame_of(studio: Studio, shape: str) -> tuple[Master, str]:
    layout, size = SIGNS[shape]
    order = Order(layout=layout, slogan=CONGRESS, size=size, hang=HANG, formats=("png",))
    master, _ = studio.master(resolve(studio, order).master_spec)
    return master, next(name for name in master.frames if master.style(name).content == "slogan")


def set_in(studio: Studio, shape: str, words: Wording) -> TextBlock:
    """Return a wording set as the slogan of the sign of a shape."""
    master, name = _frame_of(studio, shape)
    return set_frame(studio, master, name, in_case(words, master.style(name).case))[-1].block


def agreement(studio: Studio, texts: list[dict[str, Any]], by: By = "marks") -> Agreement:
    """Set every text in every shape and compare with the editors' ways."""
    result = Agreement()
    for text in texts:
        words = wording(studio, text, by)
        for shape in SIGNS:
            lines = [line.text.upper() for line in set_in(studio, shape, words).lines]
            ours, ways = "|".join(lines), text[shape]
            agreed, total = result.by_shape[shape]
            result.by_shape[shape] = (agreed + (ours in ways), total + 1)
            result.total += 1
            result.agreed += ours in ways
            result.first += ours == ways[0]
            result.split += [(text["id"], shape, phrase) for phrase in find_split(lines)]
            if ours not in ways:
                result.others.append((text["id"], shape, ours.replace("|", " / "), ways[0].replace("|", " / ")))
    return result


def find_split(lines: list[str]) -> Iterator[str]:
    """Yield the protected phrases that the end of a line parts."""
    text, ends, at = " ".join(lines), set(), 0
    for line in lines[:-1]:
        at += len(line) + 1
        ends.add(at - 1)
    for phrase in load_table()["protected"]:
        wanted = _plain(phrase)
        start = text.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            whole = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
            if whole and any(start < e < end for e in ends):
                yield phrase
            start = text.find(wanted, start + 1)
