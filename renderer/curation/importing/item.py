"""A slogan of a list with all that is known of it, and what the options of an import say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from renderer.catalogue import Change
from renderer.curation.importing.choice import Chosen
from renderer.text import TextFinding


@dataclass(frozen=True)
class Given:
    """What the options say: it overrules what was read.

    ``corrects`` is the slogan of which the list's only one is a new version; ``although`` says why texts
    that the proof-reader doubts are right.
    """

    document: str = ""
    issuer: str = ""
    issued_on: date | None = None
    source: str = ""
    status: Literal["draft", "issued"] = "draft"
    campaign: str = ""
    prefix: str = ""
    sheet: str = ""
    accept_converted: bool = False
    phase: str = ""
    corrects: str = ""
    although: str = ""


@dataclass(frozen=True)
class Item:
    """A slogan of the list: its place, its text, what was found on it, and the entry that it would become.

    ``known`` is the entry that it is already, with its ``standing``; ``issues`` what makes it of a draft an issued one;
    ``elsewhere`` those that have its text from another document.
    """

    chosen: Chosen
    text: str
    findings: tuple[TextFinding, ...]
    entry: dict[str, Any] | None = None
    known: str = ""
    elsewhere: tuple[str, ...] = ()
    standing: str = ""
    issues: Change | None = None

    @property
    def where(self) -> str:
        """The place as people look for it: the passage, its number, the heading above it."""
        mark, section = self.chosen.mark, self.chosen.section
        number = f", no. {mark.number}" if mark and mark.kind == "number" else ""
        return self.chosen.passage.where + number + (f" under {section!r}" if section else "")
