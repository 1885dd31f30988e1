"""What rules of the proof-reader find."""

from __future__ import annotations

from collections.abc import Callable

from renderer.text import TextFinding

Find = Callable[..., list[TextFinding]]
"""Returns what the named rules find in a text; the fixture ``find`` is one."""
