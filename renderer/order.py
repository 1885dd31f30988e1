"""What somebody asked for, complete.

Every option is declared here once: the command line, and later job sheets and forms, are derived from
these fields. Nothing in a finished file depends on anything but the order and the workspace's content.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from renderer.expectation import Value

Format = Literal["pdf", "png"]
FORMATS: tuple[Format, ...] = ("pdf", "png")
FINISHING_KEEP_OUT_MM: dict[str, float] = {"none": 0.0, "hem": 50.0}
"""Finishing -> how far every letter stays from the trim, in mm.

``hem`` is a folded edge or pole pocket: 50 mm, the international figure for banners (Advalue artwork
specification); no Vietnamese figure was found.
"""


class Order(Value):
    """One asset as ordered. ``hang`` is ``FROM[..TO]`` in ISO dates; lengths are in mm."""

    layout: str = Field(description="layout, for example pano/co-do")
    slogan: str = Field(description="id of the slogan in the catalogue")
    slogan_version: int = Field(default=1, ge=1, description="version of the slogan's text")
    size: str = Field(description="trim, ngang x cao: 4x2m 300x200cm 2,5x5m A1 A1-ngang 1920x1080px")
    event: str | None = Field(default=None, description="id of the event line")
    unit: str | None = Field(default=None, description="issuing body: an id, or its name in full")
    logo: str | None = Field(default=None, description="the unit's logo: id of a picture in assets/images")
    formats: tuple[Format, ...] = Field(default=(), description="pdf, png or pdf,png")
    dpi: float | None = Field(
        default=None, gt=0, le=2400, description="resolution of a PNG (default 180 / viewing metres)"
    )
    hang: str = Field(default="", description="hang dates FROM[..TO], for example 2026-01-19..2026-02-03")
    bleed: float | None = Field(default=None, ge=0, le=100, description="bleed in mm (default: the layout's)")
    finishing: str = Field(default="none", description="finishing: " + ", ".join(FINISHING_KEEP_OUT_MM))
    viewing: float | None = Field(
        default=None,
        ge=0.1,
        le=1000,
        description="viewing distance in m: the slogan must not be smaller than 1:300 of it",
    )
    lines: str | None = Field(default=None, description="the slogan's lines, parted by |, its words unchanged: A|B")
    cap_height: float | None = Field(
        default=None,
        gt=0,
        le=20_000,
        description="exact cap height of the slogan in mm (px on LED), to set a series alike",
    )
    proof: bool = Field(
        default=False, description="make a watermarked proof, the only form in which a draft may be seen"
    )
