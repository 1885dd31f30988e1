"""Finished signs handed to the print shop: one package for each shop and order, with all that it needs."""

from renderer.handover.choose import Chosen, choose, for_press
from renderer.handover.complete import with_needed
from renderer.handover.package import Package, hand_over

__all__ = ["Chosen", "Package", "choose", "for_press", "hand_over", "with_needed"]
