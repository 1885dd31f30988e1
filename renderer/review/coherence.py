"""Records that contradict themselves, or the order and the catalogue that they claim to follow.

A record is what verification believes: order, texts, expectation, files and names are parts of it that imply each
other. Where the workspace still draws the sign as it was drawn (its binding is the same), the record is derived again
from its order, by the program's own way, and nothing in it may differ. Where the release moved on, what follows from
order and catalogue alone must still be so; what only drawing decides is told, not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from renderer.artwork import LAYER_MARK
from renderer.contract.expectation import Expectation, ExpectedPage
from renderer.contract.formats import FORMATS
from renderer.contract.manifest import FileRecord, ManifestEntry
from renderer.pipeline import Prepared, bind_order, list_records, make_entry
from renderer.preflight import Finding
from renderer.resolve import Clearance, PrintSign, Resolved, binding_of, resolve
from renderer.studio import Studio
from renderer.values.errors import CodongError
from renderer.values.printable import make_printable

_TOLD = 5
"""So many differences are told of one record; one is enough to disbelieve it."""
_WATERMARK = "watermark"
_OF_THE_RELEASE = {"schema", "binding", "final_binding", "ground", "files"}
"""What differs with every release; files are held against the rest of the record."""
_UNDECIDED = ("approvals", "job", "source", "warnings")
"""What the order does not decide: the ledger, a job, the day and the notes of a catalogue do."""


@dataclass(frozen=True)
class Derivation:
    """A record's order looked up again and, where it can still be set, what its files must show today."""

    resolved: Resolved
    prepared: Prepared | None
    fault: CodongError | None = None

    def draws(self, entry: ManifestEntry) -> bool:
        """Tell whether the workspace still draws the sign as the record says that it was drawn."""
        return self.resolved.binding == entry.binding and self.prepared is not None


def derive(studio: Studio, entry: ManifestEntry) -> Derivation:
    """Look a record's order up and bind it again; raises what the order itself makes impossible today."""
    resolved = resolve(studio, entry.order)
    try:
        prepared = bind_order(studio, resolved, Clearance())
        if prepared.expected.plates_dpi != entry.expectation.plates_dpi and entry.order.dpi is not None:
            # A complete order does not say whether its resolution was asked for, or left to material and distance.
            open_order = resolve(studio, entry.order.model_copy(update={"dpi": None}))
            if open_order.binding == resolved.binding:
                resolved, prepared = open_order, bind_order(studio, open_order, Clearance())
        return Derivation(resolved, prepared)
    except CodongError as fault:
        if resolved.binding == entry.binding:
            raise
        return Derivation(resolved, None, fault)


def find_contradictions(studio: Studio, entry: ManifestEntry, derived: Derivation) -> list[Finding]:
    """Return every way in which a record cannot be true; a release that moved on is a warning."""
    findings = [*_compare_texts(entry, derived.resolved), *map(_contradiction, _find_inner(entry))]
    if derived.draws(entry) and derived.prepared is not None:
        again = _record_again(studio, entry, derived.prepared)
        findings += [_contradiction(told) for told in _tell(entry, again)]
        findings += _compare_undecided(entry, derived.prepared)
    else:
        findings += map(_contradiction, _find_outer(entry, derived.resolved))
        findings.append(_tell_stale(studio, entry, derived))
    return findings + _check_approvals(studio, entry)


def _contradiction(told: str) -> Finding:
    return Finding("record-contradicts", f"the record contradicts itself: {make_printable(told)}")


# -- texts: the catalogue decides -----------------------------------------------------------------


def _compare_texts(entry: ManifestEntry, resolved: Resolved) -> Iterator[Finding]:
    """Yield every frame whose text is not the catalogue's, in the record's texts or in what its files must show."""
    for name, text in resolved.texts.items():
        if entry.texts.get(name) != text:
            told = "the recorded text is not the catalogue's"
            yield Finding("catalogue-differs", told, frame=name, expected=text, found=entry.texts.get(name, ""))
    for frame in entry.expectation.frames:
        wanted = resolved.texts.get(frame.name.partition(LAYER_MARK)[0])
        if wanted is not None and frame.text != wanted:
            told = "what the file must show is not the catalogue's text"
            yield Finding("catalogue-differs", told, frame=frame.name, expected=wanted, found=frame.text)


# -- what follows from the record alone -----------------------------------------------------------


def _find_inner(entry: ManifestEntry) -> Iterator[str]:
    """Yield what no true record says, whatever workspace it is of."""
    expected, order = entry.expectation, entry.order
    if expected.binding != entry.binding:
        yield "it has two bindings"
    if entry.ground and not _is_bound(entry):
        yield "its binding is not that of its order and texts"
    if entry.texts != {frame.name: frame.text for frame in expected.frames}:
        yield "its texts are not those that its files must show"
    if (entry.kind == "draft") != order.draft:
        yield f"it is a {entry.kind}, and its order asks for something else"
    if (entry.final_binding not in ("", entry.binding)) != order.draft:
        yield "its final binding is none"
    if {file.kind for file in entry.files} != {*order.formats}:
        yield "its files are not of the formats that were ordered"
    for file in entry.files:
        yield from (f"{file.path}: {told}" for told in _find_wrong_file(file, entry))


def _is_bound(entry: ManifestEntry) -> bool:
    """Tell whether both bindings are those of the record's order, texts and ground."""
    texts = {name: text for name, text in entry.texts.items() if name != _WATERMARK and LAYER_MARK not in name}
    final = entry.order.model_copy(update={"draft": False})
    bindings = binding_of(entry.order, texts, entry.ground), binding_of(final, texts, entry.ground)
    return bindings == (entry.binding, entry.final_binding)


def _find_wrong_file(file: FileRecord, entry: ManifestEntry) -> Iterator[str]:
    expected, spec = entry.expectation, FORMATS[file.kind]
    if entry.binding[:8] not in file.name:
        yield "its name does not bear the binding"
    if not file.name.endswith(spec.endings):
        yield f"its name is none of a {file.kind}"
    if file.trim_mm != (expected.trim if expected.unit == "mm" else None):
        yield "it has another trim"
    if file.bleed_mm != (None if expected.unit == "px" else expected.bleed if spec.paged else 0.0):
        yield "it has another bleed"
    count = len(expected.pages) if spec.paged else len(spec.endings)
    if (file.page or 1) > count or (file.page is None) != (count == 1 and not spec.paged):
        yield f"it is no. {file.page or 'none'} of {count}"
        return
    if (file.pixels, file.dpi) != _raster_of(file, expected):
        yield "it has another resolution"
    if file.scale not in (_scales_of(expected.pages[(file.page or 1) - 1]) if spec.carries_art else ("1:1",)):
        yield "it has another scale"


def _raster_of(file: FileRecord, expected: Expectation) -> tuple[tuple[int, int] | None, float | None]:
    """Return size and resolution of a picture, as what it must show implies."""
    raster = FORMATS[file.kind].raster
    if raster == "pixels":
        return expected.pixels, expected.dpi
    if raster == "phone":
        return expected.phone, None
    if raster == "plates" and expected.plates_dpi is not None:
        return expected.pages[(file.page or 1) - 1].lay_plates(expected.plates_dpi).size, expected.plates_dpi
    return None, None


def _scales_of(page: ExpectedPage) -> tuple[str, ...]:
    """Return how the scale of a page is told; records of before told that of a page with UserUnit as 1:10."""
    return page.scale, f"1:{page.ratio}"


# -- what follows from order and catalogue, whatever draws ----------------------------------------


def _find_outer(entry: ManifestEntry, resolved: Resolved) -> Iterator[str]:
    """Yield what the order does not make of a sign, by whatever release."""
    expected, size = entry.expectation, resolved.size
    if (expected.unit, expected.trim) != (size.unit, (size.width, size.height)):
        yield f"it was ordered as {entry.order.size}, and its files must show another size"
    if expected.title != resolved.slogan.text:
        yield "its title is not the slogan"
    screen = any(spec.raster == "pixels" for spec in resolved.specs)
    if (expected.pixels, expected.dpi) != ((resolved.pixels, resolved.dpi) if screen else (None, None)):
        yield "its picture has not the resolution that was ordered"
    if expected.phone != (resolved.phone if any(spec.raster == "phone" for spec in resolved.specs) else None):
        yield "its picture for telephones has not the size that its order makes"
    if entry.order.bleed is not None and expected.bleed != entry.order.bleed:
        yield "its bleed is not the one that was ordered"
    if (_WATERMARK in entry.texts) != entry.order.draft:
        yield "only a draft bears the watermark, and every draft"
    if strange := {frame.partition(LAYER_MARK)[0] for frame in entry.texts} - {*resolved.texts, _WATERMARK}:
        yield f"nothing was ordered for frame {sorted(strange)[0]}"
    if any(page.qr not in ("", entry.binding) for page in expected.pages):
        yield "the code on a page is not its binding"
    if isinstance(resolved, PrintSign) and any(page.standard != entry.order.standard for page in expected.pages):
        yield "a page is of another standard than was ordered"


# -- what the program makes of the order again ----------------------------------------------------


def _record_again(studio: Studio, entry: ManifestEntry, prepared: Prepared) -> dict[str, Any]:
    """Return the record that would be written today, with what the order does not decide as it was written."""
    files = list_records(studio, prepared, entry.order.formats)
    given = {record.name: record for record in entry.files}
    files = tuple(
        again.model_copy(update={"path": given[again.name].path, "sha256": given[again.name].sha256})
        if again.name in given
        else again
        for again in files
    )
    again = make_entry(prepared, files, entry.job)
    kept = {name: getattr(entry, name) for name in _UNDECIDED}
    return again.model_copy(update=kept).model_dump(mode="json", by_alias=True)


def _tell(entry: ManifestEntry, again: dict[str, Any]) -> list[str]:
    """Return what a record says otherwise than its order, the first few differences."""
    said = entry.model_dump(mode="json", by_alias=True)
    found = list(_differences(said, again, ""))
    if len({str(PurePosixPath(file.path).parent) for file in entry.files}) > 1:
        found.append("its files stand in several folders")
    return found[:_TOLD]


def _differences(said: Any, made: Any, at: str) -> Iterator[str]:
    if isinstance(said, dict) and isinstance(made, dict):
        for key in sorted({*said, *made}):
            yield from _differences(said.get(key), made.get(key), f"{at}.{key}" if at else key)
    elif isinstance(said, list) and isinstance(made, list) and len(said) == len(made):
        for number, (one, other) in enumerate(zip(said, made, strict=True)):
            yield from _differences(one, other, f"{at}.{number}")
    elif said != made:
        yield f"{at} is {_short(said)}, where its order makes {_short(made)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _tell_stale(studio: Studio, entry: ManifestEntry, derived: Derivation) -> Finding:
    """Say that the release moved on, and what of the record is therefore believed and not derived again."""
    moved = "the layout, fonts, palette or program changed since this file was made"
    if derived.prepared is None:
        told = f"the sign can no longer be set ({derived.fault.message if derived.fault else ''})"
    else:
        again = _record_again(studio, entry, derived.prepared)
        said = entry.model_dump(mode="json", by_alias=True)
        parts = sorted({_part(path) for path in _differences(said, again, "")} - {*_OF_THE_RELEASE})
        told = f"would be made otherwise today: {', '.join(parts)}" if parts else "nothing else would differ today"
    return Finding("stale", f"{moved}: words, size and pages follow from its order; {told}", severity="warning")


def _part(difference: str) -> str:
    path = difference.split(" ", 1)[0].split(".")
    return path[1] if path[0] == "expectation" and len(path) > 1 else path[0]


# -- what the order does not decide ---------------------------------------------------------------


def _compare_undecided(entry: ManifestEntry, prepared: Prepared) -> Iterator[Finding]:
    """Yield what a record says of its making that is not so: warnings of the artwork, notes of the catalogue."""
    told, about = prepared.warnings, f"slogan {prepared.resolved.slogan.id} "
    first, last = entry.warnings[: len(entry.warnings) - len(told)], entry.warnings[len(entry.warnings) - len(told) :]
    if last != told or not all(warning.startswith(about) for warning in first):
        yield _contradiction("its warnings are not those of this sign")
    if entry.source != prepared.resolved.slogan.source:
        message = "the catalogue names another source of the slogan now"
        yield Finding(
            "source-differs",
            message,
            expected=prepared.resolved.slogan.source,
            found=make_printable(entry.source),
            severity="warning",
        )


def _check_approvals(studio: Studio, entry: ManifestEntry) -> list[Finding]:
    known = {one.hash for one in studio.ledger} if entry.approvals else set()
    lost = [one[:8] for one in entry.approvals if one not in known]
    if not lost:
        return []
    told = f"it rests on approvals that the ledger does not have: {make_printable(', '.join(lost))}"
    return [Finding("approval-unknown", told)]
