"""Verification and preflight: a finished file is read back, and held against what was approved or what prints.

``verify_*`` hold a file of ours against what was approved; ``preflight_*`` look at anybody's PDF as a press would.

It shares nothing with the exporters but values and the pinned fonts: two pieces of code must agree, not one
with itself. Only the HarfBuzz, fontTools and skia libraries serve both.
"""

from renderer.preflight.art import digest_of_art
from renderer.preflight.finding import Finding
from renderer.preflight.judged import PrintRequirements
from renderer.preflight.legibility import Illegible, find_illegible, find_unreadable
from renderer.preflight.plate_marks import LEAST_MODULE, measure_module
from renderer.preflight.preflight_pdf import (
    PreflightResult,
    make_ready,
    measure_total_ink,
    preflight_art,
    preflight_pdf,
    read_bounded,
)
from renderer.preflight.profiles import profile_of
from renderer.preflight.slug import read_slug, read_words
from renderer.preflight.structure import StatedPage, read_stated_page
from renderer.preflight.verify_contours import verify_dxf, verify_svg
from renderer.preflight.verify_jpg import verify_jpg
from renderer.preflight.verify_pdf import verify_pdf
from renderer.preflight.verify_png import verify_picture, verify_png
from renderer.preflight.verify_tiff import verify_tiff

__all__ = [
    "LEAST_MODULE",
    "Finding",
    "Illegible",
    "PreflightResult",
    "PrintRequirements",
    "StatedPage",
    "digest_of_art",
    "find_illegible",
    "find_unreadable",
    "make_ready",
    "measure_module",
    "measure_total_ink",
    "preflight_art",
    "preflight_pdf",
    "profile_of",
    "read_bounded",
    "read_slug",
    "read_stated_page",
    "read_words",
    "verify_dxf",
    "verify_jpg",
    "verify_pdf",
    "verify_picture",
    "verify_png",
    "verify_svg",
    "verify_tiff",
]
