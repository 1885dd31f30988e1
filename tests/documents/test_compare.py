"""A ticket that says the right words and shows something else."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from renderer.documents.compare import find_differences
from renderer.review.verify import Verdict, verify_file
from renderer.studio import Studio
from renderer.values.errors import DataError
from tests.helpers.signs import Finished, finish


@pytest.fixture(scope="module")
def ticket(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finish(studio, tmp_path_factory.mktemp("ticket"), size="3x2m", formats=("ticket",), finishing="eyelets")


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def rewrite(pattern: bytes, by: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        content = (
            b"\n".join(stream.read_bytes() for stream in page.Contents)
            if isinstance(page.Contents, pikepdf.Array)
            else page.Contents.read_bytes()
        )
        altered, count = re.subn(pattern, by, content, count=1)
        assert count == 1, content[:2000]
        page.Contents = pdf.make_stream(altered)

    return change


def blacken_picture(pdf: pikepdf.Pdf) -> None:
    [picture] = [x for x in pdf.objects if isinstance(x, pikepdf.Stream) and x.get("/Subtype") == "/Image"]
    size = int(picture.Width) * int(picture.Height)
    picture.write(bytes(3 * size), filter=None)


def add_rectangle(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(b"q 1 0 0 rg 60 60 8 8 re f Q"))


def add_note(pdf: pikepdf.Pdf) -> None:
    look = pdf.make_stream(b"0 0 1 rg 0 0 20 20 re f")
    look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 20, 20]
    note = {
        "/Type": pikepdf.Name.Annot,
        "/Subtype": pikepdf.Name.Stamp,
        "/Rect": [100, 100, 120, 120],
        "/F": 4,
        "/AP": {"/N": look},
    }
    pdf.pages[0].Annots = pdf.make_indirect([pikepdf.Dictionary(note)])


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def grow_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = [0, 0, 14400, 14400]


CHANGES: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a picture of nothing": (blacken_picture, "mm across"),
    "a mark more": (add_rectangle, "21 to 24 mm across"),
    "a stamp": (add_note, "35 to 42 mm across"),
    "an eyelet elsewhere": (rewrite(rb"(?m)^(\d+\.\d+) (\d+\.\d+) m$", rb"9.0 9.0 m"), "mm down"),
    "a page more": (add_page, ""),
    "a huge page": (grow_page, ""),
}


def judge(studio: Studio, ticket: Finished, folder: Path, data: bytes) -> Verdict:
    """Verify a ticket with a record that was made for its bytes."""
    entry = ticket.asset.entry
    [record] = entry.files
    path = folder / record.name
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return verify_file(
        studio, path, [entry.model_copy(update={"files": (record.model_copy(update={"sha256": digest}),)})]
    )


@pytest.mark.parametrize("kind", CHANGES)
def test_an_altered_drawing_is_found_and_its_place_named(
    studio: Studio, ticket: Finished, tmp_path: Path, kind: str
) -> None:
    change, place = CHANGES[kind]
    verdict = judge(studio, ticket, tmp_path, changed(ticket.data["ticket"], change))
    assert not verdict.passed and {f.code for f in verdict.findings} == {"ticket-differs"}
    assert place in verdict.findings[0].place


def test_the_same_ticket_in_other_bytes_is_the_same(studio: Studio, ticket: Finished, tmp_path: Path) -> None:
    again = changed(ticket.data["ticket"], lambda pdf: None)
    assert again != ticket.data["ticket"]
    assert judge(studio, ticket, tmp_path, again).passed


def test_what_cannot_be_drawn_is_one_error(studio: Studio, ticket: Finished, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be drawn"):
        find_differences(b"%PDF-1.7 nothing", ticket.data["ticket"])
    verdict = judge(studio, ticket, tmp_path, b"%PDF-1.7 nothing")
    assert not verdict.passed and {f.code for f in verdict.findings} == {"unreadable"}
