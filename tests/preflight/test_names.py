"""Names of PDFs as text, whatever their bytes."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from renderer.preflight import PrintRequirements, preflight_pdf
from renderer.preflight.names import read_name
from tests.helpers.pdfs import simple

WRITTEN = {
    b"/Helvetica": "Helvetica",
    "/M\u1ef1c_\u0111\u1ecf".encode(): "M\u1ef1c_\u0111\u1ecf",
    b"/#ba#da#cc#e5,Bold": "#ba#da#cc#e5,Bold",
}


@pytest.mark.parametrize(("written", "read"), WRITTEN.items(), ids=WRITTEN.values())
def test_a_name_is_read_whatever_its_bytes(written: bytes, read: str) -> None:
    assert read_name(pikepdf.Object.parse(written)) == read


def test_a_font_and_an_ink_of_another_encoding_are_told_by_their_names(tmp_path: Path) -> None:
    font = pikepdf.Object.parse(b"<< /Type /Font /Subtype /TrueType /BaseFont /#ba#da#cc#e5 >>")
    ink = pikepdf.Object.parse(
        b"[ /Separation /M#f9c /DeviceCMYK << /FunctionType 2 /N 1 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 0 0] >> ]"
    )
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font), ColorSpace=pikepdf.Dictionary(S=ink))
    path = simple(tmp_path, resources, b"/S cs 1 scn BT /F 20 Tf 20 20 Td (ab) Tj ET")
    told = {
        f.code: f.message for f in preflight_pdf(path.read_bytes(), PrintRequirements(), {}, measure=False).findings
    }
    assert "#ba#da#cc#e5" in told["font-not-embedded"] and "M#f9c" in told["spot-ink"]
