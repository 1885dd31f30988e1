"""Texts read back from files that other programs rewrote: by operators where those are kept, else by shape."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from renderer.preflight import PrintRequirements, preflight_pdf
from renderer.studio import Studio
from tests.helpers.pdfs import glyph, rewritten, set_content
from tests.helpers.programs import call
from tests.helpers.signs import Finished, finish

REWRITERS: dict[str, tuple[str, ...]] = {
    "qpdf": ("qpdf", "--object-streams=generate", "--recompress-flate", "{source}", "{target}"),
    "mutool": ("mutool", "clean", "-gggg", "-z", "{source}", "{target}"),
    "Ghostscript's pdfwrite": (
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=pdfwrite",
        "-sOutputFile={target}",
        "{source}",
    ),
    "cairo": ("pdftocairo", "-pdf", "{source}", "{target}"),
}
KEPT = {"qpdf", "mutool"}
"""Programs that keep the operators of a page."""


@pytest.fixture(scope="module")
def sign(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(
        studio,
        tmp_path_factory.mktemp("survival"),
        layout="ap-phich/co-do",
        size="A2",
        marks="full",
        organisation="ubnd-tinh-son-la",
        event="thanh-lap-dang-96",
    )


def through(program: str, data: bytes, folder: Path) -> bytes:
    source, target = folder / "source.pdf", folder / "target.pdf"
    source.write_bytes(data)
    call(*(part.format(source=source, target=target) for part in REWRITERS[program]))
    return target.read_bytes()


def expected_lines(sign: Finished) -> list[str]:
    page = sign.expected.pages[0]
    return [line.text for frame in (*sign.expected.frames, *page.slug) for line in frame.lines]


@pytest.mark.parametrize("program", REWRITERS)
def test_every_text_survives(sign: Finished, fonts: dict[str, bytes], program: str, tmp_path: Path) -> None:
    data = through(program, sign.data["pdf"], tmp_path)
    result = preflight_pdf(data, PrintRequirements(), fonts, measure=False, by_shape=program not in KEPT)
    assert list(result.texts) == expected_lines(sign)


def test_a_wrong_mark_is_read_as_what_it_is_even_when_rewritten(
    sign: Finished, fonts: dict[str, bytes], studio: Studio, tmp_path: Path
) -> None:
    face = studio.face("Be Vietnam Pro/800")
    right, wrong = glyph(face, "Ệ"), glyph(face, "Ễ")

    def edit(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        assert right in content
        set_content(pdf, content.replace(right, wrong, 1))

    data = through("cairo", rewritten(sign.data["pdf"], edit), tmp_path)
    read = preflight_pdf(data, PrintRequirements(), fonts, measure=False).texts
    assert any(text.startswith("NHIỄT LIỆT") for text in read)
    assert not any(text.startswith("NHIỆT LIỆT") for text in read)


def test_a_broken_page_is_named_never_an_exception(sign: Finished, fonts: dict[str, bytes]) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        set_content(pdf, b"q 1 2 m (x) Tj /No Do /No gs scn ] Q Q Q")

    data = rewritten(sign.data["pdf"], edit)
    assert {f.code for f in preflight_pdf(data, PrintRequirements(), fonts, measure=False).findings}
    assert pikepdf.open(io.BytesIO(data))
