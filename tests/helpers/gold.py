"""The gold table: how a careful editor breaks each text in four shapes, and how often the typesetter agrees."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

from renderer.catalogue import event_marks
from renderer.studio import Studio
from renderer.text import Wording
from renderer.typeset import Setting, set_text
from renderer.values.geometry import Rect
from renderer.vietnamese import wording_of
from tests.helpers.workspaces import ROOT

RATIOS = {"8:1": (8000, 1000, 3), "2:1": (2000, 1000, 6), "16:9": (1778, 1000, 6), "3:4": (750, 1000, 9)}
"""Shape of the text frame: width, height, and the most lines that such a sign takes."""
FACE = "Be Vietnam Pro/800"


@dataclass
class Agreement:
    """Settings that are one of the editor's ways, the best-liked way, and all others as (id, shape, ours, best)."""

    total: int = 0
    agreed: int = 0
    first: int = 0
    by_ratio: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(RATIOS, (0, 0)))
    others: list[tuple[str, str, str, str]] = field(default_factory=list)


def load_gold() -> list[dict[str, Any]]:
    """Return the texts of the table."""
    return tomllib.loads((ROOT / "tests/typeset/gold.toml").read_text(encoding="utf-8"))["text"]


def wording(studio: Studio, text: dict[str, Any], *, marks: bool = True) -> Wording:
    """Return a gold text's wording: a slogan's, or (``event-ID``) an event line's."""
    text_id = text["id"]
    if text_id.startswith("event-"):
        given = event_marks(studio.catalogue.event(text_id.removeprefix("event-")))
    else:
        given = studio.catalogue.slogan(text_id).breaks
    return wording_of(text["text"], studio.lexicon, given if marks else "")


def lines_of(studio: Studio, text: dict[str, Any], ratio: str, *, marks: bool = True) -> list[str]:
    """Return the lines that the typesetter makes of a gold text."""
    width, height, lines = RATIOS[ratio]
    setting = Setting(max_lines=lines)
    capitals = wording(studio, text, marks=marks).upper()
    block = set_text("slogan", capitals, Rect(0, 0, width, height), studio.face(FACE), setting)
    return [line.text for line in block.lines]


def agreement(studio: Studio, texts: list[dict[str, Any]], *, marks: bool = True) -> Agreement:
    """Set every text in every shape and compare with the editor's ways."""
    result = Agreement()
    for text in texts:
        for ratio in RATIOS:
            ours = "|".join(lines_of(studio, text, ratio, marks=marks))
            ways = [way.upper() for way in text[ratio]]
            agreed, total = result.by_ratio[ratio]
            result.by_ratio[ratio] = (agreed + (ours in ways), total + 1)
            result.total += 1
            result.agreed += ours in ways
            result.first += ours == ways[0]
            if ours not in ways:
                result.others.append((text["id"], ratio, ours.replace("|", " / "), ways[0].replace("|", " / ")))
    return result
