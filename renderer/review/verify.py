"""Finished files verified again: against the manifest that recorded them, or against the catalogue alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from renderer.contract.formats import FORMATS
from renderer.contract.manifest import FileRecord, ManifestEntry, find_record
from renderer.pipeline import OUTPUTS, FinishedFile, Prepared, bind_order, verify_output
from renderer.preflight import Finding, make_ready
from renderer.resolve import Clearance, Resolved, check_standing, resolve
from renderer.review.foreign import judge_pdf
from renderer.review.recognise import recognise
from renderer.storage.files import hash_file
from renderer.studio import Studio
from renderer.values.errors import RefusedError, VerifyError


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
    digest = hash_file(path)
    known = find_record(entries, path.name, digest)
    if known is not None:
        return _against_manifest(studio, path, digest, *known)
    found = recognise(studio, path)
    return Verdict(path, None, found.findings, OUTPUTS["pdf"].checks if found.records else (), found.records)


# -- against the manifest -------------------------------------------------------------------------


def _against_manifest(studio: Studio, path: Path, digest: str, entry: ManifestEntry, record: FileRecord) -> Verdict:
    findings = []
    if record.sha256 != digest:
        message = f"sha256 is {digest[:16]}…, recorded {record.sha256[:16]}…"
        findings.append(Finding("bytes-differ", message))
    findings += _against_workspace(studio, entry)
    rebind = partial(_rebind, studio, entry)
    file = FinishedFile(studio, path, record.kind, entry.expectation, rebind, record.page or 1, entry.job)
    try:
        findings += _verify(file)
    except _ArtUnknownError as fault:
        return Verdict(path, entry, (*findings, Finding(fault.code, fault.message)))
    return Verdict(path, entry, tuple(findings), OUTPUTS[record.kind].checks)


def _verify(file: FinishedFile) -> list[Finding]:
    """Verify a file; a PDF in a process of its own, for anybody may have written it since it was made."""
    if not FORMATS[file.kind].endings[0].endswith(".pdf"):
        return verify_output(file)
    if FORMATS[file.kind].carries_art:
        frames = (*file.expected.frames, *(frame for page in file.expected.pages for frame in page.slug))
        make_ready({frame.font: file.studio.font_bytes(frame.font) for frame in frames})
    else:
        prepared = file.rebind()  # here, where masters stay warm
        file = replace(file, rebind=lambda: prepared)
    return judge_pdf(partial(verify_output, file), file.path)


def _against_workspace(studio: Studio, entry: ManifestEntry) -> list[Finding]:
    """Compare the recorded texts with the catalogue's, and the binding with today's workspace."""
    resolved = resolve(studio, entry.order)
    message = "the recorded text is not the catalogue's"
    findings = [
        Finding("catalogue-differs", message, frame=name, expected=text, found=entry.texts.get(name, ""))
        for name, text in resolved.texts.items()
        if entry.texts.get(name) != text
    ]
    findings += _check_standing(studio, entry, resolved)
    if resolved.binding != entry.binding:
        stale = "the layout, fonts, palette or program changed since this file was made"
        findings.append(Finding("stale", stale, severity="warning"))
    return findings


def _check_standing(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> list[Finding]:
    """Return why the sign may not hang any more: a withdrawal, a newer text. A file as it was made is not enough."""
    try:
        check_standing(studio, replace(resolved, final_binding=entry.final_binding or entry.binding))
    except RefusedError as fault:
        return [Finding(fault.code, f"{fault.where}: {fault.message}")]
    return []


class _ArtUnknownError(VerifyError):
    """The art behind a picture cannot be drawn again."""


def _rebind(studio: Studio, entry: ManifestEntry) -> Prepared:
    """Bind a recorded order anew, for pictures whose art is drawn again."""
    resolved = resolve(studio, entry.order)
    if resolved.binding != entry.binding:
        message = "the workspace no longer draws this asset's art, so its picture cannot be proven"
        raise _ArtUnknownError("art-unknown", message)
    return bind_order(studio, resolved, Clearance())


# -- against the catalogue ------------------------------------------------------------------------
