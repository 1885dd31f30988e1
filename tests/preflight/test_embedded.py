"""Live text in embedded fonts: what is painted counts, and what search and copy would find."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Stream

from renderer.preflight import PrintRequirements, preflight_pdf, verify_pdf
from tests.helpers.pdfs import Fonts, codes, rewritten, set_content
from tests.helpers.signs import Finished


def with_the_outline_of(program: bytes, font: bytes, letter: str, other: str) -> bytes:
    """Return an embedded program of a font in which one letter has the outline of another."""
    full, cut = TTFont(io.BytesIO(font)), TTFont(io.BytesIO(program))
    names, glyphs = full.getBestCmap(), full.getGlyphSet()
    recording, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
    glyphs[names[ord(other)]].draw(recording)
    recording.replay(pen)
    cut["glyf"][cut.getGlyphOrder()[full.getGlyphID(names[ord(letter)])]] = pen.glyph()
    out = io.BytesIO()
    cut.save(out)
    return out.getvalue()


def test_a_font_swapped_under_live_text_is_read_as_what_it_shows(live: Finished, fonts: Fonts) -> None:
    """The file says Ệ where its font draws Ê: what is painted counts."""

    def swap(pdf: pikepdf.Pdf) -> None:
        for font in (o for o in pdf.objects if isinstance(o, Stream) and "/Length1" in o):
            program = with_the_outline_of(font.read_bytes(), fonts["Be Vietnam Pro/800"], "Ệ", "Ê")
            font.write(program)
            font["/Length1"] = len(program)

    findings = verify_pdf(rewritten(live.data["pdf"], swap), live.expected, fonts)
    assert {"text-differs", "wrong-unicode"} <= codes(findings)
    assert any(f.found.startswith("NHIÊT") for f in findings)


def test_live_text_can_be_searched_and_is_proven(live: Finished, fonts: Fonts) -> None:
    assert verify_pdf(live.data["pdf"], live.expected, fonts) == []
    document = pypdfium2.PdfDocument(live.data["pdf"])
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert live.expected.frames[0].text in text
    document.close()


def test_a_font_that_names_what_its_glyphs_mean_is_read_by_its_outlines(live: Finished, fonts: Fonts) -> None:
    """Some programs name a list that is not in the file (/Identity-H), where the list itself should stand."""

    def name_it(pdf: pikepdf.Pdf) -> None:
        for _, font in pdf.pages[0].obj.Resources.Font.items():
            font.ToUnicode = Name("/Identity-H")

    result = preflight_pdf(rewritten(live.data["pdf"], name_it), PrintRequirements(), fonts, measure=False)
    assert "unreadable" not in codes(result.findings)
    assert " ".join(result.texts).startswith(live.expected.frames[0].text)


LIVE_EDITS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "hidden": (lambda c: c.replace(b"BT /F0", b"BT 3 Tr /F0", 1), "foreign-paint"),
    "spread": (lambda c: c.replace(b"] TJ", b" -900 <0003> ] TJ", 1).replace(b"[ <", b"[ 400 <", 1), "moved"),
    "stroked": (lambda c: c.replace(b"BT /F0", b"BT 1 Tr /F0", 1), "outside-frames"),
    "out of the font": (lambda c: c.replace(b"/F0 1 Tf", b"/F9 1 Tf", 1), "foreign-paint"),
}


@pytest.mark.parametrize(("change", "code"), LIVE_EDITS.values(), ids=LIVE_EDITS.keys())
def test_tampered_live_text(live: Finished, fonts: Fonts, change: Callable[[bytes], bytes], code: str) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        assert change(content) != content
        set_content(pdf, change(content))

    assert code in codes(verify_pdf(rewritten(live.data["pdf"], edit), live.expected, fonts))


MEANINGS: dict[str, Callable[[bytes], bytes]] = {
    "a range over every glyph": lambda c: c.replace(
        b"endcmap", b"1 beginbfrange <0000> <FFFF> <0041> endbfrange\nendcmap"
    ),
    "a space that says X": lambda c: c.replace(b"<0020>", b"<0058>"),
    "a glyph without meaning": lambda c: c.replace(b"<004E>", b"<004E>", 1).replace(_line_of(c, b"<004E>"), b""),
}


def _line_of(data: bytes, what: bytes) -> bytes:
    return next(line for line in data.split(b"\n") if line.endswith(what)) + b"\n"


@pytest.mark.parametrize("change", MEANINGS.values(), ids=MEANINGS.keys())
def test_search_and_copy_cannot_lie(live: Finished, fonts: Fonts, change: Callable[[bytes], bytes]) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        for font in (o for o in pdf.objects if isinstance(o, Dictionary) and "/ToUnicode" in o):
            font["/ToUnicode"].write(change(font["/ToUnicode"].read_bytes()))

    assert codes(verify_pdf(rewritten(live.data["pdf"], edit), live.expected, fonts)) & {"no-unicode", "wrong-unicode"}
