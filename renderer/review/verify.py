"""Finished files verified again: against the manifest that recorded them, or against the catalogue alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from renderer.contract.formats import FORMATS
from renderer.contract.manifest import FileRecord, ManifestEntry, find_record
from renderer.pipeline import OUTPUTS, FinishedFile, Prepared, Proof, verify_output
from renderer.preflight import Finding, make_ready
from renderer.resolve import Resolved, check_standing
from renderer.review.coherence import Derivation, derive, find_contradictions
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
    known = find_record(entries, path.name, hash_file(path))
    if known is not None:
        entry, record = known
        return verify_record(studio, path, entry, record, derive(studio, entry))
    found = recognise(studio, path)
    return Verdict(path, None, found.findings, OUTPUTS["pdf"].checks if found.records else (), found.records)


def verify_record(studio: Studio, path: Path, entry: ManifestEntry, record: FileRecord, derived: Derivation) -> Verdict:
    """Judge the record first, for the file is held against it; then the file.

    ``derived`` is what ``derive`` gives for the entry: the files of a sign share it.
    """
    findings = judge_record(studio, entry, derived)
    if not _has_page(entry, record):
        return Verdict(path, entry, tuple(findings))
    rebind = partial(_rebind, entry, derived)
    file = FinishedFile(studio, path, record.kind, entry.expectation, rebind, record.page or 1, entry.job)
    try:
        proof = _verify(file)
    except _ArtUnknownError as fault:
        return Verdict(path, entry, (*findings, Finding(fault.code, fault.message)))
    if record.sha256 != proof.sha256:
        message = f"sha256 is {proof.sha256[:16]}…, recorded {record.sha256[:16]}…"
        findings.append(Finding("bytes-differ", message))
    stale = any(finding.code == "stale" for finding in findings)
    # The art of a layout that changed is known by its recorded digest alone.
    checks = tuple(check for check in OUTPUTS[record.kind].checks if not (stale and check == "art-compared"))
    return Verdict(path, entry, (*findings, *proof.findings), checks)


def judge_record(studio: Studio, entry: ManifestEntry, derived: Derivation) -> list[Finding]:
    """Return why a record is not believed, and why its sign may not hang any more; looks at no file."""
    return [*find_contradictions(studio, entry, derived), *_check_standing(studio, entry, derived.resolved)]


def _has_page(entry: ManifestEntry, record: FileRecord) -> bool:
    """Tell whether a record names a page that is there; one that is not is a contradiction, and was told."""
    spec = FORMATS[record.kind]
    return (record.page or 1) <= (len(entry.expectation.pages) if spec.paged else len(spec.endings))


def _verify(file: FinishedFile) -> Proof:
    """Verify a file; what is parsed in a process of its own, for anybody may have written it since it was made."""
    if not FORMATS[file.kind].endings[0].endswith((".pdf", ".svg", ".dxf")):
        return verify_output(file)
    if FORMATS[file.kind].carries_art:
        frames = (*file.expected.frames, *(frame for page in file.expected.pages for frame in page.slug))
        make_ready({frame.font: file.studio.font_bytes(frame.font) for frame in frames})
    else:
        prepared = file.rebind()  # here, where masters stay warm
        file = replace(file, rebind=lambda: prepared)
    digest = hashlib.sha256(file.data).hexdigest()  # read here: what the process judges is what is hashed
    return Proof(judge_pdf(partial(OUTPUTS[file.kind].verify, file), file.path, len(file.data)), digest)


def _check_standing(studio: Studio, entry: ManifestEntry, resolved: Resolved) -> list[Finding]:
    """Return why the sign may not hang any more: a withdrawal, a newer text. A file as it was made is not enough."""
    try:
        check_standing(studio, replace(resolved, final_binding=entry.final_binding or entry.binding))
    except RefusedError as fault:
        return [Finding(fault.code, f"{fault.where}: {fault.message}")]
    return []


class _ArtUnknownError(VerifyError):
    """The art behind a picture cannot be drawn again."""


def _rebind(entry: ManifestEntry, derived: Derivation) -> Prepared:
    """Return a recorded order bound anew, for pictures whose art is drawn again."""
    if derived.prepared is None or not derived.draws(entry):
        message = "the workspace no longer draws this asset's art, so its picture cannot be proven"
        raise _ArtUnknownError("art-unknown", message)
    return derived.prepared
