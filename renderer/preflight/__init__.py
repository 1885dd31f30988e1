"""The proof: read a finished file back and compare it with what was approved.

It shares nothing with the exporters but values and the pinned fonts: two pieces of code must agree, not one
with itself. Only the HarfBuzz, fontTools and skia libraries serve both.
"""

from renderer.preflight.art import art_digest
from renderer.preflight.finding import Finding
from renderer.preflight.preflight_pdf import PreflightResult, master_findings, preflight_pdf
from renderer.preflight.rules import PrintRequirements
from renderer.preflight.structure import StatedPage, stated_page
from renderer.preflight.verify_pdf import verify_pdf
from renderer.preflight.verify_png import verify_png
from renderer.preflight.verify_tiff import verify_tiff

__all__ = [
    "Finding",
    "PreflightResult",
    "PrintRequirements",
    "StatedPage",
    "art_digest",
    "master_findings",
    "preflight_pdf",
    "stated_page",
    "verify_pdf",
    "verify_png",
    "verify_tiff",
]
