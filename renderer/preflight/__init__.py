"""The proof: read a finished file back and compare it with what was approved.

It shares nothing with the exporters but values and the pinned fonts: two pieces of code must agree, not one
with itself. Only the HarfBuzz, fontTools and skia libraries serve both.
"""

from renderer.preflight.art import art_digest
from renderer.preflight.finding import Finding
from renderer.preflight.inspect import Inspection, inspect_pdf, master_findings
from renderer.preflight.rules import Asked
from renderer.preflight.structure import StatedPage, stated_page
from renderer.preflight.verify_pdf import verify_pdf
from renderer.preflight.verify_png import verify_png
from renderer.preflight.verify_tiff import verify_tiff

__all__ = [
    "Asked",
    "Finding",
    "Inspection",
    "StatedPage",
    "art_digest",
    "inspect_pdf",
    "master_findings",
    "stated_page",
    "verify_pdf",
    "verify_png",
    "verify_tiff",
]
