"""Contours to be cut: read back letter by letter and contour by contour, and drawn by an engine of others."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image

from renderer.contract.formats import Format
from renderer.contract.print_specs import place_eyelets
from renderer.preflight import Finding, verify_dxf, verify_svg
from renderer.studio import Studio
from tests.helpers.signs import Finished, finish

Judge = Callable[[Format, bytes], set[str]]
HOLES = place_eyelets(4000, 2000, 500)


@pytest.fixture(scope="module")
def cut(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = tmp_path_factory.mktemp("cut")
    return finish(studio, folder, formats=("svg", "dxf", "png"), dpi=20, finishing="eyelets")


@pytest.fixture(scope="module")
def judge(cut: Finished, fonts: dict[str, bytes]) -> Judge:
    def codes(kind: Format, data: bytes) -> set[str]:
        found: list[Finding] = {"svg": verify_svg, "dxf": verify_dxf}[kind](data, cut.expected, fonts, HOLES)
        return {finding.code for finding in found}

    return codes


def test_contours_are_proven_and_the_same_bytes_each_time(
    cut: Finished, judge: Judge, studio: Studio, tmp_path: Path
) -> None:
    again = finish(studio, tmp_path, formats=("svg", "dxf"), finishing="eyelets", dpi=20)
    for kind in ("svg", "dxf"):
        assert judge(kind, cut.data[kind]) == set() and again.data[kind] == cut.data[kind]


def test_another_engine_draws_the_letters_where_the_picture_has_them(cut: Finished) -> None:
    size = Image.open(io.BytesIO(cut.data["png"])).size
    drawn = resvg_py.svg_to_bytes(svg_string=cut.data["svg"].decode(), width=size[0], height=size[1], dpi=20)
    letters = np.asarray(Image.open(io.BytesIO(bytes(drawn))))[..., 3] > 250
    picture = np.asarray(Image.open(io.BytesIO(cut.data["png"])).convert("RGB"))
    ink = cut.expected.frames[0].inks[0].srgb
    there = (np.abs(picture.astype(int) - [int(ink[i : i + 2], 16) for i in (1, 3, 5)]).max(axis=2) <= 3)[letters]
    assert letters.mean() > 0.02 and there.mean() > 0.98


def _first_letter(data: bytes) -> bytes:
    return data[data.index(b"<path") : data.index(b"/>", data.index(b"<path")) + 2]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("text-differs", lambda svg: svg.replace(_first_letter(svg), b"", 1)),
        ("text-differs", lambda svg: svg.replace(_first_letter(svg), _first_letter(svg) * 2, 1)),
        ("not-a-letter", lambda svg: svg.replace(b'd="M', b'd="M0 0L', 1)),
        ("unreadable", lambda svg: svg.replace(b'd="M', b'd="m', 1)),
        ("foreign-entry", lambda svg: svg.replace(b'<g id="slogan">', b'<g id="slogan" transform="scale(2)">')),
        ("foreign-entry", lambda svg: svg.replace(b"</svg>", b'<circle r="9"/></svg>')),
        ("box", lambda svg: svg.replace(b'width="4000mm"', b'width="400mm"')),
        ("eyelets", lambda svg: svg.replace(b'cx="25"', b'cx="26"', 1)),
        ("unreadable", lambda svg: svg[:-9]),
    ],
)
def test_a_tampered_svg_is_found(code: str, change: Callable[[bytes], bytes], cut: Finished, judge: Judge) -> None:
    changed = change(cut.data["svg"])
    assert changed != cut.data["svg"] and judge("svg", changed) == {code}


def _without_first(dxf: bytes) -> bytes:
    start = dxf.index(b"  0\nLWPOLYLINE\n")
    return dxf[:start] + dxf[dxf.index(b"  0\nLWPOLYLINE\n", start + 1) :]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("text-differs", _without_first),
        ("box", lambda dxf: dxf.replace(b"$INSUNITS\n 70\n4", b"$INSUNITS\n 70\n1")),
        ("foreign-entry", lambda dxf: dxf.replace(b"\nCIRCLE\n", b"\nPOINT\n")),
        ("unreadable", lambda dxf: dxf[: len(dxf) // 2]),
        ("unreadable", lambda _: b"0\nSECTION\n\xff"),
    ],
)
def test_a_tampered_dxf_is_found(code: str, change: Callable[[bytes], bytes], cut: Finished, judge: Judge) -> None:
    changed = change(cut.data["dxf"])
    assert changed != cut.data["dxf"] and judge("dxf", changed) == {code}


def test_a_mark_of_another_tone_is_found(cut: Finished, judge: Judge) -> None:
    """One contour a few millimetres off is another mark, or a letter that stands crooked."""
    import ezdxf

    drawing = ezdxf.filemanagement.read(io.StringIO(cut.data["dxf"].decode()))
    contour = next(e for e in drawing.modelspace() if e.dxf.layer == "slogan")
    contour.translate(0.5, 0, 0)
    out = io.StringIO()
    drawing.write(out)
    assert judge("dxf", out.getvalue().encode()) == {"text-differs"}
