"""The binding hash: whatever changes the bytes of a sign changes it, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.contract.order import Order
from renderer.resolve import resolve
from renderer.studio import Studio
from renderer.workspace import Workspace
from tests.helpers.signs import SHORT, order_of

ORDER = order_of()


@pytest.mark.parametrize(
    "other",
    [
        order_of(slogan=SHORT),
        order_of(size="4x1.9m"),
        order_of(organisation="Đảng ủy phường Vạn Xuân"),
        order_of(event="dai-hoi-xiv"),
        order_of(hang="2026-01-20"),
        order_of(bleed=5.0),
        order_of(finishing="hem"),
        order_of(dpi=20.0),
        order_of(draft=True),
    ],
)
def test_whatever_changes_the_file_changes_the_binding(studio: Studio, other: Order) -> None:
    assert resolve(studio, other).binding != resolve(studio, ORDER).binding


def test_the_formats_asked_for_share_one_binding(studio: Studio) -> None:
    both = resolve(studio, order_of(formats=("pdf", "png")))
    assert both.binding == resolve(studio, ORDER).binding


@pytest.mark.parametrize(
    "file", ["layouts/pano/co-do/art.svg.j2", "layouts/_shared/shapes.j2", "layouts/pano/co-do/layout.toml"]
)
def test_an_edited_layout_changes_the_binding(studio: Studio, own_workspace: Path, file: str) -> None:
    path = own_workspace / file
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert resolve(Studio(Workspace(own_workspace)), ORDER).binding != resolve(studio, ORDER).binding


def test_an_edited_palette_changes_the_binding(studio: Studio, own_workspace: Path) -> None:
    path = own_workspace / "assets/palette.toml"
    path.write_text(path.read_text().replace("cmyk = [0, 100, 100, 0]", "cmyk = [0, 99, 100, 0]"))
    assert resolve(Studio(Workspace(own_workspace)), ORDER).binding != resolve(studio, ORDER).binding
