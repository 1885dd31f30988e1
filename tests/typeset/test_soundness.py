"""A font file is whole, or the table that is not is named; nothing else comes of it."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.typeset import Face
from renderer.typeset.face import REQUIRED
from renderer.typeset.soundness import SHIPPED, check_font
from renderer.values.errors import DataError
from tests.helpers.damaged_files import damage_font
from tests.helpers.workspaces import ROOT

GOOD = (ROOT / "fonts/oswald/Oswald_500Medium.ttf").read_bytes()
FACES = sorted((ROOT / "fonts").rglob("*.ttf"))


def test_the_shipped_faces_are_known_and_no_other() -> None:
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in FACES} == SHIPPED


def table_of(data: bytes, tag: bytes) -> int:
    """Return where a table begins."""
    entry = data.index(tag, 12)
    return int.from_bytes(data[entry + 8 : entry + 12], "big")


def test_a_flipped_bit_is_found_by_its_tables_checksum() -> None:
    data = bytearray(GOOD)
    data[table_of(GOOD, b"glyf") + 5_000] ^= 4
    with pytest.raises(DataError, match=r"'glyf'.*checksum") as caught:
        check_font(bytes(data), "fonts/x.ttf")
    assert (caught.value.code, caught.value.where) == ("broken-font", "fonts/x.ttf")
    assert "pin" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD[:50_000], "is cut off: the table"),
        (GOOD[:100], "cut off in its list of tables"),
        (GOOD[:4] + b"\xff\xff" + GOOD[6:], "cut off in its list of tables"),
        (GOOD.replace(b"post", b"pOST", 1), "lacks the table 'post'"),
        (GOOD[:4] + bytes(8), "lacks the table 'head'"),
    ],
)
def test_a_cut_or_incomplete_file_is_named(data: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        check_font(data, "x.ttf")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_damaged_face_sets_its_letters_or_is_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = damage_font(chance.choice(FACES).read_bytes(), chance)
    try:
        face = Face("X/400", data, "x.ttf")
    except DataError as fault:
        assert fault.where == "x.ttf" and fault.code in {"broken-font", "bad-font", "font-coverage", "too-slow"}
        return
    for letter in REQUIRED.strip():
        gids = [placed.gid for placed in face.shape(letter)]
        assert all(face.outline(gid).bounds and face.advance(gid) >= 0 for gid in gids)
    assert face.subset({face.space}) and face.description and face.postscript_name
