"""Absurd figures of a layout are named with their field."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.layout import load_layout
from renderer.values.errors import DataError
from renderer.workspace import Workspace
from tests.helpers.workspaces import append_text, copy_workspace

TOML = "layouts/pano/co-do/layout.toml"
FRAME = """
[frames.f{number}]
content = "unit"
font = "Oswald"
weight = 500
fill = "white"
min_cap_height = 0.02
max_lines = 1
optional = true
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_workspace(tmp_path_factory.mktemp("layouts") / "workspace")


@pytest.fixture
def layout(root: Path) -> Path:
    path = root / TOML
    path.write_bytes((Path(__file__).parents[2] / TOML).read_bytes())
    return path


def changed(path: Path, key: str, value: str) -> None:
    """Give a key of the file another value."""
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"{key} ="))
    lines[at] = f"{key} = {value}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aspect", "[nan, 2]"),
        ("aspect", "[1, inf]"),
        ("aspect", "[-1, 2]"),
        ("viewing_m", "inf"),
        ("viewing_m", "1e300"),
        ("weight", "-5"),
        ("weight", "99999999999"),
        ("max_lines", "100000"),
        ("min_cap_height", "nan"),
        ("title", '"' + "x" * 100_000 + '"'),
        ("sizes", "[" + '"3x2m", ' * 10_000 + "]"),
    ],
)
def test_an_absurd_figure_is_named(root: Path, layout: Path, key: str, value: str) -> None:
    changed(layout, key, value)
    with pytest.raises(DataError) as caught:
        load_layout(Workspace(root), "pano/co-do")
    assert caught.value.where == TOML and key in caught.value.message


def test_thousands_of_frames_are_refused(root: Path, layout: Path) -> None:
    append_text(layout, "".join(FRAME.format(number=number) for number in range(1_000)))
    with pytest.raises(DataError, match=r"frames: .*64"):
        load_layout(Workspace(root), "pano/co-do")
