"""A layout's template draws within its limits, or the error names it, with its line where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.layout.template import DrawingArea, draw_svg
from renderer.values.errors import DataError
from renderer.values.lengths import Size
from renderer.workspace import Workspace
from tests.helpers.damaged_files import TEMPLATES
from tests.helpers.workspaces import copy_workspace

AREA = DrawingArea(Size(3000.0, 2000.0, "mm"), 50.0, 100.0, frozenset())
ART = "layouts/pano/co-do/art.svg.j2"
SLOW = {
    "a macro that calls itself twice",  # ends with its time
    "loops in loops",
    "a list of lists",
    "a sum of 100,000 terms",
    "a list that doubles",
    "loops that write",
}
IN_THE_DRAWING = {
    "a number of a thousand million digits",  # of which Python writes none: what is left is no drawing
    "a million groups",
    "a surrogate",
}
"""Attacks that the template survives, and the reader of drawings refuses."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_workspace(tmp_path_factory.mktemp("templates") / "workspace")


@pytest.fixture(scope="module")
def good(root: Path) -> bytes:
    return (root / ART).read_bytes()


def draw(root: Path, template: bytes) -> str:
    (root / ART).write_bytes(template)
    return draw_svg(Workspace(root), "pano/co-do", AREA)


@pytest.mark.parametrize("name", sorted(TEMPLATES.keys() - SLOW - IN_THE_DRAWING))
def test_an_attack_is_an_error_that_names_the_template(root: Path, good: bytes, name: str) -> None:
    with pytest.raises(DataError) as caught:
        draw(root, TEMPLATES[name].encode("utf-8", "surrogateescape") + good)
    assert caught.value.where.startswith("layouts/")


@pytest.mark.parametrize(
    "name",
    ["a macro that calls itself", "a text of a thousand million letters", "a division by nothing", "no end of a block"],
)
def test_the_line_is_told_where_it_is_known(root: Path, name: str) -> None:
    with pytest.raises(DataError) as caught:
        draw(root, b"<svg/>\n\n" + TEMPLATES[name].encode())
    assert caught.value.where == f"{ART}: line 3"


def test_what_a_template_writes_is_bounded(root: Path) -> None:
    with pytest.raises(DataError, match="writes more than 8 MB"):
        draw(root, b"{{ 'x' * 9000000 }}")


def test_a_drawing_is_the_same_from_its_own_process(root: Path, good: bytes) -> None:
    assert draw(root, good).count("<") > 50
    assert draw(root, b"{{ W }} {{ c.white }} {{ range(3) | list }}") == "3000.0 #FFFFFF [0, 1, 2]"
