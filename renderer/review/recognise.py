"""A PDF recognised from nothing: its art must be a layout's at its size, each of its texts one of the catalogue's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from pathlib import Path

from renderer.artwork import Artwork, set_frame
from renderer.catalogue import Status
from renderer.contract.expectation import Expectation, ExpectedFrame
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout import NO_CONDITION, Layout, Master, MasterSpec, layout_ids
from renderer.preflight import Finding, StatedPage, digest_of_art, make_ready, read_stated_page, verify_pdf
from renderer.resolve import event_wording, in_case, slogan_wording
from renderer.review.foreign import ask_pdf, is_pdf, read_pdf
from renderer.studio import Studio
from renderer.values.errors import CodongError, RefusedError
from renderer.values.lengths import Size
from renderer.vietnamese import wording_of

Layers = tuple[ExpectedFrame, ...]
"""What is painted for one frame: its letters, and what lies under them."""
Candidates = dict[str, list[tuple[str, Layers]]]
"""By frame every record that it may hold, with how it would be painted."""
Read = dict[str, str] | Finding | None


@dataclass(frozen=True)
class Recognition:
    """What the catalogue alone knows of a file: findings, and its records by frame where it knows all of them."""

    findings: tuple[Finding, ...]
    records: dict[str, str] = field(default_factory=dict)


def recognise(studio: Studio, path: Path) -> Recognition:
    """Recognise a PDF from nothing: its art must be a layout's at its size, each text one of the catalogue's.

    Raises DataError for one that cannot be read.
    """
    unknown = Finding("unknown-file", "no manifest here knows this file, and its art is no layout's of this workspace")
    if not is_pdf(path):
        return Recognition((unknown,))
    data = read_pdf(path)
    stated, art = ask_pdf(partial(_read_sign, data), path, len(data))
    if stated is None:
        return Recognition((unknown,))
    if stated.page.marks == "full":
        message = "no manifest here knows this file; a file with a slug can be proven by its manifest alone"
        return Recognition((Finding("unknown-file", message),))
    tried: list[Candidates] = []
    for spec, master in _find_same_art(studio, art, stated):
        told = {name: list(_list_candidates(studio, spec.layout, master, name)) for name in master.frames}
        if told in tried:
            continue  # another material or finishing, which leaves everything where it was
        tried.append(told)
        size = (spec.size.width, spec.size.height)
        bare = Expectation(
            binding="",
            unit="mm",
            trim=size,
            bleed=spec.bleed,
            frames=(),
            art=art,
            pages=(stated.page,),
            max_ink=spec.max_ink,
            profile=studio.workspace.profile_sha256,
            condition=studio.workspace.config.condition or NO_CONDITION,
        )
        fonts = _fonts(studio, told)
        make_ready(fonts)
        turns = sum(map(len, told.values()))
        read = ask_pdf(partial(_read_frames, data, bare, told, fonts), path, len(data), turns)
        if isinstance(read, Finding):
            unknown = read
        elif read:
            notice = "no manifest records this file; layout and texts were recognised from the catalogue"
            return Recognition((Finding("unrecorded", notice, severity="warning"),), read)
    return Recognition((unknown,))


def _read_sign(data: bytes) -> tuple[StatedPage | None, str]:
    """Return what a file's page says of itself, and the digest of its art."""
    stated = read_stated_page(data)
    return stated, "" if stated is None else digest_of_art(data)


def _read_frames(data: bytes, bare: Expectation, told: Candidates, fonts: Mapping[str, bytes]) -> Read:
    """Return the catalogue's record for every frame, the finding for one that is not there, or None where the page
    as a whole is another."""
    frames = {name: options[0][1] for name, options in told.items() if options}
    read: dict[str, str] = {}
    for name, options in told.items():
        match = _match(data, bare, frames, name, options, fonts)
        if match is None:
            message = "no manifest here knows this file, and this text is no issued one of the catalogue"
            return Finding("unknown-file", message, frame=name)
        read[name], frames[name] = match
    return None if _verify(data, bare, frames, fonts) else read


def _find_same_art(studio: Studio, digest: str, stated: StatedPage) -> Iterator[tuple[MasterSpec, Master]]:
    """Return every master whose art the page shows; the ones with most frames first."""
    settled: set[MasterSpec] = set()
    for spec in _list_specs(studio, stated):
        alike = replace(spec, material="")
        if alike in settled:
            continue
        try:
            master, art = studio.uncompared_master(spec)
        except RefusedError:
            settled.add(alike)
            continue
        if not master.warnings:
            settled.add(alike)  # every colour is a swatch: another material makes the same art
        if art == digest:
            yield spec, studio.master(spec)[0]


def _list_specs(studio: Studio, stated: StatedPage) -> Iterator[MasterSpec]:
    size, page = Size(stated.width, stated.height, "mm"), stated.page
    x, y, width, height = page.bleed
    bleed = max(-x, -y, x + width - size.width, y + height - size.height)
    for material in MATERIALS:
        for layout_id in layout_ids(studio.workspace):
            layout = studio.layout(layout_id)
            optional = sorted({f.content for f in layout.spec.frames.values() if f.optional})
            needed = {f.content for f in layout.spec.frames.values() if not f.optional}
            for count in range(len(optional), -1, -1):
                for chosen in combinations(optional, count):
                    filled = frozenset(needed | set(chosen))
                    # Finishings that leave the same room make the same art.
                    specs = {
                        spec.safe: spec
                        for finishing in FINISHINGS
                        for spec in [MasterSpec(layout, size, bleed, finishing, filled, True, material, page.ratio)]
                    }
                    yield from specs.values()


def _list_candidates(studio: Studio, layout: Layout, master: Master, name: str) -> Iterator[tuple[str, Layers]]:
    """Return every issued text that the frame could hold, as it would be set: (id, expected layers)."""
    style, catalogue = layout.spec.frames[name], studio.catalogue_today
    texts = {
        "slogan": [(s.id, slogan_wording(studio, s)) for s in catalogue.current if s.status is Status.ISSUED],
        "event": [(e.id, event_wording(studio, e)) for e in catalogue.events if e.status is Status.ISSUED],
        "unit": [(o.id, wording_of(o.name, studio.lexicon)) for o in catalogue.organisations],
        "imprint": [],  # a name and address that no catalogue holds
    }[style.content]
    for record_id, wording in texts:
        try:
            painted = set_frame(studio, master, name, in_case(wording, style.case))
        except CodongError:
            continue  # a text that does not fit cannot be what is painted here
        artwork = Artwork(master, painted, {}, "", "", studio.workspace.today())
        yield record_id, artwork.expect_frames()


def _fonts(studio: Studio, told: Candidates) -> dict[str, bytes]:
    """Return the faces of every layer that might be painted."""
    keys = {layer.font for options in told.values() for _, layers in options for layer in layers}
    return {key: studio.font_bytes(key) for key in keys}


def _match(
    data: bytes,
    bare: Expectation,
    frames: dict[str, Layers],
    name: str,
    options: list[tuple[str, Layers]],
    fonts: Mapping[str, bytes],
) -> tuple[str, Layers] | None:
    for record_id, layers in options:
        findings = _verify(data, bare, {**frames, name: layers}, fonts)
        if not {f.frame for f in findings} & {layer.name for layer in layers}:
            return record_id, layers
    return None


def _verify(data: bytes, bare: Expectation, frames: dict[str, Layers], fonts: Mapping[str, bytes]) -> list[Finding]:
    expected = bare.model_copy(update={"frames": tuple(layer for layers in frames.values() for layer in layers)})
    return verify_pdf(data, expected, fonts)
