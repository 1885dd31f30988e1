"""PDF/X-1a: the art is part of the page, for programs that import a form as one object; it shows and proves the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from renderer.export.flat import can_lie_flat
from renderer.preflight import digest_of_art, verify_pdf
from renderer.review.verify import verify_file
from renderer.studio import Studio
from tests.helpers.pdfs import Edit, Fonts, codes, rewritten
from tests.helpers.pictures import assert_same_picture
from tests.helpers.programs import cmyk_of, drawn, ghostscript
from tests.helpers.signs import CONGRESS, Finished, finish

POSTER = {"layout": "ap-phich/co-do", "size": "A3", "marks": "full"}


@pytest.fixture(scope="module")
def flat(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("flat"), standard="x1a", **POSTER)


@pytest.fixture(scope="module")
def formed(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("formed"), **POSTER)


def test_no_form_holds_the_art_and_two_engines_draw_what_the_form_draws(
    flat: Finished, formed: Finished, tmp_path: Path
) -> None:
    with pikepdf.open(flat.path("pdf")) as pdf:
        page = pdf.pages[0].obj
        assert list(page["/Resources"]["/XObject"].keys()) == ["/Marks"] and len(page["/Contents"]) == 3
        assert pdf.pdf_version == "1.4" and page["/Resources"]["/Shading"].keys()
    inks = []
    for sign in (flat, formed):
        ghostscript("tiff32nc", 60, tmp_path / "g.tif", sign.path("pdf"))
        inks.append(cmyk_of(tmp_path / "g.tif"))
    # The slug tells the hash, which is another one: it stands below the bleed.
    height = round(inks[0].shape[0] * (1 - 35 / 485))
    assert_same_picture(*(one[:height] for one in inks), full=100)
    ours, theirs = (np.asarray(drawn(sign.path("pdf"), 60))[:height] for sign in (flat, formed))
    assert_same_picture(ours, theirs, tolerance=1)


def test_it_is_proven_with_its_manifest_and_without(flat: Finished, studio: Studio, fonts: Fonts) -> None:
    assert verify_pdf(flat.data["pdf"], flat.expected, fonts) == []
    assert digest_of_art(flat.data["pdf"]) == flat.expected.art
    again = rewritten(flat.data["pdf"], lambda pdf: None, linearize=True, compress_streams=False)
    assert again != flat.data["pdf"] and verify_pdf(again, flat.expected, fonts) == []
    verdict = verify_file(studio, flat.path("pdf"), [])
    assert verdict.passed and verdict.recognised["slogan"] == CONGRESS


def part(number: int, change: Callable[[bytes], bytes]) -> Edit:
    """Change one of the three parts of the content: before the art, the art, after it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].obj["/Contents"][number]
        changed = change(stream.read_bytes())
        assert changed != stream.read_bytes()
        stream.write(changed)

    return edit


def resource(kind: str, name: str, value: Callable[[pikepdf.Pdf], object]) -> Edit:
    def edit(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].obj["/Resources"]
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind][name] = value(pdf)

    return edit


def other_shading(pdf: pikepdf.Pdf) -> None:
    shadings = pdf.pages[0].obj["/Resources"]["/Shading"]
    names = sorted(shadings.keys())
    shadings[names[0]] = shadings[names[1]]


EDITS: dict[str, tuple[Edit, str]] = {
    "art painted in another red": (part(1, lambda art: art.replace(b"0 1 1 0 k", b"0 .9 1 0 k")), "art-differs"),
    "a box over the art": (part(1, lambda art: art + b"\n0 0 0 0 k 9 9 99 99 re f"), "art-differs"),
    "a letter in the art's part": (part(1, lambda art: art + b"\nQ q"), "art-differs"),
    "another gradient": (other_shading, "art-differs"),
    "a space that changes every ink": (
        resource("/ColorSpace", "/DefaultCMYK", lambda pdf: Array([Name.Separation, Name.All, Name.DeviceCMYK])),
        "art-differs",
    ),
    "an ink set before the art": (part(0, lambda head: b"0 0 0 1 k " + head), "art-place"),
    "the art moved": (part(0, lambda head: head.replace(b" cm ", b" cm 1 0 0 1 3 0 cm ")), "art-place"),
    "the art cut": (part(0, lambda head: head.replace(b"re W n", b"re W n 0 0 99 99 re W n")), "art-clipped"),
    "the art's box widened": (part(0, lambda head: head.replace(b"0 0 8", b"0 0 9")), "art-differs"),
    "a form that nobody asked for": (
        resource("/XObject", "/Picture-logo", lambda pdf: pdf.make_indirect(Stream(pdf, b""))),
        "foreign-resource",
    ),
}


@pytest.mark.parametrize(("edit", "code"), EDITS.values(), ids=EDITS.keys())
def test_tampered_art_is_found(flat: Finished, fonts: Fonts, edit: Edit, code: str) -> None:
    data = rewritten(flat.data["pdf"], edit)
    assert code in codes(verify_pdf(data, flat.expected, fonts))


def test_art_that_a_page_would_paint_elsewhere_stays_a_form() -> None:
    pdf = pikepdf.new()

    def form(**more: object) -> Stream:
        made = Stream(pdf, b"0 0 9 9 re f")
        made.update({"/BBox": Array([0, 0, 9, 9]), "/Resources": Dictionary(), **more})
        return made

    assert can_lie_flat(form())
    assert not can_lie_flat(form(**{"/Resources": Dictionary(Pattern=Dictionary(x5=Dictionary()))}))
    assert not can_lie_flat(form(**{"/Group": Dictionary(S=Name.Transparency)}))
