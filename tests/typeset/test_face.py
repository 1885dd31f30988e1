"""Pinned faces: exact or an error; every letter has a clean outline of its own."""

from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from shapely.geometry import Polygon
from shapely.ops import unary_union

from renderer.studio import Studio
from renderer.typeset import VIETNAMESE_LETTERS, Face
from renderer.typeset.face import REQUIRED
from renderer.typeset.run import Run
from renderer.values.errors import DataError, RefusedError
from renderer.workspace import Workspace
from tests.helpers.workspaces import ROOT

FACES = sorted(Workspace(ROOT).font_entries)
LETTERS = VIETNAMESE_LETTERS + VIETNAMESE_LETTERS.upper()


def test_the_alphabet_is_all_vietnamese_vowels_and_d() -> None:
    assert len(set(VIETNAMESE_LETTERS)) == len(VIETNAMESE_LETTERS) == 73
    assert len([c for c in LETTERS if not c.isascii()]) == 134


@pytest.mark.parametrize("key", FACES)
def test_every_letter_has_an_outline_of_its_own(studio: Studio, key: str) -> None:
    face = studio.face(key)
    seen: dict[object, str] = {}
    for letter in LETTERS:
        shaped = face.shape(letter)
        assert len(shaped) == 1, letter
        outline = face.outline(shaped[0].gid)
        assert outline.segments not in seen, f"{letter} looks like {seen.get(outline.segments)}"
        seen[outline.segments] = letter


@pytest.mark.parametrize("key", FACES)
def test_contours_do_not_overlap_and_keep_the_drawn_extent(studio: Studio, key: str) -> None:
    face = studio.face(key)
    font = TTFont(ROOT / "fonts" / studio.workspace.font_entries[key].file)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for character in REQUIRED.strip():
        shaped = face.shape(character)
        outline = face.outline(shaped[0].gid)
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(character)]].draw(pen)
        assert outline.bounds == pytest.approx(pen.bounds, abs=1.0), character
        assert_no_overlap(outline.segments, character)


def assert_no_overlap(segments: object, character: str) -> None:
    """Contours of one direction must not share area (holes run the other way)."""
    rings = [Polygon(ring) for ring in flattened(segments)]
    solid = [r for r in rings if r.exterior.is_ccw == largest(rings).exterior.is_ccw]
    assert unary_union(solid).area == pytest.approx(sum(r.area for r in solid), rel=1e-3), character


def largest(rings: list[Polygon]) -> Polygon:
    return max(rings, key=lambda r: r.area)


def flattened(segments: object) -> list[list[tuple[float, float]]]:
    rings: list[list[tuple[float, float]]] = []
    for op, numbers in segments:  # type: ignore[attr-defined]
        if op == "m":
            rings.append([numbers])
        elif op == "l":
            rings[-1].append(numbers)
        elif op == "c":
            rings[-1].extend(bezier(rings[-1][-1], numbers))
    return [r for r in rings if len(r) > 3]


def bezier(start: tuple[float, float], n: tuple[float, ...]) -> list[tuple[float, float]]:
    (x0, y0), (x1, y1, x2, y2, x3, y3) = start, n
    steps = [i / 8 for i in range(1, 9)]
    return [
        (
            (1 - t) ** 3 * x0 + 3 * (1 - t) ** 2 * t * x1 + 3 * (1 - t) * t * t * x2 + t**3 * x3,
            (1 - t) ** 3 * y0 + 3 * (1 - t) ** 2 * t * y1 + 3 * (1 - t) * t * t * y2 + t**3 * y3,
        )
        for t in steps
    ]


def test_composed_and_decomposed_input_shape_alike(studio: Studio) -> None:
    import unicodedata

    face = studio.face("Be Vietnam Pro/800")
    text = "NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI"
    composed, decomposed = face.shape(text), face.shape(unicodedata.normalize("NFD", text))
    assert [g[1:] for g in composed] == [g[1:] for g in decomposed]


@pytest.mark.parametrize("key", FACES)
def test_marks_touch_neither_letter_nor_each_other(studio: Studio, key: str) -> None:
    """Measured on outlines: a letter with n marks is as many separate pieces of ink as its letter, plus n."""
    import unicodedata

    face = studio.face(key)
    horn, bar = "\u031b", {"đ": "d", "Đ": "D"}
    for letter in LETTERS:
        base, *marks = unicodedata.normalize("NFD", letter)
        # A horn belongs to its letter; a lower-case i loses its dot to a mark above it.
        above = [m for m in marks if m not in (horn, "\u0323")]
        pieces = {"i": 1 if above else 2}.get(base, 1) + len(marks) - marks.count(horn)
        rings = [Polygon(ring).buffer(0) for ring in flattened(face.outline(face.shape(letter)[0].gid).segments)]
        ink = unary_union([r for r in rings if not any(o.contains(r) and o is not r for o in rings)])
        solids = list(getattr(ink, "geoms", [ink]))
        assert len(solids) == pieces, (letter, len(solids), bar.get(letter))
        gaps = [a.distance(b) for i, a in enumerate(solids) for b in solids[:i]]
        assert not gaps or min(gaps) >= 0.01 * face.cap_height, (letter, min(gaps))


def without_anchors(tmp_path: Path) -> Face:
    """Return a face whose positioning table was taken out; it keeps its combining marks."""
    from fontTools import subset

    font = TTFont(ROOT / "fonts/be-vietnam-pro/BeVietnamPro_800ExtraBold.ttf")
    options = subset.Options(layout_features=[], notdef_outline=True)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=[*map(ord, REQUIRED), 0x0300, 0x0301, 0x0302, 0x0323])
    chosen.subset(font)
    path = tmp_path / "bare.ttf"
    font.save(path)
    return Face("Bare/800", path.read_bytes(), "bare.ttf")


def test_a_mark_is_attached_by_anchors_or_refused(studio: Studio, tmp_path: Path) -> None:
    # X with a dot below is no letter of its own: the mark must be attached. Oswald has an anchor for it, Be Vietnam not.
    text = "BÁ X\u0323"
    letter, mark = studio.face("Oswald/700").shape(text)[-2:]
    assert letter.cluster == mark.cluster == 3 and mark.x > letter.x
    with pytest.raises(RefusedError, match="no anchor to attach a mark in 'X"):
        studio.face("Be Vietnam Pro/800").shape(text)
    with pytest.raises(RefusedError, match="no anchor to attach a mark") as caught:
        without_anchors(tmp_path).shape(text)
    assert caught.value.code == "unattached-mark"
    assert [g.cluster for g in without_anchors(tmp_path).shape("BÁ Ậ")] == [0, 1, 2, 3]


def test_a_mark_without_a_letter_is_refused(studio: Studio) -> None:
    with pytest.raises(RefusedError, match="has no letter to stand on"):
        studio.face("Be Vietnam Pro/800").shape("VIỆT \u0301NAM")


@pytest.mark.parametrize("key", FACES)
def test_a_line_is_shaped_the_same_alone_and_in_its_text(studio: Studio, key: str) -> None:
    face = studio.face(key)
    for slogan in studio.catalogue.slogans:
        words = slogan.text.upper().split(" ")
        run, half = Run(face, words, 0.0), len(words) // 2
        for first, end in ((0, max(1, half)), (half, len(words))):
            alone = face.shape(" ".join(words[first:end]))
            inked = [(g.gid, g.x) for g in alone if face.outline(g.gid).bounds]
            assert [(g.gid, g.x) for g in run.shape_line(first, end).glyphs] == inked


def test_a_character_without_a_glyph_is_refused_by_name(studio: Studio) -> None:
    with pytest.raises(RefusedError, match=r"no glyph for '中' \(U\+4E2D\)") as caught:
        studio.face("Oswald/700").shape("VIỆT 中 NAM")
    assert caught.value.code == "missing-glyph"


def test_a_changed_font_file_is_refused(own_workspace: Path) -> None:
    workspace = Workspace(own_workspace)
    path = own_workspace / "fonts" / workspace.font_entries["Oswald/700"].file
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(DataError, match="is not the pinned file") as caught:
        workspace.font_bytes("Oswald/700")
    assert caught.value.code == "changed-font" and "Oswald" in caught.value.where


def test_a_weight_that_is_not_pinned_is_an_error_never_the_next_one(workspace: Workspace) -> None:
    with pytest.raises(DataError, match="Be Vietnam Pro/700") as caught:
        workspace.font_bytes("Be Vietnam Pro/700")
    assert "Be Vietnam Pro/800" in caught.value.hint


def test_a_face_that_lacks_a_letter_is_named(tmp_path: Path) -> None:
    from fontTools import subset

    font = TTFont(ROOT / "fonts/oswald/Oswald_700Bold.ttf")
    cutter = subset.Subsetter()
    cutter.populate(text=REQUIRED.replace("ữ", ""))
    cutter.subset(font)
    font.save(tmp_path / "cut.ttf")
    with pytest.raises(DataError, match="Cut/400 lacks ữ"):
        Face("Cut/400", (tmp_path / "cut.ttf").read_bytes(), "cut.ttf")


def test_a_file_that_is_no_font_is_named() -> None:
    with pytest.raises(DataError, match="not a usable TrueType font") as caught:
        Face("X/400", b"not a font", "fonts/x.ttf")
    assert caught.value.where == "fonts/x.ttf"
