"""A PDF recognised from nothing: its art must be a layout's at its size, each of its texts one of the catalogue's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from pathlib import Path

from renderer.artwork import (
    SLUG_FACE,
    SLUG_JOINT,
    Artwork,
    expect_frame,
    format_words,
    scale_words,
    set_frame,
    set_slug,
    size_words,
)
from renderer.catalogue import Slogan, Status
from renderer.contract.expectation import Box, Expectation, ExpectedFrame, ExpectedPage
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout import NO_CONDITION, Layout, Master, MasterSpec, layout_ids
from renderer.preflight import (
    Finding,
    StatedPage,
    digest_of_art,
    make_ready,
    read_slug,
    read_stated_page,
    read_words,
    verify_pdf,
)
from renderer.resolve import event_wording, in_case, slogan_wording
from renderer.review.foreign import ask_pdf, is_pdf, read_pdf
from renderer.studio import Studio
from renderer.values.errors import CodongError, RefusedError
from renderer.values.geometry import Rect
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


@dataclass(frozen=True)
class _Place:
    """Where a stated page would lie on a sign of this size, with art that reaches so far beyond its trim (mm)."""

    size: Size
    bleed: float
    page: ExpectedPage

    @property
    def is_panel(self) -> bool:
        """Tell whether the page is a part of the sign."""
        return any(abs(a - b) > 0.01 for a, b in zip(self.page.trim, (0, 0, *self._sides), strict=True))

    @property
    def is_cut_as_ours(self) -> bool:
        """Tell whether every side of the page is an edge of the sign, or a seam: there all overlap alike."""
        trim, bleed = Rect(*self.page.trim), Rect(*self.page.bleed)
        width, height = self._sides
        sides = (
            (trim.x, trim.x - bleed.x),
            (trim.y, trim.y - bleed.y),
            (width - trim.right, bleed.right - trim.right),
            (height - trim.bottom, bleed.bottom - trim.bottom),
        )
        overlaps = [beyond for inside, beyond in sides if abs(inside) > 0.01]
        alike = not overlaps or max(overlaps) - min(overlaps) <= 0.02
        return alike and all(inside > -0.01 and beyond > -0.01 for inside, beyond in sides)

    @property
    def longest(self) -> float:
        return max(self._sides)

    @property
    def _sides(self) -> tuple[float, float]:
        return self.size.width, self.size.height


def recognise(studio: Studio, path: Path) -> Recognition:
    """Recognise a PDF from nothing: its art must be a layout's at its size, each text one of the catalogue's.

    Its slug is read, must be set as ours are, letter by letter, and say nothing that contradicts what was recognised.
    Raises DataError for one that cannot be read.
    """
    unknown = Finding("unknown-file", "no manifest here knows this file, and its art is no layout's of this workspace")
    if not is_pdf(path):
        return Recognition((unknown,))
    data = read_pdf(path)
    faces = {key: studio.font_bytes(key) for key in studio.workspace.font_entries}
    make_ready(faces)
    stated, art, slug, said = ask_pdf(partial(_read_sign, data, faces), path, len(data))
    if stated is None:
        return Recognition((unknown,))
    signs: list[_Sign] = []
    for sign in _list_signs(studio, stated, slug, art):
        # What the page cannot say, for want of letters, is asked for only if it seems to say nothing: each trial reads
        # all of the page.
        signs.append(sign)
        if (likely := sign.of_letters(said)) is not None:
            read = ask_pdf(partial(_read_frames, data, likely, faces), path, len(data), likely.turns)
            if isinstance(read, dict):
                return _tell(studio, sign.spec, sign.place, stated, slug, read)
    for sign in signs:
        read = ask_pdf(partial(_read_frames, data, sign, faces), path, len(data), sign.turns)
        if isinstance(read, Finding):
            unknown = read
        elif read:
            return _tell(studio, sign.spec, sign.place, stated, slug, read)
    return Recognition((unknown,))


@dataclass(frozen=True)
class _Sign:
    """A sign that a page may be: its place, its master, and what each of its frames may hold; ``bare`` is what the
    page must show beside its texts."""

    place: _Place
    spec: MasterSpec
    told: Candidates
    bare: Expectation

    @property
    def turns(self) -> int:
        """How often the page is read at most."""
        return sum(map(len, self.told.values()))

    def of_letters(self, letters: Counter[str]) -> _Sign | None:
        """Return the sign with those of its texts alone that these letters could make; None where a frame has none."""
        told = {
            name: [option for option in options if Counter(_squeeze(option[1][-1].text)) <= letters]
            for name, options in self.told.items()
        }
        return replace(self, told=told) if all(told[name] or not self.told[name] for name in told) else None


def _list_signs(studio: Studio, stated: StatedPage, slug: str, art: str) -> Iterator[_Sign]:
    tried: list[tuple[_Place, Candidates]] = []
    for place in _list_places(studio, stated, slug):
        for spec, master in _find_same_art(studio, art, place):
            told = {name: list(_list_candidates(studio, spec.layout, master, name)) for name in master.frames}
            if (place, told) not in tried:  # another material or finishing may leave everything where it was
                tried.append((place, told))
                yield _Sign(place, spec, told, _expect_bare(studio, spec, art, place))


def _expect_bare(studio: Studio, spec: MasterSpec, art: str, place: _Place) -> Expectation:
    """Return what a file must show beside its texts."""
    return Expectation(
        binding="",
        unit="mm",
        trim=(spec.size.width, spec.size.height),
        bleed=spec.bleed,
        frames=(),
        art=art,
        pages=(place.page,),
        max_ink=spec.max_ink,
        profile=studio.workspace.profile_sha256,
        condition=studio.workspace.config.condition or NO_CONDITION,
    )


def _read_sign(data: bytes, faces: Mapping[str, bytes]) -> tuple[StatedPage | None, str, str, Counter[str]]:
    """Return what a page says of itself, the digest of its art, the words of its slug, and all of its letters."""
    stated = read_stated_page(data)
    if stated is None:
        return None, "", "", Counter()
    slug = read_slug(data, {SLUG_FACE: faces[SLUG_FACE]}) if stated.page.marks == "full" else ""
    return stated, digest_of_art(data), slug, Counter(_squeeze(read_words(data, faces)))


def _list_places(studio: Studio, stated: StatedPage, slug: str) -> Iterator[_Place]:
    """Yield every sign that a page may be, or be a panel of; its slug set as a sign of that size has it."""
    for bleed in stated.bleeds:
        width, height = (round(side - 2 * bleed, 2) for side in stated.area)
        if min(width, height) <= 0:
            continue
        boxes = {name: _moved(getattr(stated.page, name), bleed) for name in ("media", "bleed", "trim")}
        place = _Place(Size(width, height, "mm"), bleed, stated.page.model_copy(update=boxes))
        if not place.is_cut_as_ours:
            continue
        if stated.page.marks == "full":
            try:
                set_text = set_slug(studio, place.longest, Rect(*boxes["bleed"]), slug)
            except CodongError:
                continue  # words that no slug of ours has
            shown = {"slug": (expect_frame(set_text),), "qr": stated.binding}
            place = replace(place, page=place.page.model_copy(update=shown))
        yield place


def _moved(box: Box, bleed: float) -> Box:
    return round(box[0] - bleed, 3), round(box[1] - bleed, 3), box[2], box[3]


# -- what a slug may say --------------------------------------------------------------------------


def _tell(
    studio: Studio, spec: MasterSpec, place: _Place, stated: StatedPage, slug: str, read: dict[str, str]
) -> Recognition:
    findings = [
        Finding(
            "unrecorded",
            "no manifest records this file; layout and texts were recognised from the catalogue",
            severity="warning",
        )
    ]
    if place.is_panel:
        x, y, width, height = (round(v, 3) + 0.0 for v in place.page.trim)
        told = f"the page is a part of a sign of {place.size}: {width:g} x {height:g} mm, {x:g} mm from its left"
        told += f" and {y:g} mm from its top edge; its other parts are files of their own"
        findings.append(Finding("panel", told, severity="warning"))
    if stated.page.marks == "full":
        frame, named, fault = _compare_slug(studio, spec, place, stated, slug, read)
        if fault:
            return Recognition((Finding("slug-differs", f"the slug {fault}", found=slug),))
        read = {**read, frame: named}
        told = "job, material, finishing and hash in the slug are what the file says: a manifest alone can prove them"
        findings.append(Finding("slug-unrecorded", told, severity="warning"))
    return Recognition(tuple(findings), read)


_SHEET = re.compile(r"tờ (\d+)/(\d+)")


def _compare_slug(
    studio: Studio, spec: MasterSpec, place: _Place, stated: StatedPage, slug: str, read: dict[str, str]
) -> tuple[str, str, str]:
    """Return the slogan's frame, the record that a slug names (of those whose words are the same), and what the slug
    says otherwise than the sign; empty for one that does not. The job is its own affair."""
    sheet = _SHEET.search(slug)
    number, count = map(int, sheet.groups()) if sheet else (1, 1)
    if not 1 <= number <= count or (count == 1 and place.is_panel):
        return "", "", "does not say which part of the sign this is"
    by_content = {spec.layout.spec.frames[name].content: (name, record) for name, record in read.items()}
    names = {o.id: o.name for o in studio.catalogue_today.organisations}
    units = {names[by_content["unit"][1]]} if "unit" in by_content else set()
    sheets = {f"tờ {number}/{count}"} if count == 1 else set()
    faults = []
    frame, record = by_content["slogan"]
    for slogan in _list_alike(studio, spec.layout, frame, record):
        wanted: list[set[str]] = [
            {f"{format_words(spec.layout.format)} {spec.layout.spec.title}"},
            {size_words(place.size, Rect(*place.page.bleed), number, count)},
            {scale_words(place.page)},
            {material.name for material in MATERIALS.values()},
            {finishing.name for finishing in FINISHINGS.values()},
            units,
            {f"{slogan.id} bản {slogan.version}"},
            {slogan.document or ""} - {""},
            sheets,
            {stated.binding[:8]} - {""},
        ]
        fault = _compare_parts(slug.split(SLUG_JOINT), [choice for choice in wanted if choice])
        if not fault:
            return frame, slogan.id, ""
        faults.append(fault)
    return frame, record, faults[0]


def _list_alike(studio: Studio, layout: Layout, frame: str, record: str) -> list[Slogan]:
    """Return the slogan that was recognised, and every other whose words are the same as they are painted."""
    case = layout.spec.frames[frame].case
    current = {s.id: s for s in studio.catalogue_today.current}
    painted = in_case(slogan_wording(studio, current[record]), case).text
    return [s for s in current.values() if in_case(slogan_wording(studio, s), case).text == painted]


def _compare_parts(parts: list[str], wanted: list[set[str]]) -> str:
    """Return how the last parts of a slug differ from what they must be; what stands before them is the job."""
    said = parts[-len(wanted) :]
    if len(said) < len(wanted):
        return "says less than a slug of ours"
    for part, choice in zip(said, wanted, strict=True):
        if not any(part == word or part.startswith(f"{word}, ") for word in choice):
            return f"says {part!r}, and the sign is {' or '.join(sorted(choice))!r}"
    return ""


# -- texts ----------------------------------------------------------------------------------------


def _read_frames(data: bytes, sign: _Sign, fonts: Mapping[str, bytes]) -> Read:
    """Return the catalogue's record for every frame, the finding for one that is not there, or None where the page
    as a whole is another."""
    frames = {name: options[0][1] for name, options in sign.told.items() if options}
    read: dict[str, str] = {}
    # What the code beside the sign holds is asked once, at the end: it takes longer than all letters.
    pages = tuple(page.model_copy(update={"qr": ""}) for page in sign.bare.pages)
    uncoded = sign.bare.model_copy(update={"pages": pages})
    for name, options in sign.told.items():
        match = _match(data, uncoded, frames, name, options, fonts)
        if match is None:
            message = "no manifest here knows this file, and this text is no issued one of the catalogue"
            return Finding("unknown-file", message, frame=name)
        read[name], frames[name] = match
    return None if _verify(data, sign.bare, frames, fonts) else read


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _find_same_art(studio: Studio, digest: str, place: _Place) -> Iterator[tuple[MasterSpec, Master]]:
    """Return every master whose art the page shows; the ones with most frames first."""
    settled: set[MasterSpec] = set()
    for spec in _list_specs(studio, place):
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


def _list_specs(studio: Studio, place: _Place) -> Iterator[MasterSpec]:
    size, page, bleed = place.size, place.page, place.bleed
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
