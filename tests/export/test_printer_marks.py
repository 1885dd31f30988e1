"""Printer's marks: outside the bleed, with a code that holds the binding, and proven like the art."""

from __future__ import annotations

import numpy as np
import pikepdf
import pytest
import zxingcpp

from renderer.preflight import verify_pdf
from renderer.review.verify import verify_file
from renderer.studio import Studio
from tests.helpers.pdfs import Edit, boxes, codes, rewritten, set_content
from tests.helpers.programs import drawn
from tests.helpers.signs import OFFICE, Finished, finish


@pytest.fixture(scope="module")
def marked(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio,
        tmp_path_factory.mktemp("marked"),
        layout="ap-phich/co-do",
        size="A3",
        slogan="dn23-06",
        marks="full",
        organisation=OFFICE,
        job="Đợt 1",
    )


def test_marks_lie_outside_the_bleed_and_the_code_holds_the_binding(marked: Finished) -> None:
    picture = drawn(marked.path("pdf"), 300).convert("L")
    found = boxes(marked.data["pdf"])
    assert found["TrimBox"] == pytest.approx([15, 35, 312, 455], abs=0.001)
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == marked.expected.binding
    slug = marked.expected.pages[0].slug[0]
    for words in (
        "Đợt 1",
        "297 x 420 mm (ngang x cao)",
        "tỉ lệ 1:1",
        "giấy couché",
        "UBND tỉnh Sơn La",
        "dn23-06",
        "tờ 1/1",
    ):
        assert words in slug.text
    # Nothing but white between the bleed and the marks: a rim of 2 mm.
    pixels, k = np.asarray(picture), 300 / 25.4
    left, bottom, right, top = (v * k for v in found["BleedBox"])
    rows = (picture.height - top, picture.height - bottom)
    for rim in (
        pixels[int(rows[0] - 2 * k) : int(rows[0]) - 1, int(left) : int(right)],
        pixels[int(rows[1]) + 2 : int(rows[1] + 2 * k), int(left) : int(right)],
    ):
        assert rim.min() == 255


def paint_more(pdf: pikepdf.Pdf, operators: bytes) -> None:
    """Add operators to the form that draws the marks."""
    form = pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"]
    form.write(form.read_bytes() + b"\n" + operators)


MARK_EDITS = {
    "a mark inside the trim": (b"0 0 0 1 k 300 300 9 9 re f", "mark-inside"),
    "a mark off the page": (b"0 0 0 1 k -90 0 9 9 re f", "mark-outside"),
    "a word beside the bleed": (b"BT /F1 9 Tf (x) Tj ET", "marks"),
    "a black box beside the code": (b"0 0 0 1 k 45 40 4 4 re f", "qr-differs"),
}


@pytest.mark.parametrize(("operators", "code"), MARK_EDITS.values(), ids=MARK_EDITS.keys())
def test_tampered_marks(marked: Finished, fonts: dict[str, bytes], operators: bytes, code: str) -> None:
    assert verify_pdf(marked.data["pdf"], marked.expected, fonts) == []
    data = rewritten(marked.data["pdf"], lambda pdf: paint_more(pdf, operators))
    assert code in codes(verify_pdf(data, marked.expected, fonts))


def test_another_slug_and_missing_marks_are_found(marked: Finished, fonts: dict[str, bytes]) -> None:
    def without(what: bytes) -> bytes:
        def edit(pdf: pikepdf.Pdf) -> None:
            lines = pdf.pages[0].Contents.read_bytes().splitlines()
            at = next(i for i, line in enumerate(lines) if what in line)
            set_content(pdf, b"\n".join(lines[:at] + lines[at + 1 :]))

        return rewritten(marked.data["pdf"], edit)

    assert "marks" in codes(verify_pdf(without(b"/Marks Do"), marked.expected, fonts))
    assert marked.expected.pages[0].slug[0].text
    cut = rewritten(marked.data["pdf"], _without_last_letter)
    [finding] = [f for f in verify_pdf(cut, marked.expected, fonts) if f.code == "text-differs"]
    assert finding.frame == "slug"


def _without_last_letter(pdf: pikepdf.Pdf) -> None:
    lines = pdf.pages[0].Contents.read_bytes().splitlines()
    set_content(pdf, b"\n".join(lines[:-1]))


def form_entry(key: str, value: object) -> Edit:
    return lambda pdf: pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"].__setitem__(key, value)


def only_the_code(pdf: pikepdf.Pdf) -> None:
    form = pdf.pages[0].obj["/Resources"]["/XObject"]["/Marks"]
    lines = form.read_bytes().split(b"\n")
    form.write(b"\n".join(line for line in lines if not line.endswith(b" S")))


SLY_MARKS: dict[str, tuple[Edit, str]] = {
    "a stroke as wide as the sign": (lambda pdf: paint_more(pdf, b"0 0 0 1 K 90000 w 1 1 1 1 re B"), "marks"),
    "a round dot as wide as the sign": (lambda pdf: paint_more(pdf, b"1 J 90000 w 1 1 m 1 1 l S"), "marks"),
    "a mitre": (lambda pdf: paint_more(pdf, b"9999 M 2 w 1 1 m 8 2 l 1 3 l S"), "marks"),
    "a wide line": (lambda pdf: paint_more(pdf, b"0 0 0 1 K 90000 w 100 1 m 108 1 l S"), "mark-inside"),
    "a box that cuts the marks off": (form_entry("/BBox", pikepdf.Array([0, 0, 1, 1])), "marks"),
    "a matrix of the form": (form_entry("/Matrix", pikepdf.Array([0.1, 0, 0, 0.1, 300, 300])), "marks"),
    "a layer": (form_entry("/OC", pikepdf.Dictionary(Type=pikepdf.Name.OCG)), "marks"),
    "a group": (form_entry("/Group", pikepdf.Dictionary(S=pikepdf.Name.Transparency)), "marks"),
    "no lines": (only_the_code, "marks"),
    "white over the code": (lambda pdf: paint_more(pdf, b"0 0 0 0 k 30 30 20 20 re f"), "qr-differs"),
    "black under the slug": (lambda pdf: paint_more(pdf, b"0 0 0 1 k 120 40 200 20 re f"), "mark-over-slug"),
    "marks that are none": (lambda pdf: pdf.pages[0].obj["/Resources"]["/XObject"].__setitem__("/Marks", 5), "marks"),
}


@pytest.mark.parametrize(("edit", "code"), SLY_MARKS.values(), ids=SLY_MARKS.keys())
def test_sly_marks_are_found(marked: Finished, fonts: dict[str, bytes], edit: Edit, code: str) -> None:
    assert code in codes(verify_pdf(rewritten(marked.data["pdf"], edit), marked.expected, fonts))


def test_a_poster_with_all_marks_is_known_without_its_manifest(marked: Finished, studio: Studio) -> None:
    verdict = verify_file(studio, marked.path("pdf"), [])
    assert verdict.passed and {f.code for f in verdict.findings} == {"unrecorded", "slug-unrecorded"}
    assert verdict.recognised["slogan"] == "dn23-06", "of two records with these words the one that the slug names"
