"""The words of every frame, each with how well a line may end after it."""

from __future__ import annotations

from dataclasses import replace

from renderer.catalogue import Event, Slogan, event_line, event_marks
from renderer.layout import Case, Layout
from renderer.studio import Studio
from renderer.text import Wording, check_text, find_words, read_way
from renderer.values.errors import RefusedError
from renderer.vietnamese import propose_wording, wording_of

FIELDS = {"slogan": "slogan", "event": "event", "unit": "organisation", "imprint": "imprint"}
"""The field of an order that fills a frame, by the frame's content."""


def slogan_wording(studio: Studio, slogan: Slogan) -> Wording:
    """Return a slogan's wording, in its original case."""
    wording = (
        wording_of(slogan.text, studio.lexicon, slogan.breaks)
        if slogan.breaks
        else propose_wording(slogan.text, studio.lexicon)
    )
    return replace(
        wording,
        lead=len(slogan.lead.split()),
        lead_ratio=slogan.lead_ratio,
        core=find_words(slogan.core, slogan.text) if slogan.core else None,
        tail_ratio=slogan.tail_ratio,
        ways=tuple(read_way(lines, slogan.text) for lines in slogan.settings),
        proposed=wording.proposed or slogan.breaks_proposed,
    )


def event_wording(studio: Studio, event: Event) -> Wording:
    """Return the wording of an event's line with its dates."""
    marks = event_marks(event)
    return (
        wording_of(event_line(event), studio.lexicon, marks)
        if marks
        else propose_wording(event_line(event), studio.lexicon)
    )


def word_frames(
    studio: Studio, layout: Layout, slogan: Slogan, event: Event | None, organisation: str | None, imprint: str | None
) -> dict[str, Wording]:
    """Return the words of every frame that is filled, as they will be painted; raises RefusedError."""
    _check_entries(slogan, event)
    contents = {
        "slogan": slogan_wording(studio, slogan),
        "event": event_wording(studio, event) if event else None,
        "unit": _word_typed_text(studio, organisation, "organisation"),
        "imprint": _word_typed_text(studio, imprint, "imprint"),
    }
    wordings: dict[str, Wording] = {}
    placed: set[str] = set()
    for name, style in layout.spec.frames.items():
        wording = contents[style.content]
        placed.add(style.content)
        if wording is None and style.optional:
            continue
        if wording is None:
            raise RefusedError(
                f"missing-{style.content}",
                f"layout {layout.id} needs a text for this frame",
                where=f"frame {name}",
                hint=f"give `{FIELDS[style.content]}`",
            )
        wordings[name] = in_case(wording, style.case)
    for content, wording in contents.items():
        if wording is not None and content not in placed:
            raise RefusedError(
                f"no-{content}-frame",
                f"layout {layout.id} has no frame for it",
                field=FIELDS[content],
                hint=f"leave `{FIELDS[content]}` out, or choose another layout",
            )
    return wordings


def _check_entries(slogan: Slogan, event: Event | None) -> None:
    """Refuse an entry whose words cannot be set: it stands in the catalogue, and stops no other order."""
    texts = [(f"slogan {slogan.id}", slogan.text)] + ([(f"event {event.id}", event_line(event))] if event else [])
    for where, text in texts:
        try:
            check_text(text, "")
        except RefusedError as fault:
            raise fault.at(where) from None


def _word_typed_text(studio: Studio, text: str | None, field: str) -> Wording | None:
    return None if text is None else wording_of(check_text(text, field), studio.lexicon)


def slogan_lines(layout: Layout, lines: str | None) -> tuple[str, ...]:
    """Return the lines that an order sets itself, ``A|B``, under the case of the slogan's frame."""
    case = next(style.case for style in layout.spec.frames.values() if style.content == "slogan")
    parts = [part.strip() for part in lines.split("|")] if lines else []
    return tuple(part.upper() if case == "upper" else part for part in parts)


def in_case(wording: Wording, case: Case) -> Wording:
    """Return ``wording`` under a frame's case mapping: from here on it is what will be painted."""
    return wording.upper() if case == "upper" else wording
