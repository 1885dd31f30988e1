"""What somebody asked for, complete.

Every option is declared here once: the command line, and later job sheets and forms, are derived from
these fields. Nothing in a finished file depends on anything but the order and the workspace's content.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from renderer.contract.formats import FORMATS, Format
from renderer.contract.print_specs import (
    EYELET_SPACING,
    FINISHINGS,
    MARKS,
    MATERIALS,
    PANEL_OVERLAP,
    STANDARDS,
    MarksKey,
    TextKey,
)
from renderer.values.record import Value


class Order(Value):
    """One asset as ordered. ``hang`` is ``FROM[..TO]`` in ISO dates; lengths are in mm."""

    layout: str = Field(description="layout, for example pano/co-do")
    slogan: str = Field(description="id of the slogan in the catalogue")
    slogan_version: int | None = Field(
        default=None, ge=1, description="version of the slogan's text (default: the current one)"
    )
    size: str = Field(description="trim, ngang x cao: 4x2m 300x200cm 2,5x5m A1 A1-ngang 1920x1080px")
    event: str | None = Field(default=None, description="id of the event line")
    organisation: str | None = Field(default=None, description="issuing body: an id, or its name in full")
    logo: str | None = Field(default=None, description="the organisation's logo: id of a picture in assets/images")
    formats: tuple[Format, ...] = Field(default=(), description=", ".join(FORMATS) + ": one or more, parted by commas")
    dpi: float | None = Field(
        default=None, gt=0, le=2400, description="resolution of a PNG (default 180 / viewing metres)"
    )
    hang: str = Field(default="", description="hang dates FROM[..TO], for example 2026-01-19..2026-02-03")
    bleed: float | None = Field(default=None, ge=0, le=100, description="bleed, or width of the fold, in mm")
    finishing: str = Field(default="none", description="finishing: " + ", ".join(FINISHINGS))
    eyelets: float | None = Field(
        default=None, ge=100, le=5000, description=f"largest distance of eyelets in mm (default {EYELET_SPACING:g})"
    )
    material: str | None = Field(
        default=None, description="what to print on (default: the layout's): " + ", ".join(MATERIALS)
    )
    standard: str = Field(default="x4", description="standard of the PDF: " + ", ".join(STANDARDS))
    text: TextKey = Field(default="curves", description="letters of the PDF: curves, or live with their fonts")
    marks: MarksKey | None = Field(
        default=None, description="marks outside the bleed (default: the layout's): " + ", ".join(MARKS)
    )
    scale: Literal["1", "10"] | None = Field(
        default=None, description="1: true size, by UserUnit where a page is too large; 10: one tenth"
    )
    panels: str | None = Field(
        default=None, description="largest panel, ngang x cao, for example 3,1x50m: the print is cut for the roll"
    )
    overlap: float | None = Field(
        default=None, ge=0, le=500, description=f"overlap of panels in mm (default {PANEL_OVERLAP:g})"
    )
    imprint: str | None = Field(
        default=None, description="who had a sponsored board made: name and address, as the law asks"
    )
    job: str | None = Field(default=None, description="name of the job, for slug and ticket")
    viewing: float | None = Field(
        default=None,
        ge=0.1,
        le=1000,
        description="viewing distance in m: the slogan must not be smaller than 1:300 of it",
    )
    lines: str | None = Field(default=None, description="the slogan's lines, parted by |, its words unchanged: A|B")
    cap_height: float | None = Field(
        default=None,
        ge=0.1,
        le=20_000,
        description="exact cap height of the slogan in mm (px on LED), to set a series alike",
    )
    draft: bool = Field(
        default=False, description="make a watermarked draft, the only form in which a text not issued may be seen"
    )
