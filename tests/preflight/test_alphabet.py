"""Every character that may stand on a sign is read as itself in every shipped face."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from renderer.contract.alphabet import READABLE
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.readback import SAME_LINE
from renderer.workspace import Workspace

KEYS = ["Be Vietnam Pro/800", "Be Vietnam Pro/600", "Oswald/700", "Oswald/500", "Lora/700"]


@pytest.mark.parametrize("key", KEYS)
def test_no_two_characters_of_a_face_are_drawn_alike_at_one_height(workspace: Workspace, key: str) -> None:
    alphabet = alphabet_of(workspace.font_bytes(key))
    for character, shape in alphabet.shapes():
        slack = SAME_LINE * alphabet.units_per_em
        on_the_baseline = [match.character for match in alphabet.read(shape) if abs(match.y) <= slack]
        assert on_the_baseline == [character]


@pytest.mark.parametrize("key", KEYS)
def test_a_character_is_shaped_as_the_one_glyph_that_is_known_for_it(workspace: Workspace, key: str) -> None:
    data = workspace.font_bytes(key)
    alphabet, font = alphabet_of(data), TTFont(io.BytesIO(data))
    names = font.getBestCmap()
    taken = [character for character in READABLE if ord(character) in names]
    assert len(taken) > 300
    for character in taken:
        [placed] = alphabet.shape(character)
        assert placed == (character, font.getGlyphID(names[ord(character)]), 0.0)
        assert alphabet.shape_of(character) is not None
