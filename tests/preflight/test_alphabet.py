"""Every character that may stand on a sign is read as itself in every shipped face."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from renderer.artwork import set_frame
from renderer.contract.alphabet import READABLE
from renderer.pipeline import prepare
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.readback import SAME_LINE
from renderer.studio import Studio
from renderer.text import plain_wording
from renderer.workspace import Workspace
from tests.helpers.exchanges import FACES, write_and_verify
from tests.helpers.signs import order_of


@pytest.mark.parametrize("key", FACES)
def test_no_two_characters_of_a_face_are_drawn_alike_at_one_height(workspace: Workspace, key: str) -> None:
    alphabet = alphabet_of(workspace.font_bytes(key))
    for character, shape in alphabet.shapes():
        slack = SAME_LINE * alphabet.units_per_em
        on_the_baseline = [match.character for match in alphabet.read(shape) if abs(match.y) <= slack]
        assert on_the_baseline == [character]


@pytest.mark.parametrize("key", FACES)
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


@pytest.mark.parametrize(
    "text",
    [
        "GIÁ = 50 % _ ~ € ₫ © ½ ¼ ¾ § ° × · • @ # * & + ÷ ± ≥ ≤ ‰ ® ™ £ ¥ † ‡ − \\ | ^ < > { } $",
        "“Å Ø” ‘Ç ñ’ «ö ß» – — … ! ? ; : . , ( ) [ ] / ' \" ª º ¹ ² ³ ¡ ¿ ‹ Œ š Ł ›",
    ],
)
def test_a_sign_of_every_kind_of_character_is_proven(studio: Studio, tmp_path: Path, text: str) -> None:
    for kind, how in (("png", "curves"), ("pdf", "curves"), ("pdf", "live")):
        prepared = prepare(studio, order_of(formats=(kind,), text=how))
        texts = set_frame(studio, prepared.artwork.master, "slogan", plain_wording(text))
        artwork = replace(prepared.artwork, texts=texts)
        expected = prepared.expected.model_copy(update={"frames": artwork.expect_frames()})
        assert text.split()[1] in expected.frames[0].text
        assert write_and_verify(studio, replace(prepared, expected=expected), artwork, tmp_path) == []
