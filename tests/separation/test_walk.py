"""Separation, on pages that CairoSVG really draws."""

import io
import re

import cairosvg
import pikepdf
import pytest

from renderer.separation import INTENTS, Inks, PressCondition, Report, separate_page
from renderer.values.colour import Palette
from renderer.values.errors import DataError
from renderer.workspace import Workspace

RGB_OPERATORS = re.compile(rb"(?<![\w./])(rg|RG|g|G)(?![\w])")


def separated(workspace: Workspace, body: str, max_ink: float = 300.0) -> tuple[pikepdf.Pdf, bytes, Report]:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">{body}</svg>'
    data = cairosvg.svg2pdf(bytestring=svg.encode())
    inks = Inks(PressCondition(workspace.palette, workspace.profile, workspace.config.intent, max_ink))
    pdf, content = separate_page(data, inks, "art.svg.j2")
    return pdf, content, inks.report


def dictionaries(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [o for o in pdf.objects if isinstance(o, (pikepdf.Dictionary, pikepdf.Stream))]


def test_a_swatch_becomes_exactly_its_build(workspace: Workspace) -> None:
    _, content, report = separated(workspace, '<rect width="9" height="9" fill="#DA251D" stroke="#8C0F0A"/>')
    assert b"0 1 1 0 k" in content
    assert b".15 1 1 .35 K" in content.replace(b"0.", b".")
    assert not RGB_OPERATORS.search(content)
    assert not report.converted and not report.transparency


def test_gray_black_and_white_are_swatches_too(workspace: Workspace) -> None:
    _, content, _ = separated(workspace, '<rect width="9" height="9" fill="#FFFFFF"/>')
    assert b"0 0 0 0 k" in content


def test_another_colour_goes_through_the_profile_and_is_reported(workspace: Workspace) -> None:
    _, content, report = separated(workspace, '<rect width="9" height="9" fill="#336699"/>')
    assert [rgb.hex for rgb in report.converted] == ["#336699"] and not report.limited
    cyan, magenta, yellow, black = (float(v) for v in re.search(rb"([\d.]+ ){4}k", content)[0].split()[:4])  # type: ignore[index]
    assert cyan > magenta > yellow and cyan > 0.6 and black < 0.5  # a middle blue


STOPS = '<stop offset="0" stop-color="#C98A00"/><stop offset=".5" stop-color="#FFF3B0"/><stop offset="1" stop-color="#FFD400"/>'


@pytest.mark.parametrize("kind", ["linearGradient", "radialGradient"])
def test_every_stop_of_a_gradient_is_separated(workspace: Workspace, kind: str) -> None:
    pdf, content, report = separated(
        workspace, f'<defs><{kind} id="g">{STOPS}</{kind}></defs><rect width="90" height="90" fill="url(#g)"/>'
    )
    builds = {tuple(float(v) for v in o[key]) for o in dictionaries(pdf) for key in ("/C0", "/C1") if key in o}
    assert builds == {(0.15, 0.45, 1, 0.1), (0, 0.02, 0.4, 0), (0, 0.15, 1, 0)}
    assert {str(o["/ColorSpace"]) for o in dictionaries(pdf) if "/ShadingType" in o} == {"/DeviceCMYK"}
    assert not report.transparency and not RGB_OPERATORS.search(content)


def test_a_tiling_pattern_is_walked(workspace: Workspace) -> None:
    pattern = '<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#FFD400"/></pattern>'
    pdf, _, report = separated(workspace, f'<defs>{pattern}</defs><rect width="90" height="90" fill="url(#p)"/>')
    streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") is None]
    assert any(b"0.15 1 0 k" in s for s in streams) or not report.converted
    assert not any(
        RGB_OPERATORS.search(o.read_bytes())
        for o in pdf.objects
        if isinstance(o, pikepdf.Stream) and o.get("/PatternType") == 1
    )


def test_opacity_becomes_cmyk_groups_and_gray_masks_and_is_reported(workspace: Workspace) -> None:
    fade = '<linearGradient id="g"><stop offset="0" stop-color="#FFD400" stop-opacity="0"/><stop offset="1" stop-color="#FFD400"/></linearGradient>'
    pdf, _, report = separated(
        workspace,
        f'<defs>{fade}</defs><g opacity=".5"><rect width="50" height="50" fill="#DA251D"/><rect x="9" width="50" height="9"/></g>'
        '<rect width="90" height="90" fill="url(#g)"/>',
    )
    assert report.transparency
    masks = {o["/G"].objgen for d in dictionaries(pdf) if isinstance(o := d.get("/SMask"), pikepdf.Dictionary)}
    groups = {
        o.objgen: str(o["/Group"].get("/CS")) for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Group" in o
    }
    assert masks and all(groups[g] == "/DeviceGray" for g in masks if g in groups)
    assert all(space in ("/DeviceCMYK", "None") for g, space in groups.items() if g not in masks)
    spaces = {str(o["/ColorSpace"]) for o in dictionaries(pdf) if "/ShadingType" in o}
    assert "/DeviceRGB" not in spaces


def test_the_separated_page_still_opens_everywhere(workspace: Workspace) -> None:
    pdf, content, _ = separated(workspace, '<rect width="9" height="9" fill="#DA251D"/>')
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(pikepdf.Stream(pdf, content))
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert not pikepdf.open(io.BytesIO(buffer.getvalue())).check_pdf_syntax()


def test_a_dark_colour_is_cut_to_what_the_material_takes(workspace: Workspace) -> None:
    body = '<rect width="9" height="9" fill="#050100"/>'
    totals = {}
    for most in (300.0, 250.0):
        _, content, report = separated(workspace, body, most)
        inks = [float(v) for v in re.search(rb"([\d.]+ ){4}k", content)[0].split()[:4]]  # type: ignore[index]
        [(rgb, cmyk)] = report.converted.items()
        assert 100 * sum(inks) == pytest.approx(cmyk.total, abs=0.1) and cmyk.total <= most
        totals[most] = cmyk.total
    assert report.limited[rgb] > 250 and totals[250.0] > 245  # cut to the limit, not thrown away
    assert totals[300.0] > totals[250.0]


def test_a_spot_colour_is_an_ink_of_its_own(workspace: Workspace) -> None:
    gold = workspace.palette.find("gold")._replace(spot="PANTONE 116 C")
    press = PressCondition(
        Palette([s if s.name != "gold" else gold for s in workspace.palette]), workspace.profile, "relative", 300.0
    )
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">{}</svg>'
    drawn = cairosvg.svg2pdf(bytestring=svg.format('<rect width="9" height="9" fill="#FFD400"/>').encode())
    pdf, content = separate_page(drawn, Inks(press), "art")
    assert b"/Spot-gold cs" in content and b"1 scn" in content
    space = pdf.pages[0].obj["/Resources"]["/ColorSpace"]["/Spot-gold"]
    assert str(space[1]) == "/PANTONE 116 C" and [float(v) for v in space[3]["/C1"]] == [0, 0.15, 1, 0]
    gradient = (
        f'<defs><linearGradient id="g">{STOPS}</linearGradient></defs><rect width="9" height="9" fill="url(#g)"/>'
    )
    with pytest.raises(DataError, match="gradient through the spot colour gold"):
        separate_page(cairosvg.svg2pdf(bytestring=svg.format(gradient).encode()), Inks(press), "art")


@pytest.mark.parametrize("intent", list(INTENTS))
def test_every_named_intent_separates(workspace: Workspace, intent: str) -> None:
    press = PressCondition(workspace.palette, workspace.profile, intent, 300.0)
    cyan, magenta, yellow, _black = Inks(press).of(0.2, 0.4, 0.6)
    assert cyan > magenta > yellow
