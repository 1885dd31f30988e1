"""Letters among painted paths: what two of them share is told by where it stands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from renderer.preflight.alphabet import Shape
from renderer.preflight.letters import FoundLetter, LetterFinder, texts_of

FACE = "Be Vietnam Pro/600"
SCALE = 0.0142
"""Points a font unit: letters of a slug."""


def painted(finder: LetterFinder, text: str, shapes: Mapping[str, str]) -> list[Shape]:
    """Return the paths of a line, each character drawn with the outline that ``shapes`` gives for it, else its own."""
    alphabet = finder.alphabets[FACE]
    paths = []
    for placed in alphabet.shape(text, 0.0):
        own, used = (alphabet.shape_of(c) for c in (placed.character, shapes.get(placed.character, placed.character)))
        if own is None or used is None:
            continue
        ops, points = used
        at_place = points - points.min(axis=0) + own[1].min(axis=0)
        paths.append((ops, (at_place + np.array([placed.x, 0.0])) * SCALE))
    return paths


@pytest.mark.parametrize("by_shape", [False, True], ids=["by its operators", "by its shape"])
@pytest.mark.parametrize(
    ("text", "shapes"),
    [("Sơn La · tờ 1/1", {}), ("Sơn La. Tờ 1", {}), ("Sơn La. Tờ 1", {".": "·"})],
    ids=["a dot", "a stop", "a stop with the dot's outline"],
)
def test_a_dot_is_what_stands_at_its_height(
    fonts: dict[str, bytes], text: str, shapes: dict[str, str], by_shape: bool
) -> None:
    """Their outlines differ by no more than what a program adds that rewrites a file."""
    finder = LetterFinder(fonts)
    found = [finder.read(path, order, by_shape=by_shape) for order, path in enumerate(painted(finder, text, shapes))]
    letters = [letter for letter in found if isinstance(letter, FoundLetter)]
    assert len(letters) == len(text.replace(" ", ""))
    assert texts_of(letters, finder) == [text]
