"""Proving finished files again: against the manifest that recorded them, or against the catalogue alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from renderer.artwork import Artwork, set_frame
from renderer.catalogue import Status
from renderer.contract.expectation import Expectation, ExpectedFrame
from renderer.contract.manifest import FileRecord, ManifestEntry, _recorded
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout import NO_CONDITION, Layout, Master, MasterSpec, layout_ids
from renderer.pipeline.outputs import Prepared
from renderer.pipeline.proving import CHECKS, NEEDS_ART, prove
from renderer.pipeline.render import bound
from renderer.preflight import Finding, StatedPage, digest_of_art, read_stated_page, verify_pdf
from renderer.resolve import Clearance, Resolved, check_standing, event_wording, resolve, slogan_wording
from renderer.storage.files import read_whole, sha256_of
from renderer.studio import Studio
from renderer.values.errors import CodongError, RefusedError
from renderer.values.lengths import Size
from renderer.vietnamese import wording_of

Layers = tuple[ExpectedFrame, ...]
"""What is painted for one frame: its letters, and what lies under them."""


@dataclass(frozen=True)
class Verdict:
    """What verification found about one file.

    ``entry`` is the manifest's, or None; ``recognised`` names what the catalogue alone knew of it, by frame.
    """

    path: Path
    entry: ManifestEntry | None
    findings: tuple[Finding, ...]
    checks: tuple[str, ...] = ()
    recognised: dict[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        known = self.entry is not None or bool(self.recognised)
        return known and not any(f.severity == "error" for f in self.findings)


def verify_file(studio: Studio, path: Path, entries: list[ManifestEntry]) -> Verdict:
    """Prove a finished file again. The expected text comes from ``entries`` (a manifest) or, for a file they do
    not know, from the catalogue; never from the file's own metadata."""
    digest = sha256_of(path) or hashlib.sha256(read_whole(path)).hexdigest()
    known = _recorded(entries, path.name, digest)
    if known is not None:
        return _against_manifest(studio, path, digest, *known)
    return _against_catalogue(studio, path, read_whole(path))


# -- against the manifest -------------------------------------------------------------------------


def _against_manifest(studio: Studio, path: Path, digest: str, entry: ManifestEntry, record: FileRecord) -> Verdict:
    findings = []
    if record.sha256 != digest:
        message = f"sha256 is {digest[:16]}…, recorded {record.sha256[:16]}…"
        findings.append(Finding("bytes-differ", message))
    findings += _against_workspace(studio, entry)
    prepared = _bound_again(studio, entry) if record.kind in NEEDS_ART else None
    if record.kind in NEEDS_ART and prepared is None:
        message = "the workspace no longer draws this asset's art, so its picture cannot be proven"
        return Verdict(path, entry, (*findings, Finding("art-unknown", message)))
    findings += prove(studio, path, record.kind, entry.expectation, prepared, record.page or 1, entry.job)
    return Verdict(path, entry, tuple(findings), CHECKS[record.kind])


def _against_workspace(studio: Studio, entry: ManifestEntry) -> list[Finding]:
    """Compare the recorded texts with the catalogue's, and the binding with today's workspace."""
    resolved = resolve(studio, entry.order)
    message = "the recorded text is not the catalogue's"
    findings = [
        Finding("catalogue-differs", message, frame=name, expected=text, found=entry.texts.get(name, ""))
        for name, text in resolved.texts.items()
        if entry.texts.get(name) != text
    ]
    findings += _as_it_stands(studio, entry, resolved)
    if resolved.binding != entry.binding:
        stale = "the layout, fonts, palette or program changed since this file was made"
        findings.append(Finding("stale", stale, severity="warning"))
    return findings


def _as_it_stands(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> list[Finding]:
    """Return why the sign may not hang any more: a withdrawal, a newer text. A file as it was made is not enough."""
    try:
        check_standing(studio, replace(resolved, final_binding=entry.final_binding or entry.binding))
    except RefusedError as fault:
        return [Finding(fault.code, f"{fault.where}: {fault.message}")]
    return []


def _bound_again(studio: Studio, entry: ManifestEntry) -> Prepared | None:
    resolved = resolve(studio, entry.order)
    return bound(studio, resolved, Clearance()) if resolved.binding == entry.binding else None


# -- against the catalogue ------------------------------------------------------------------------


def _against_catalogue(studio: Studio, path: Path, data: bytes) -> Verdict:
    """Recognise a PDF from nothing: its art must be a layout's at its size, each text one of the catalogue's."""
    unknown = Finding("unknown-file", "no manifest here knows this file, and its art is no layout's of this workspace")
    stated = read_stated_page(data)
    if stated is None:
        return Verdict(path, None, (unknown,))
    if stated.page.marks == "full":
        message = "no manifest here knows this file; a file with a slug can be proven by its manifest alone"
        return Verdict(path, None, (Finding("unknown-file", message),))
    for spec, master, digest in _same_art(studio, data, stated):
        size = (spec.size.width, spec.size.height)
        bare = Expectation(
            binding="",
            unit="mm",
            trim=size,
            bleed=spec.bleed,
            frames=(),
            art=digest,
            pages=(stated.page,),
            max_ink=spec.max_ink,
            profile=studio.workspace.profile_sha256,
            condition=studio.workspace.config.condition or NO_CONDITION,
        )
        read = _read_frames(studio, data, bare, spec, master)
        if isinstance(read, Finding):
            unknown = read
            continue
        if _proof(studio, data, bare, {name: frame for name, (_, frame) in read.items()}):
            continue
        notice = "no manifest records this file; layout and texts were recognised from the catalogue"
        recognised = {name: record_id for name, (record_id, _) in read.items()}
        return Verdict(path, None, (Finding("unrecorded", notice, severity="warning"),), CHECKS["pdf"], recognised)
    return Verdict(path, None, (unknown,))


def _read_frames(
    studio: Studio, data: bytes, bare: Expectation, spec: MasterSpec, master: Master
) -> dict[str, tuple[str, Layers]] | Finding:
    """Return the catalogue's record and expected layers for every frame, or the finding for one that is not there."""
    told = {name: list(_candidates(studio, spec.layout, master, name)) for name in master.frames}
    frames = {name: options[0][1] for name, options in told.items() if options}
    read: dict[str, tuple[str, Layers]] = {}
    for name, options in told.items():
        match = _match(studio, data, bare, frames, name, options)
        if match is None:
            message = "no manifest here knows this file, and this text is no issued one of the catalogue"
            return Finding("unknown-file", message, frame=name)
        read[name], frames[name] = match, match[1]
    return read


def _same_art(studio: Studio, data: bytes, stated: StatedPage) -> Iterator[tuple[MasterSpec, Master, str]]:
    """Return every master whose art the page shows; the ones with most frames first."""
    digest = digest_of_art(data)
    settled: set[MasterSpec] = set()
    for spec in _possible_specs(studio, stated):
        alike = replace(spec, material="")
        if alike in settled:
            continue
        try:
            master, art = studio.master(spec)
        except RefusedError:
            settled.add(alike)
            continue
        if not master.warnings:
            settled.add(alike)  # every colour is a swatch: another material makes the same art
        if art == digest:
            yield spec, master, digest


def _possible_specs(studio: Studio, stated: StatedPage) -> Iterator[MasterSpec]:
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


def _candidates(studio: Studio, layout: Layout, master: Master, name: str) -> Iterator[tuple[str, Layers]]:
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
            painted = set_frame(studio, master, name, wording)
        except CodongError:
            continue  # a text that does not fit cannot be what is painted here
        artwork = Artwork(master, painted, {}, "", "", studio.workspace.today())
        yield record_id, artwork.expected_frames()


def _match(
    studio: Studio,
    data: bytes,
    bare: Expectation,
    frames: dict[str, Layers],
    name: str,
    options: list[tuple[str, Layers]],
) -> tuple[str, Layers] | None:
    for record_id, layers in options:
        findings = _proof(studio, data, bare, {**frames, name: layers})
        if not {f.frame for f in findings} & {layer.name for layer in layers}:
            return record_id, layers
    return None


def _proof(studio: Studio, data: bytes, bare: Expectation, frames: dict[str, Layers]) -> list[Finding]:
    expected = bare.model_copy(update={"frames": tuple(layer for layers in frames.values() for layer in layers)})
    fonts = {frame.font: studio.workspace.font_bytes(frame.font) for frame in expected.frames}
    return verify_pdf(data, expected, fonts)
