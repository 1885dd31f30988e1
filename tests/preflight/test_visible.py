"""Words that a page holds and does not show: engines of others draw it, and their pictures are asked."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from renderer.preflight import PrintRequirements, preflight_pdf
from renderer.preflight.finding import Finding
from tests.helpers.pdfs import codes, rewritten, set_content
from tests.helpers.signs import Finished

Change = Callable[[pikepdf.Pdf, bytes, bytes], None]
WORDS = "Nhiệt liệt chào mừng Đại hội đại biểu toàn quốc lần thứ XIV của Đảng Cộng sản Việt Nam!"
RED, YELLOW, WHITE = b"0 1 1 0 k", b"0 0 1 0 k", b"0 0 0 0 k"


def changed(data: bytes, change: Change) -> bytes:
    """Return a sign whose letters, apart from its art, were changed."""

    def edit(pdf: pikepdf.Pdf) -> None:
        lines = pdf.pages[0].Contents.read_bytes().split(b"\n")
        first = next(number for number, line in enumerate(lines) if line.endswith(b" k"))
        change(pdf, b"\n".join(lines[:first]), b"\n".join(lines[first:]))

    return rewritten(data, edit)


def look(data: bytes, fonts: dict[str, bytes], *, measure: bool = True, words: str = WORDS) -> list[Finding]:
    return list(preflight_pdf(data, PrintRequirements(words=words), fonts, measure=measure).findings)


def in_colour(letters: bytes, colour: bytes) -> bytes:
    return b"\n".join(colour if line.endswith(b" k") else line for line in letters.split(b"\n"))


def layer(**settings: object) -> Change:
    """Put the letters into a layer: ``D`` is its default state, ``usage`` that of its uses."""

    def change(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Chữ")))
        if "usage" in settings:
            group.Usage = settings["usage"]
        state = Dictionary(Order=Array([group]), **({"BaseState": settings["base"]} if "base" in settings else {}))
        if settings.get("off"):
            state.OFF = Array([group])
        if "usage" in settings:
            state.AS = Array([Dictionary(Event=Name.Print, OCGs=Array([group]), Category=Array([Name.Print]))])
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=state)
        pdf.pages[0].obj.Resources.Properties = Dictionary(L1=group)
        set_content(pdf, art + b"\n/OC /L1 BDC\n" + letters + b"\nEMC\n")

    return change


def under(state: Callable[[pikepdf.Pdf], Dictionary], colour: bytes = YELLOW) -> Change:
    """Paint the letters under a graphics state."""

    def change(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(S1=pdf.make_indirect(state(pdf)))
        set_content(pdf, art + b"\nq /S1 gs\n" + in_colour(letters, colour) + b"\nQ\n")

    return change


def masked(pdf: pikepdf.Pdf) -> Dictionary:
    form = pdf.make_indirect(Stream(pdf, b"0 g 0 0 20000 20000 re f"))
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 20000, 20000])})
    form["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    return Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form))


def content(make: Callable[[bytes, bytes], bytes]) -> Change:
    return lambda pdf, art, letters: set_content(pdf, make(art, letters))


def stamp(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
    shown = pdf.make_indirect(Stream(pdf, RED + b" 0 0 6000 2500 re f"))
    shown.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 6000, 2500])})
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([3000, 2500, 9000, 5000]), F=4)
    note["/AP"] = Dictionary(N=shown)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


UNSEEN: dict[str, Change] = {
    "in a layer that is off": layer(off=True),
    "in a layer whose base is off": layer(base=Name.OFF),
    "in a layer that does not print": layer(usage=Dictionary(Print=Dictionary(PrintState=Name.OFF))),
    "red on red": content(lambda art, letters: art + b"\n" + in_colour(letters, RED)),
    "under a broad stroke": content(
        lambda art, letters: art + b"\n" + letters + b"\nq 0 1 1 0 K 4000 w 0 4000 m 12000 4000 l S Q\n"
    ),
    "under a stamp": stamp,
    "white that multiplies": under(lambda _: Dictionary(BM=Name.Multiply), WHITE),
    "all but clear": under(lambda _: Dictionary(ca=0.02)),
    "behind a soft mask": under(masked),
}


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_words_that_are_not_seen_are_found_by_pdfium(change: Change, pano: Finished, fonts: dict[str, bytes]) -> None:
    found = look(changed(pano.data["pdf"], change), fonts, measure=False)
    assert "not-visible" in codes(found) and "words-differ" not in codes(found)


def test_what_overprints_its_ground_is_found_by_the_plates(pano: Finished, fonts: dict[str, bytes]) -> None:
    found = look(changed(pano.data["pdf"], under(lambda _: Dictionary(OP=True, op=True, OPM=1))), fonts)
    assert any(f.code == "not-visible" and "Ghostscript" in f.message for f in found)


def test_what_is_seen_passes_in_curves_and_live(pano: Finished, live: Finished, fonts: dict[str, bytes]) -> None:
    for sign in (pano, live):
        assert codes(look(sign.data["pdf"], fonts, words=WORDS)) == set(), sign.path("pdf")


def _without_a_letter(art: bytes, letters: bytes) -> bytes:
    lines = letters.split(b"\n")
    painted = [number for number, line in enumerate(lines) if line.endswith(b"f Q")]
    return art + b"\n" + b"\n".join(line for number, line in enumerate(lines) if number != painted[7])


def _with_a_dot(art: bytes, letters: bytes) -> bytes:
    """A dot among the letters: right under one, it makes another letter of it."""
    first = next(line for line in letters.split(b"\n") if line.endswith(b"f Q")).split(b" cm")[0]
    return art + b"\n" + letters + b"\n" + YELLOW + b" " + first + b" cm 200 -240 90 90 re f Q\n"


WRONG = {
    "a letter is not there": ("words-differ", _without_a_letter),
    "the words are there twice": (
        "words-differ",
        lambda art, letters: (
            art + b"\n" + letters + b"\nq 1 0 0 1 0 -9 cm\nq 0.2 0 0 0.2 0 0 cm\n" + letters + b"\nQ\nQ\n"
        ),
    ),
    "a dot is painted among them": ("painted-over", _with_a_dot),
    "they are clipped away": ("words-differ", lambda art, letters: art + b"\nq 0 0 9 9 re W n\n" + letters + b"\nQ\n"),
}


@pytest.mark.parametrize(("code", "make"), WRONG.values(), ids=WRONG)
def test_other_words_than_the_ordered_ones_are_found(
    code: str, make: Callable[[bytes, bytes], bytes], pano: Finished, fonts: dict[str, bytes]
) -> None:
    data = changed(pano.data["pdf"], content(make))
    assert code in codes(look(data, fonts, measure=False))


def test_a_bleed_that_was_left_bare_is_found(live: Finished, fonts: dict[str, bytes]) -> None:
    def bare(pdf: pikepdf.Pdf) -> None:
        set_content(pdf, pdf.pages[0].Contents.read_bytes() + b"\nq 0 0 0 0 k 0 0 20000 80 re f Q\n")

    [finding] = look(rewritten(live.data["pdf"], bare), fonts, words="")
    assert finding.code == "bleed-empty" and "foot" in finding.message
