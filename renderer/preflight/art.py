"""The art of a page: a digest that survives rewriting, and the full check that a master gets once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from renderer.preflight.finding import Finding

_RGB_OPERATORS = {"rg", "RG"}
_GRAY_OPERATORS = {"g", "G"}
UNREADABLE = (pikepdf.PdfError, ValueError, KeyError, TypeError, IndexError, RuntimeError)


def open_strictly(data: bytes) -> pikepdf.Pdf:
    """Open a PDF without repairing it; raises PdfError for anything that needs mending."""
    return pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)


def art_digest(data: bytes) -> str:
    """Return a sha256 over the /Art form and all it needs: equal for equal art, however the file is written."""
    with open_strictly(data) as pdf:
        return digest_of(pdf.pages[0].obj["/Resources"]["/XObject"]["/Art"])


def digest_of(obj: Object) -> str:
    """Return the digest of one object tree, independent of object numbers and compression."""
    digest = hashlib.sha256()
    for part in _canonical(obj, {}):
        digest.update(part)
    return digest.hexdigest()


def _canonical(value: Any, seen: dict[tuple[int, int], int]) -> Iterator[bytes]:
    if isinstance(value, Object) and value.is_indirect:
        if value.objgen in seen:
            yield b"ref %d;" % seen[value.objgen]
            return
        seen[value.objgen] = len(seen)
    if isinstance(value, Stream):
        yield b"stream"
        # How a stream is packed is no part of the picture.
        packing = {"/Length", "/Filter", "/DecodeParms"}
        yield from _entries({k: value[k] for k in value.keys() if k not in packing}, seen)  # noqa: SIM118
        body = value.read_bytes()
        yield b"%d:" % len(body) + body
    elif isinstance(value, Dictionary):
        yield from _entries({k: value[k] for k in value.keys()}, seen)  # noqa: SIM118
    elif isinstance(value, Array):
        yield b"["
        for item in value:
            yield from _canonical(item, seen)
        yield b"]"
    elif isinstance(value, Object):
        yield value.unparse() + b";"
    else:
        yield f"{type(value).__name__} {value};".encode()


def _entries(entries: dict[str, Any], seen: dict[tuple[int, int], int]) -> Iterator[bytes]:
    yield b"<<"
    for key in sorted(entries):
        yield key.encode() + b" "
        yield from _canonical(entries[key], seen)
    yield b">>"


# -- the full check -------------------------------------------------------------------------------


def master_findings(data: bytes, max_ink: float = 300.0) -> list[Finding]:
    """Check everything that paints in a file, in full: a master gets this once, a finished file on demand.

    Every operator, shading, function, pattern, group and soft mask must be DeviceCMYK (DeviceGray inside soft
    masks only); no font, no image, no overprint; solid inks at most ``max_ink`` per cent: what blends
    or shades between them in normal mode carries no more. Transparency is a warning.
    """
    try:
        with open_strictly(data) as pdf:
            walk = _Walk(max_ink)
            page = pdf.pages[0].obj
            walk.resources(page.get("/Resources", Dictionary()), mask=False)
            walk.content(pdf.pages[0], mask=False)
            return list(dict.fromkeys(walk.findings))
    except UNREADABLE as fault:
        return [Finding("unreadable", f"the file cannot be read without repair: {fault}")]


class _Walk:
    def __init__(self, max_ink: float) -> None:
        self.findings: list[Finding] = []
        self._max_ink = max_ink
        self._spots: set[str] = set()
        self._seen: set[tuple[tuple[int, int], bool]] = set()

    def add(self, code: str, message: str, severity: Any = "error") -> None:
        self.findings.append(Finding(code, message, severity=severity))

    def _allowed(self, space: Object, mask: bool) -> bool:
        """Tell whether art may select a colour space: the press's inks, a pattern, or a spot colour of its own."""
        return space in (Name.Pattern, Name.DeviceGray if mask else Name.DeviceCMYK) or str(space) in self._spots

    def resources(self, resources: Object, mask: bool) -> None:
        spaces = resources.get("/ColorSpace", Dictionary())
        for key in spaces.keys():  # noqa: SIM118
            space = spaces[key]
            if isinstance(space, Array) and space[0] == Name.Separation and space[2] == Name.DeviceCMYK:
                self._spots.add(key)
                self._inks([float(v) for v in space[3]["/C1"]], "a spot colour's build")
            else:
                self.add("colour-space", f"holds a colour space {space}")
        if len(resources.get("/Font", Dictionary())):
            self.add("font", "holds live text")
        acts = {
            "/XObject": self._xobject,
            "/Pattern": self._pattern,
            "/Shading": self._shading,
            "/ExtGState": self._graphics_state,
        }
        for kind, act in acts.items():
            entries = resources.get(kind, Dictionary())
            for key in entries.keys():  # noqa: SIM118
                entry = entries[key]
                mark = (entry.objgen, mask)
                if entry.is_indirect and mark in self._seen:
                    continue
                self._seen.add(mark)
                act(entry, mask)

    def content(self, stream: Any, mask: bool) -> None:
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.add("image", "paints an inline image")
                continue
            self._operator(str(instruction.operator), list(instruction.operands), mask)

    def _operator(self, name: str, operands: list[Any], mask: bool) -> None:
        if name in _RGB_OPERATORS:
            self.add("rgb-operator", f"sets an RGB colour with {name}")
        elif name in _GRAY_OPERATORS and not mask:
            self.add("gray-operator", f"sets a gray with {name}")
        elif name in ("k", "K"):
            self._inks([float(v) for v in operands], "a solid")
        elif name in ("cs", "CS") and not self._allowed(operands[0], mask):
            self.add("colour-space", f"selects the colour space {operands[0]}")
        elif name == "Tj" or name == "TJ":
            self.add("font", "sets live text")

    def _inks(self, values: list[float], what: str) -> None:
        total = 100 * sum(values)
        if total > self._max_ink + 1e-4:
            self.add("ink", f"{what} carries {total:.0f} % ink, more than {self._max_ink:.0f} %")

    def _xobject(self, entry: Object, mask: bool) -> None:
        if entry.get("/Subtype") == Name.Image:
            space = entry.get("/ColorSpace")
            if space != (Name.DeviceGray if mask else Name.DeviceCMYK):
                self.add("rgb-image", f"holds an image in {space}")
            return
        self._form(entry, mask)

    def _form(self, entry: Object, mask: bool) -> None:
        group = entry.get("/Group")
        if group is not None:
            space = group.get("/CS")
            if space is not None and space != (Name.DeviceGray if mask else Name.DeviceCMYK):
                self.add("group-space", f"blends a group in {space}")
        self.resources(entry.get("/Resources", Dictionary()), mask)
        self.content(entry, mask)

    def _pattern(self, entry: Object, mask: bool) -> None:
        if entry.get("/PatternType") == 2:
            self._shading(entry["/Shading"], mask)
        else:
            self._form(entry, mask)

    def _shading(self, entry: Object, mask: bool) -> None:
        wanted, components = (Name.DeviceGray, 1) if mask else (Name.DeviceCMYK, 4)
        if entry.get("/ColorSpace") != wanted:
            self.add("rgb-shading", f"shades in {entry.get('/ColorSpace')}")
        self._function(entry["/Function"], components)

    def _function(self, function: Object, components: int) -> None:
        # A DeviceCMYK shading with three-component functions paints nothing in any renderer, without an error.
        for part in function.get("/Functions", []):
            self._function(part, components)
        for key in ("/C0", "/C1"):
            if key in function and len(function[key]) != components:
                self.add(
                    "shading-function", f"a shading function has {len(function[key])} components, not {components}"
                )
            elif key in function and components == 4:
                self._inks([float(v) for v in function[key]], "a gradient's stop")

    def _graphics_state(self, entry: Object, mask: bool) -> None:
        if entry.get("/OP") or entry.get("/op"):
            self.add("overprint", "sets overprint")
        soft = entry.get("/SMask")
        blend = entry.get("/BM", Name.Normal)
        if (
            float(entry.get("/ca", 1)) < 1
            or float(entry.get("/CA", 1)) < 1
            or blend not in (Name.Normal, Name.Compatible)
        ):
            self.add("transparency", "uses opacity or a blend mode", "warning")
        if isinstance(soft, Dictionary):
            self.add("transparency", "uses a soft mask", "warning")
            self._form(soft["/G"], mask=True)
