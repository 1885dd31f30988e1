"""Layouts: read, drawn, separated and kept as masters."""

from renderer.layout.compared import Once, always, never
from renderer.layout.master import (
    NO_CONDITION,
    Master,
    MasterSpec,
    box_number,
    check_pixels,
    compile_master,
    press_condition,
)
from renderer.layout.model import Case, FrameStyle, Layout, layout_ids, load_layout
from renderer.layout.picture import Picture, check_resolution, decode, fit_picture, lay_pictures
from renderer.layout.plates import InkArt, Plates, strips
from renderer.layout.store import Store

__all__ = [
    "NO_CONDITION",
    "Case",
    "FrameStyle",
    "InkArt",
    "Layout",
    "Master",
    "MasterSpec",
    "Once",
    "Picture",
    "Plates",
    "Store",
    "always",
    "box_number",
    "check_pixels",
    "check_resolution",
    "compile_master",
    "decode",
    "fit_picture",
    "lay_pictures",
    "layout_ids",
    "load_layout",
    "never",
    "press_condition",
    "strips",
]
