"""Setting words in a frame, as the tests of the typesetter do it."""

from __future__ import annotations

from renderer.studio import Studio
from renderer.typeset import Setting, TextBlock, set_text
from renderer.values.geometry import Rect
from renderer.vietnamese import wording_of
from renderer.workspace import Workspace
from tests.helpers.workspaces import ROOT

STUDIO = Studio(Workspace(ROOT))
BOLD, NARROW, SERIF = "Be Vietnam Pro/800", "Oswald/700", "Lora/700"
FREE = Setting(max_lines=6)


def fit(text: str, frame: Rect, setting: Setting = FREE, key: str = BOLD, marks: str = "") -> TextBlock:
    """Set ``text``, with break marks or by the rules, in ``frame``."""
    return set_text("slogan", wording_of(text, STUDIO.lexicon, marks), frame, STUDIO.face(key), setting)
