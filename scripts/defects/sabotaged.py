"""Forgeries of our own signs: words that are hidden, covered, moved, lost or swapped, as hands and programs do it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

Forge = Callable[[pikepdf.Pdf, bytes, bytes], None]
"""Changes a sign; it is given the art and the letters of its page apart."""
Letters = Callable[[list[bytes]], list[bytes]]
RED, YELLOW, WHITE = b"0 1 1 0 k", b"0 0 1 0 k", b"0 0 0 0 k"
_LETTER = re.compile(rb"q (\S+) 0 0 (\S+) (\S+) (\S+) cm (.*) f Q")


def forged(data: bytes, forge: Forge) -> bytes:
    """Return a sign after a forgery."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        held = pdf.pages[0].obj.Contents
        # Art that is part of the page is a stream of its own, before the last one.
        *before, last = [part.read_bytes() for part in (held if isinstance(held, Array) else [held])]
        lines = last.split(b"\n")
        first = next(number for number, line in enumerate(lines) if line.endswith((b" k", b" scn")))
        forge(pdf, b"\n".join([*before, *lines[:first]]), b"\n".join(lines[first:]))
        pdf.save(out)
    return out.getvalue()


def _write(pdf: pikepdf.Pdf, content: bytes) -> None:
    pdf.pages[0].obj.Contents = pdf.make_indirect(Stream(pdf, content))


def _content(make: Callable[[bytes, bytes], bytes]) -> Forge:
    return lambda pdf, art, letters: _write(pdf, make(art, letters))


def _over(operators: bytes) -> Forge:
    return _content(lambda art, letters: art + b"\n" + letters + b"\nq " + operators + b" Q\n")


def _around(before: bytes, after: bytes = b"Q") -> Forge:
    return _content(lambda art, letters: art + b"\nq " + before + b"\n" + letters + b"\n" + after + b"\n")


def _coloured(letters: bytes, colour: bytes) -> bytes:
    return b"\n".join(colour if line.endswith((b" k", b" scn")) else line for line in letters.split(b"\n"))


# -- layers, states, notes, boxes -----------------------------------------------------------------


def _layer(*, off: bool = False, base: Name | None = None, printed: bool = True) -> Forge:
    def forge(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Chữ")))
        state = Dictionary(Order=Array([group]))
        if base is not None:
            state.BaseState = base
        if off:
            state.OFF = Array([group])
        if not printed:
            group.Usage = Dictionary(Print=Dictionary(PrintState=Name.OFF))
            state.AS = Array([Dictionary(Event=Name.Print, OCGs=Array([group]), Category=Array([Name.Print]))])
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=state)
        pdf.pages[0].obj.Resources.Properties = Dictionary(L1=group)
        _write(pdf, art + b"\n/OC /L1 BDC\n" + letters + b"\nEMC\n")

    return forge


def _under(state: Callable[[pikepdf.Pdf], Dictionary], colour: bytes = YELLOW) -> Forge:
    def forge(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(S1=pdf.make_indirect(state(pdf)))
        _write(pdf, art + b"\nq /S1 gs\n" + _coloured(letters, colour) + b"\nQ\n")

    return forge


def _black_mask(pdf: pikepdf.Pdf) -> Dictionary:
    form = Stream(pdf, b"0 g 0 0 20000 20000 re f", Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = Array([0, 0, 20000, 20000]), Dictionary()
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    return Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=pdf.make_indirect(form)))


def _stamp(colour: bytes) -> Forge:
    def forge(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[0].mediabox)
        width, height = x1 - x0, y1 - y0
        shown = Stream(pdf, colour + b" 0 0 %g %g re f" % (width / 2, height / 2), Type=Name.XObject, Subtype=Name.Form)
        shown.BBox, shown.Resources = Array([0, 0, width / 2, height / 2]), Dictionary()
        note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4)
        note.Rect = Array([width / 4, height / 4, 3 * width / 4, 3 * height / 4])
        note.AP = Dictionary(N=pdf.make_indirect(shown))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return forge


def _boxed(key: str, share: float) -> Forge:
    """Cut a box of the page down to the share of its height that is at its foot."""

    def forge(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[0].obj.get(key, pdf.pages[0].mediabox))
        pdf.pages[0].obj[key] = Array([x0, y0, x1, y0 + share * (y1 - y0)])

    return forge


def _turned(pdf: pikepdf.Pdf, art: bytes, letters: bytes) -> None:
    pdf.pages[0].obj.Rotate = 180


# -- letters --------------------------------------------------------------------------------------


def _lettered(change: Letters) -> Forge:
    """Change the list of the letters' lines; what sets their colour stays where it is."""

    def make(art: bytes, letters: bytes) -> bytes:
        lines = letters.split(b"\n")
        places = [number for number, line in enumerate(lines) if _LETTER.fullmatch(line)]
        changed = change([lines[number] for number in places])
        for number, line in zip(places, changed, strict=True):
            lines[number] = line
        return art + b"\n" + b"\n".join(lines)

    return _content(make)


def _letter(number: int, change: Callable[[re.Match[bytes]], bytes]) -> Forge:
    def change_one(lines: list[bytes]) -> list[bytes]:
        match = _LETTER.fullmatch(lines[number])
        assert match
        return [*lines[:number], change(match), *lines[number + 1 :]]

    return _lettered(change_one)


def _placed(
    match: re.Match[bytes], dx: float = 0, dy: float = 0, sx: float = 1, sy: float = 1, ops: bytes = b""
) -> bytes:
    """Return a letter moved by ems, scaled, or with another outline."""
    a, d, e, f = (float(match[number]) for number in range(1, 5))
    em = 1000 * a
    figures = (a * sx, d * sy, e + dx * em, f + dy * em)
    return b"q %.7f 0 0 %.7f %.4f %.4f cm " % figures + (ops or match[5]) + b" f Q"


def _contours(match: re.Match[bytes]) -> list[bytes]:
    return [part.strip() + b" h" for part in match[5].split(b" h") if part.strip()]


def _drop_mark(lines: list[bytes]) -> list[bytes]:
    """Drop the last contour of the letter that has most: a mark."""
    matches = [match for line in lines if (match := _LETTER.fullmatch(line))]
    number = max(range(len(matches)), key=lambda at: len(_contours(matches[at])))
    kept = b" ".join(_contours(matches[number])[:-1])
    return [*lines[:number], _placed(matches[number], ops=kept), *lines[number + 1 :]]


def _move_mark(lines: list[bytes]) -> list[bytes]:
    """Paint the last contour of the letter that has most once more beside it, and not where it was."""
    matches = [match for line in lines if (match := _LETTER.fullmatch(line))]
    number = max(range(len(matches)), key=lambda at: len(_contours(matches[at])))
    *kept, mark = _contours(matches[number])
    line = _placed(matches[number], ops=b" ".join(kept)) + b" " + _placed(matches[number], dx=0.4, ops=mark)
    return [*lines[:number], line, *lines[number + 1 :]]


def _swap(one: int, other: int) -> Letters:
    """Give two letters each other's outline."""

    def change(lines: list[bytes]) -> list[bytes]:
        first, second = (_LETTER.fullmatch(lines[number]) for number in (one, other))
        assert first and second
        out = list(lines)
        out[one], out[other] = _placed(first, ops=second[5]), _placed(second, ops=first[5])
        return out

    return change


def _box_over(share: float, colour: bytes) -> Forge:
    """Paint a box over one letter, as wide as a share of its em."""

    def make(art: bytes, letters: bytes) -> bytes:
        match = next(found for line in letters.split(b"\n") if (found := _LETTER.fullmatch(line)))
        em, x, y = 1000 * float(match[1]), float(match[3]), float(match[4])
        box = b"%.4f %.4f %.4f %.4f re f" % (x, y, share * em, share * em)
        return art + b"\n" + letters + b"\nq " + colour + b" " + box + b" Q\n"

    return _content(make)


CURVES: dict[str, Forge] = {
    "the words in a layer that is off": _layer(off=True),
    "the words in a layer whose base state is off": _layer(base=Name.OFF),
    "the words in a layer that does not print": _layer(printed=False),
    "the words in the red of the ground": _content(lambda art, letters: art + b"\n" + _coloured(letters, RED)),
    "a broad red stroke over the words": _over(b"0 1 1 0 K 4000 w 0 4000 m 20000 4000 l 0 1000 m 20000 1000 l S"),
    "a red stamp over the words": _stamp(RED),
    "a white stamp over the words": _stamp(WHITE),
    "white words that multiply": _under(lambda _: Dictionary(BM=Name.Multiply), WHITE),
    "words of 2 % opacity": _under(lambda _: Dictionary(ca=0.02)),
    "the words behind a soft mask": _under(_black_mask),
    "yellow words that overprint the red": _under(lambda _: Dictionary(OP=True, op=True, OPM=1)),
    "a letter is not there": _lettered(lambda lines: [*lines[:7], b"", *lines[8:]]),
    "a letter loses a mark": _lettered(_drop_mark),
    "a mark stands over the next letter": _lettered(_move_mark),
    "two letters are swapped": _lettered(_swap(2, 3)),
    "a letter lies half an em lower": _letter(5, lambda match: _placed(match, dy=-0.5)),
    "a letter lies on its neighbour": _letter(5, lambda match: _placed(match, dx=0.6)),
    "a letter of twice its size": _letter(5, lambda match: _placed(match, sx=2, sy=2)),
    "a letter in the mirror": _letter(5, lambda match: _placed(match, dx=0.6, sx=-1)),
    "a letter on its head": _letter(4, lambda match: _placed(match, dy=0.7, sy=-1)),
    "the words are there twice": _content(
        lambda art, letters: art + b"\n" + letters + b"\nq 1 0 0 1 0 -400 cm\n" + letters + b"\nQ\n"
    ),
    "the words under the art": _content(lambda art, letters: letters + b"\n" + art),
    "the words clipped away": _around(b"0 0 10 10 re W n"),
    "the words beside the page": _around(b"1 0 0 1 30000 0 cm"),
    "the words as small as a dot": _around(b"0.0002 0 0 0.0002 900 900 cm"),
    "a white box over a letter": _box_over(0.9, WHITE),
    "a red box over half a letter": _box_over(0.35, RED),
    "a dot under a letter": _box_over(0.06, YELLOW),
    "the page on its head": _turned,
    "the page cut down to its foot": _boxed("/CropBox", 0.4),
}
"""Thirty, each for two signs in curves."""


# -- live text ------------------------------------------------------------------------------------


def _unpainted(art: bytes, letters: bytes) -> bytes:
    return art + b"\n" + letters.replace(b"BT ", b"BT 3 Tr ")


def _other_glyph(art: bytes, letters: bytes) -> bytes:
    """Show the second glyph in place of the first."""
    shown = re.search(rb"<([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})|<([0-9A-Fa-f]{4})>[^<]*<([0-9A-Fa-f]{4})", letters)
    assert shown
    one, two = (shown[1], shown[2]) if shown[1] else (shown[3], shown[4])
    return art + b"\n" + letters.replace(b"<" + one, b"<" + two, 1)


LIVE: dict[str, Forge] = {
    "live words in a layer that is off": _layer(off=True),
    "live words in the red of the ground": CURVES["the words in the red of the ground"],
    "live words that are not painted": _content(
        lambda art, letters: art + b"\n" + letters.replace(b"BT ", b"BT 3 Tr ")
    ),
    "another letter in live words": _content(_other_glyph),
}
