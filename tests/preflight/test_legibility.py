"""What is too small to be told apart is refused: at the order, and by the proof."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedLine, Ink
from renderer.contract.formats import LEAST_EM
from renderer.export.png import encode_png
from renderer.pipeline import prepare
from renderer.preflight import find_illegible, find_unreadable, verify_png
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.legibility import LEAST_DIFFERENCE, Eye, eye_of, measure
from renderer.preflight.mask import pen_of
from renderer.studio import Studio
from renderer.values.errors import ExitCode, RefusedError
from renderer.workspace import Workspace
from tests.helpers.exchanges import FACES
from tests.helpers.signs import PANO, order_of


def expect(text: str, em: float, font: str, at: tuple[float, float] = (20.0, 40.0)) -> Expectation:
    """Return what a screen of 400 x 60 px with one line must show."""
    line = ExpectedLine(text=text, x=at[0], y=at[1], size=em)
    ink = Ink(cmyk=(0, 0, 100, 0), srgb="#FFFF00")
    rect = (0.0, 0.0, 400.0, 60.0)
    frame = ExpectedFrame(name="slogan", text=text, lines=(line,), font=font, size=em, rect=rect, inks=(ink,))
    return Expectation(binding="0" * 64, unit="px", trim=(400, 60), bleed=0, frames=(frame,), pixels=(400, 60))


@pytest.mark.parametrize("key", FACES)
def test_a_letter_that_passes_differs_from_every_other_of_its_face(workspace: Workspace, key: str) -> None:
    """Not only from the rivals that are looked at: all of the face are drawn in its place."""
    data, rng = workspace.font_bytes(key), Random(key)
    alphabet, pen = alphabet_of(data), pen_of(data)
    characters = list(alphabet.gid)
    passed = 0
    for _ in range(8):
        letter, em = rng.choice(characters[:190]), rng.uniform(LEAST_EM, 14)
        at = 20 + rng.random(), 40 + rng.random()
        if find_illegible(expect(letter, em, key, at), {key: data}, (400, 60)):
            continue
        passed += 1
        own = pen.draw(alphabet.gid[letter], (em, em), at)
        for other in characters:
            if other != letter:
                least = measure(own, pen.draw(alphabet.gid[other], (em, em), at))
                assert least >= LEAST_DIFFERENCE, (letter, other, em, at)
    assert passed >= 5


def test_marks_that_give_the_same_pixels_are_told_with_the_size_that_they_need(workspace: Workspace) -> None:
    key = "Lora/700"
    fonts = {key: workspace.font_bytes(key)}
    small = find_illegible(expect("ăM", 8.0, key, (20.0, 40.75)), fonts, (400, 60))
    assert small is not None and small.character == "ă" and small.rival in "âäã"
    assert 8 < small.needed < 11
    assert f"'ă' cannot be told from {small.rival!r}; they need {small.needed:g} px" in small.told
    assert find_illegible(expect("ăM", 11, key, (20.0, 40.75)), fonts, (400, 60)) is None


def test_no_letter_is_taken_below_the_least_em(workspace: Workspace) -> None:
    key = FACES[0]
    fonts = {key: workspace.font_bytes(key)}
    small = find_illegible(expect("O", LEAST_EM - 0.01, key), fonts, (400, 60))
    assert small is not None and (small.rival, small.needed) == ("", LEAST_EM)
    assert find_illegible(expect("O", LEAST_EM, key), fonts, (400, 60)) is None


def test_the_picture_counts_not_the_unit(workspace: Workspace) -> None:
    """The same line at half the pixels."""
    key = FACES[0]
    fonts = {key: workspace.font_bytes(key)}
    assert find_illegible(expect("ĐẢNG", 12, key), fonts, (400, 60)) is None
    assert find_illegible(expect("ĐẢNG", 12, key), fonts, (200, 30)) is not None


def test_the_rivals_of_a_letter_are_those_that_look_like_it(workspace: Workspace) -> None:
    eye: Eye = eye_of(workspace.font_bytes(FACES[0]))
    assert {"ã", "ă"} <= set(eye.rivals("â")) and "m" not in eye.rivals("â")
    assert "l" in eye.rivals("I")


def test_an_order_of_too_few_pixels_is_refused_with_the_size_that_it_needs(studio: Studio) -> None:
    with pytest.raises(RefusedError, match=r"7\.3 px an em; they need 8 px") as caught:
        prepare(studio, order_of(layout="led/co-do", size="256x128px", formats=("png",), event="thanh-lap-dang-96"))
    assert caught.value.code == "letters-too-small" and caught.value.exit_code is ExitCode.REFUSED
    assert (caught.value.where, caught.value.field) == ("event", "size")
    assert "1.15 times as large" in caught.value.hint


def test_a_print_of_too_few_dots_is_refused_for_its_picture_alone(studio: Studio) -> None:
    coarse = {"size": "4x2m", "dpi": 2, **PANO}
    with pytest.raises(RefusedError) as caught:
        prepare(studio, order_of(formats=("png",), **coarse))
    assert caught.value.code == "letters-too-small" and caught.value.field == "dpi"
    assert prepare(studio, order_of(formats=("pdf",), **coarse)).expected.frames


def test_the_proof_refuses_what_the_order_refuses(workspace: Workspace) -> None:
    """Its picture cannot be proven, whatever it shows."""
    key = FACES[0]
    ground = np.zeros((60, 400, 3), dtype=np.uint8)
    data = encode_png(ground, None)
    [finding] = verify_png(data, expect("ĐẢNG", 6, key), {key: workspace.font_bytes(key)}, ground)
    assert (finding.code, finding.frame) == ("letters-too-small", "slogan")


def test_a_character_that_no_file_can_be_read_back_for_is_named(workspace: Workspace) -> None:
    key = FACES[0]
    fonts = {key: workspace.font_bytes(key)}
    unread = find_unreadable(expect("GIÁ 50 € Ð", 40, key).frames, fonts)
    assert unread is not None and unread[1] == "Ð"
    assert find_unreadable(expect("GIÁ = 50 ~ € ₫ © ½ Å ø _", 40, key).frames, fonts) is None
