"""The way an asset travels, and the table of what it may become."""

from renderer.pipeline.outputs import OUTPUTS, FinishedFile, Proof, verify_output, verify_png_bytes
from renderer.pipeline.prepare import Prepared, bind_order, prepare
from renderer.pipeline.render import Asset, list_records, make_entry, produce, render

__all__ = [
    "OUTPUTS",
    "Asset",
    "FinishedFile",
    "Prepared",
    "Proof",
    "bind_order",
    "list_records",
    "make_entry",
    "prepare",
    "produce",
    "render",
    "verify_output",
    "verify_png_bytes",
]
