"""A sample of scripts/accept_swaps.py: every exchange is found, and every order as it was made is proven."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from renderer.contract.formats import Format
from renderer.pipeline import prepare
from renderer.studio import Studio
from tests.helpers.exchanges import SHIPPED, Orders, exchange, plain_layouts, workspace_of_faces, write_and_verify
from tests.helpers.signs import order_of
from tests.helpers.workspaces import studio_of


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio_of(workspace_of_faces(tmp_path_factory.mktemp("faces") / "workspace"))


@pytest.mark.parametrize("seed", range(3))
def test_every_exchange_is_found_and_every_sign_is_proven(faces: Studio, tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    orders = Orders(faces, rng, SHIPPED | plain_layouts())
    kinds: tuple[Format, ...] = ("png", "png", "pdf")
    for kind in kinds:
        prepared = orders.draw(kind)
        assert write_and_verify(faces, prepared, prepared.artwork, tmp_path) == [], prepared.resolved.order
        for _ in range(3):
            changed = exchange(prepared.artwork, rng)
            found = write_and_verify(faces, prepared, changed.artwork, tmp_path)
            assert found, (changed.letter, changed.other, changed.line, prepared.resolved.order)


@pytest.mark.parametrize(
    "order",
    [
        {"layout": "led/co-do", "size": "256x128px", "slogan": "cv9743-05"},
        {"layout": "led/co-do", "size": "212x106px", "slogan": "cv9743-05"},
        {"layout": "led/co-do", "size": "695x333px", "slogan": "cv9743-05", "event": "thanh-lap-dang-96"},
        {"layout": "led/co-do", "size": "493x175px", "slogan": "cv9743-04"},
        {"layout": "pano/co-do", "size": "1453.6x600mm", "dpi": 6, "slogan": "cv9743-05"},
    ],
)
def test_small_signs_that_once_failed_their_own_proof(studio: Studio, tmp_path: Path, order: dict[str, object]) -> None:
    prepared = prepare(studio, order_of(formats=("png",), **order))
    assert write_and_verify(studio, prepared, prepared.artwork, tmp_path) == []
    rng = Random(1)
    for _ in range(3):
        changed = exchange(prepared.artwork, rng)
        assert write_and_verify(studio, prepared, changed.artwork, tmp_path) != [], changed[1:]
