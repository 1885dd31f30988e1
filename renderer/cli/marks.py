"""``codong marks``: break marks for new texts, proposed, shown in every kind of sign, and confirmed by a person."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.catalogue import Change, Slogan, append_entries
from renderer.cli.commands import CommandParser
from renderer.cli.console import Console
from renderer.cli.studio import open_studio
from renderer.resolve import slogan_wording
from renderer.storage.files import STANDARD_OUTPUT, write_stream
from renderer.studio import Studio
from renderer.text import Wording, check_text, format_marks, read_tiers
from renderer.values.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from renderer.preview import Shown


def add_options(parser: CommandParser) -> None:
    """Add the texts, and what becomes of their marks."""
    add = parser.add_argument
    add("texts", nargs="*", metavar="TEXT|ID", help="a new text, or a slogan of the catalogue")
    add("--proposed", action="store_true", help="every slogan whose marks no person has confirmed yet")
    add("--picture", type=Path, metavar="FILE", help="draw them in every kind of sign as SVG; - for standard output")
    add("--confirm", action="store_true", help="write down that a person has confirmed the marks")
    add("--breaks", default="", metavar="MARKS", help="with --confirm, for one slogan: these marks instead")


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print marks and lines of every text, draw them, and confirm those of the catalogue."""
    studio = open_studio(arguments, console)
    entries = _find_entries(studio, arguments)
    if arguments.confirm or arguments.breaks:
        studio = _confirm(studio, entries, arguments)
        entries = {label: studio.catalogue.slogan(slogan.id) for label, slogan in entries.items() if slogan}
    if arguments.picture == STANDARD_OUTPUT:
        console = console.set_aside()
    _show(studio, entries, arguments.picture, console)
    return ExitCode.DONE


def _find_entries(studio: Studio, arguments: argparse.Namespace) -> dict[str, Slogan | None]:
    """Return what is asked for by its label: a slogan, or None where the label is a new text."""
    latest = {slogan.id: slogan for slogan in studio.catalogue.slogans}
    if arguments.proposed and arguments.texts:
        raise UsageError(
            "bad-option", "finds its slogans itself", field="proposed", hint="leave out the texts, or this"
        )
    if arguments.proposed:
        return {name: slogan for name, slogan in latest.items() if slogan.breaks_proposed}
    if not arguments.texts:
        raise UsageError("missing-option", "there is no text", hint="give a text, the id of a slogan, or `proposed`")
    return {text: latest.get(text) for text in arguments.texts}


def _show(studio: Studio, entries: dict[str, Slogan | None], picture: Path | None, console: Console) -> None:
    # Segmenting is slow to load, and so is drawing.
    from renderer.preview import draw_shapes, show_shapes

    shown: list[tuple[str, Sequence[Shown]]] = []
    for label, slogan in entries.items():
        wording = slogan_wording(studio, slogan) if slogan else _propose(studio, label)
        shapes = show_shapes(studio, wording)
        shown.append((f"{label}: {wording.text}" if slogan else label, shapes))
        console.say(_describe(label if slogan else "", slogan, wording, shapes))
    if picture:
        write_stream(picture, draw_shapes(studio, shown).encode())
    if not entries:
        console.say("no slogan has marks that wait for a person")


def _propose(studio: Studio, text: str) -> Wording:
    from renderer.vietnamese import propose_wording

    return propose_wording(check_text(text, "texts"), studio.lexicon)


def _describe(label: str, slogan: Slogan | None, wording: Wording, shapes: Sequence[Shown]) -> str:
    marks = format_marks(wording.words, [gap.tier for gap in wording.gaps])
    told = " (proposed)" if slogan and wording.proposed else ""
    head = f"{label}{told}: {marks}" if label else marks
    wide = max(len(shown.layout) + len(shown.size) for shown in shapes) + 1
    rows = [
        f"  {f'{shown.layout} {shown.size}'.ljust(wide)}  {shown.lines or f'does not fit: {shown.refusal}'}"
        for shown in shapes
    ]
    return "\n".join([head, *rows])


def _confirm(studio: Studio, entries: dict[str, Slogan | None], arguments: argparse.Namespace) -> Studio:
    """Write down that the marks of slogans are a person's; return the studio that reads them so."""
    marks: str = arguments.breaks
    if strange := [label for label, slogan in entries.items() if slogan is None]:
        told = f"{strange[0]!r} is no slogan of the catalogue"
        raise UsageError("unknown-slogan", told, field="texts", hint="take it up first: codong catalogue import")
    slogans = [slogan for slogan in entries.values() if slogan]
    if marks and (len(slogans) != 1 or not arguments.confirm):
        told = "are the marks of one slogan, which are confirmed with it"
        raise UsageError("bad-option", told, field="breaks", hint="give one id, and `confirm`")
    if marks:
        _check_marks(marks, slogans[0])
    if bare := [slogan.id for slogan in slogans if not (slogan.breaks or marks)]:
        raise UsageError(
            "no-marks", f"slogan {bare[0]} carries no break marks to confirm", hint="give them as `breaks`"
        )
    after = {"breaks_proposed": False} | ({"breaks": marks} if marks else {})
    append_entries(studio.workspace, "slogan", [], [Change(s.id, s.version, _held(s), after) for s in slogans])
    return Studio(studio.workspace)


def _held(slogan: Slogan) -> dict[str, str]:
    """Return what must still stand there: the text, and the marks that a person has seen."""
    return {"text": slogan.text} | ({"breaks": slogan.breaks} if slogan.breaks else {})


def _check_marks(marks: str, slogan: Slogan) -> None:
    try:
        read_tiers(marks, slogan.text)
    except ValueError as fault:
        raise UsageError("bad-option", str(fault), field="breaks", hint=slogan.text) from None
