"""The way an asset travels, and the table of what it may become."""

from renderer.pipeline.outputs import OUTPUTS, FinishedFile, Making, Proof, verify_output, verify_png_bytes
from renderer.pipeline.prepare import Prepared, bind_order, prepare, prepare_resolved
from renderer.pipeline.render import Asset, list_records, make_entry, produce, render, write_files
from renderer.pipeline.ticket import gather_facts

__all__ = [
    "OUTPUTS",
    "Asset",
    "FinishedFile",
    "Making",
    "Prepared",
    "Proof",
    "bind_order",
    "gather_facts",
    "list_records",
    "make_entry",
    "prepare",
    "prepare_resolved",
    "produce",
    "render",
    "verify_output",
    "verify_png_bytes",
    "write_files",
]
