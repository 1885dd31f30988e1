"""Signs of the tests' campaign, rendered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from renderer.contract.expectation import Expectation
from renderer.contract.order import Order
from renderer.pipeline import Asset, render
from renderer.studio import Studio

HANG = "2026-01-20..2026-01-23"
CONGRESS = "cv9743-02"
SHORT = "dn23-06"
OFFICE = "ubnd-tinh-son-la"
OTHER_OFFICE = "dang-uy-ubnd-tinh-son-la"
PANO = {"event": "thanh-lap-dang-96", "organisation": "dang-uy-phuong-van-xuan"}
"""What the session's panos (the fixtures ``pano`` and ``other_pano``) say beside their slogans."""


@dataclass(frozen=True)
class Finished:
    """A rendered asset of the tests' campaign, with the bytes of its files by kind."""

    asset: Asset
    data: dict[str, bytes]

    @property
    def expected(self) -> Expectation:
        return self.asset.entry.expectation

    def path(self, kind: str) -> Path:
        return next(self.asset.folder / f.path for f in self.asset.entry.files if f.kind == kind)


def order_of(**fields: object) -> Order:
    """Return the order of a pano of the tests' campaign, or what ``fields`` make of it."""
    given = {"layout": "pano/co-do", "slogan": CONGRESS, "size": "4x2m", "hang": HANG, **fields}
    return Order.model_validate(given)


def finish(studio: Studio, folder: Path, **fields: object) -> Finished:
    """Render an order of the tests' campaign into ``folder``."""
    asset = render(studio, order_of(**fields), folder)
    return Finished(asset, {f.kind: (folder / f.path).read_bytes() for f in asset.entry.files})
