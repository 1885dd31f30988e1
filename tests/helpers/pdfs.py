"""Edits of finished PDFs: what a hand, a program or a forger might change."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from renderer.export.pdf import outline_operators
from renderer.preflight import Finding
from renderer.typeset import Face

Fonts = Mapping[str, bytes]
Edit = Callable[[pikepdf.Pdf], None]
POINTS_PER_MM = 72 / 25.4


def rewritten(data: bytes, edit: Edit, **options: object) -> bytes:
    """Return a PDF after an edit."""
    pdf = pikepdf.open(io.BytesIO(data))
    edit(pdf)
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def with_content(data: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """Return a PDF whose page's content was changed, line by line."""

    def edit(pdf: pikepdf.Pdf) -> None:
        set_content(pdf, b"\n".join(change(pdf.pages[0].Contents.read_bytes().splitlines())))

    return rewritten(data, edit)


def set_content(pdf: pikepdf.Pdf, content: bytes) -> None:
    """Give the page other content."""
    pdf.pages[0].obj["/Contents"] = pdf.make_indirect(Stream(pdf, content))


def codes(findings: Iterable[Finding]) -> set[str]:
    return {f.code for f in findings}


def glyph(face: Face, letter: str) -> bytes:
    """Return the operators that draw a letter."""
    return outline_operators(face, face.shape(letter)[0].gid)


def boxes(data: bytes) -> dict[str, list[float]]:
    """Return the boxes of a PDF's page in mm."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        return {
            key[1:]: [float(v) / POINTS_PER_MM for v in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")
        }


# -- edits ----------------------------------------------------------------------------------------


def both(*edits: Edit) -> Edit:
    """Return one edit after the other."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for one in edits:
            one(pdf)

    return edit


def painted(operators: bytes, before: bool = False) -> Edit:
    """Add operators to the page's content, over or under everything."""

    def edit(pdf: pikepdf.Pdf) -> None:
        held = pdf.pages[0].obj["/Contents"]
        parts = list(held) if isinstance(held, Array) else [held]
        part = parts[0 if before else -1]
        old = part.read_bytes()
        part.write(operators + b"\n" + old if before else old + b"\n" + operators)

    return edit


def resource(kind: str, name: str, entry: object) -> Edit:
    """Add a resource to the page: a thing, or what makes it in the file."""

    def edit(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].obj["/Resources"]
        if kind not in resources:
            resources[kind] = Dictionary()
        resources[kind][name] = entry(pdf) if callable(entry) else entry

    return edit


def page_entry(key: str, value: object) -> Edit:
    return lambda pdf: pdf.pages[0].obj.__setitem__(key, value)


def root_entry(key: str, value: object) -> Edit:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def shrunk(key: str, by: float) -> Edit:
    """Move every side of a box of the page in, in points."""

    def edit(pdf: pikepdf.Pdf) -> None:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[0].obj[key])
        pdf.pages[0].obj[key] = Array([x0 + by, y0 + by, x1 - by, y1 - by])

    return edit


# -- things that do not belong in a print ---------------------------------------------------------


def helvetica(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return a font that is not embedded."""
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def rgb_image(pdf: pikepdf.Pdf) -> pikepdf.Object:
    image = Stream(pdf, b"\0\0\0")
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8})
    image["/ColorSpace"] = Name.DeviceRGB
    return pdf.make_indirect(image)


def rgb_group(pdf: pikepdf.Pdf) -> pikepdf.Object:
    form = Stream(pdf, b"")
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 1, 1])})
    form["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    return pdf.make_indirect(form)


# -- strange files --------------------------------------------------------------------------------


def simple(folder: Path, resources: object = None, content: bytes = b"0 0 9 9 re f", **page: object) -> Path:
    """Write a PDF of one page that no program of ours made."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 200))
    set_content(pdf, content)
    if resources is not None:
        pdf.pages[0].obj["/Resources"] = resources(pdf) if callable(resources) else resources
    for key, value in page.items():
        pdf.pages[0].obj[f"/{key}"] = value
    path = folder / "strange.pdf"
    pdf.save(path)
    return path
