"""Separation may change colours and nothing else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from renderer.redraw import check_separated
from renderer.separation import Inks, PressCondition, separate_page
from renderer.values.errors import DataError
from renderer.workspace import Workspace
from tests.helpers.drawings import SOUND, page_of

Change = Callable[[pikepdf.Pdf, pikepdf.Object], None]


def separated(workspace: Workspace, drawn: bytes, spoil: Change) -> tuple[bytes, Inks]:
    """Separate a page as the program does, and spoil what came of it."""
    press = PressCondition(workspace.palette, workspace.profile, "relative", 300.0)
    pdf, content = separate_page(drawn, Inks(press), "drawing")
    form = Stream(pdf, content)
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/Resources": pdf.pages[0].obj["/Resources"]})
    pdf.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(Art=pdf.make_indirect(form)))
    spoil(pdf, pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"])
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue(), Inks(press)


def rewrite(pattern: bytes, into: bytes) -> Change:
    def change(pdf: pikepdf.Pdf, form: pikepdf.Object) -> None:
        before = form.read_bytes()
        after = re.sub(pattern, into, before, count=1, flags=re.DOTALL)
        assert after != before
        form.write(after)

    return change


def having(pdf: pikepdf.Pdf, key: str) -> list[pikepdf.Object]:
    """Return every dictionary of a file that has a key, be it inside another."""
    waiting, found = [o for o in pdf.objects if isinstance(o, Dictionary | Stream)], []
    while waiting:
        held = waiting.pop()
        if key in held:
            found.append(held)
        waiting += [v for v in held.values() if isinstance(v, Dictionary) and not v.is_indirect]
    assert found
    return found


def another_stop(pdf: pikepdf.Pdf, form: pikepdf.Object) -> None:
    having(pdf, "/C0")[0]["/C0"] = Array([0, 0.5, 1, 0])


def another_axis(pdf: pikepdf.Pdf, form: pikepdf.Object) -> None:
    shading = having(pdf, "/Coords")[0]
    shading["/Coords"] = Array([float(v) + 30 for v in shading["/Coords"]])


def less_opaque(pdf: pikepdf.Pdf, form: pikepdf.Object) -> None:
    for state in having(pdf, "/ca"):
        state["/ca"] = 0.5


def nothing(pdf: pikepdf.Pdf, form: pikepdf.Object) -> None:
    pass


SPOILT = {
    "a path is gone": rewrite(rb"\n[^\n]* c\n", b"\n"),
    "a path is moved": rewrite(rb"(\d) m\n", rb"\1 1 0 0 1 3 0 cm m\n"),
    "another colour": rewrite(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ k", b"1 0 0 0 k"),
    "a gradient's colour": another_stop,
    "a gradient's axis": another_axis,
    "opacity": less_opaque,
}


def test_what_separation_makes_passes(workspace: Workspace) -> None:
    drawn = page_of(SOUND)
    check_separated(drawn, *separated(workspace, drawn, nothing), "drawing")


@pytest.mark.parametrize("name", SPOILT)
def test_any_other_change_is_found(workspace: Workspace, name: str) -> None:
    drawn = page_of(SOUND)
    with pytest.raises(DataError) as caught:
        check_separated(drawn, *separated(workspace, drawn, SPOILT[name]), "drawing")
    assert caught.value.code == "separation-differs"
