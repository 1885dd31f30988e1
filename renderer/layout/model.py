"""``layout.toml`` as a typed model, and the list of layouts of a workspace."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from renderer.contract.print_specs import MATERIALS, MarksKey
from renderer.values.errors import CodongError, DataError, RefusedError, unknown_name
from renderer.values.lengths import Size, Unit, parse_size
from renderer.values.record import Value
from renderer.workspace import Workspace, parse_toml

Content = Literal["slogan", "event", "unit", "imprint"]
Case = Literal["upper", "as-written"]
Align = Literal["left", "center", "right", "justify"]
VAlign = Literal["top", "middle", "bottom"]
Tightening = Annotated[float, Field(ge=-0.01, le=0)]
Opening = Annotated[float, Field(ge=0, le=0.03)]


Name = Annotated[str, Field(max_length=100)]
Aspect = Annotated[float, Field(ge=1e-3, le=1e3)]
MOST_FRAMES = 64
"""Frames of one sign: each is set, drawn and proven by itself."""


class Outline(Value):
    """An outline painted under the letters: its swatch, and how far it reaches beyond them, as a share of the em."""

    fill: str
    width: Annotated[float, Field(gt=0, le=0.1)]


class Shadow(Value):
    """A hard shadow painted under the letters: its swatch, and its offset right and down, as shares of the em."""

    fill: str
    x: Annotated[float, Field(ge=-0.1, le=0.1)]
    y: Annotated[float, Field(ge=-0.1, le=0.1)]


class FrameStyle(Value):
    """How the text of one frame is set. ``min_cap_height`` is a fraction of the trim's short side.

    ``leading`` fixes the distance of baselines, as a share of the cap height; without it lines stand as close as
    their ink allows but not under ``least_leading``, at equal distances, or within ``spread`` of each other, and
    open up to the clearance ``comfort`` where height is left. ``tracking`` is the allowed range as shares of the
    em. ``lead`` lets a slogan's marked beginning stand smaller. ``condensed`` is the face (``family/weight``) for
    texts that would fall under the smallest cap height.
    """

    content: Content
    font: str
    weight: Annotated[int, Field(ge=1, le=1_000)]
    fill: Name | Annotated[tuple[Name, ...], Field(max_length=16)]
    outline: Outline | None = None
    shadow: Shadow | None = None
    case: Case = "as-written"
    align: Align = "center"
    valign: VAlign = "middle"
    min_cap_height: Annotated[float, Field(gt=0, lt=1)]
    max_lines: Annotated[int, Field(ge=1, le=12)]
    optional: bool = False
    leading: Annotated[float, Field(ge=1, le=4)] | None = None
    least_leading: Annotated[float, Field(ge=1.08, le=4)] = 1.08
    comfort: Annotated[float, Field(ge=0.08, le=1)] = 0.08
    spread: Annotated[float, Field(ge=1, le=1.1)] = 1.0
    tracking: tuple[Tightening, Opening] = (0.0, 0.0)
    lead: bool = False
    condensed: str | None = None

    @property
    def fills(self) -> tuple[str, ...]:
        """The swatch of the letters, or the stops of their gradient from the cap line to the baseline."""
        return (self.fill,) if isinstance(self.fill, str) else self.fill

    @model_validator(mode="after")
    def _layers_differ(self) -> FrameStyle:
        if not self.fills:
            raise ValueError("fill: name a swatch, or the stops of a gradient")
        under = [layer.fill for layer in (self.outline, self.shadow) if layer is not None]
        if len({*under, *self.fills}) < len(under) + len(set(self.fills)):
            raise ValueError("outline, shadow: each needs a swatch of its own, other than the letters'")
        return self

    @property
    def face(self) -> str:
        return f"{self.font}/{self.weight}"

    @property
    def faces(self) -> tuple[str, ...]:
        """Every face that the frame may use."""
        return (self.face,) if self.condensed is None else (self.face, self.condensed)


class PictureStyle(Value):
    """A frame for a picture that the order brings; it is fitted in, centred, in its own shape."""

    content: Literal["logo"]
    optional: bool = True


class LayoutSpec(Value):
    """``layout.toml``: aspect is width / height, inclusive; lengths in mm unless they name a unit."""

    title: Annotated[str, Field(max_length=500)]
    description: Annotated[str, Field(max_length=5_000)]
    aspect: tuple[Aspect, Aspect]
    units: Annotated[tuple[Unit, ...], Field(max_length=10)]
    sizes: Annotated[tuple[Name, ...], Field(min_length=1, max_length=500)]
    viewing_m: Annotated[float, Field(gt=0, le=10_000)]
    bleed_mm: Annotated[float, Field(ge=0, le=100)] = 0.0
    material: str = "coated"
    marks: MarksKey = "none"
    watermark: str = "white"
    frames: Annotated[dict[Name, FrameStyle], Field(max_length=MOST_FRAMES)]
    pictures: Annotated[dict[Name, PictureStyle], Field(max_length=MOST_FRAMES)] = Field(default_factory=dict)

    @field_validator("material")
    @classmethod
    def _material_is_known(cls, name: str) -> str:
        if name not in MATERIALS:
            raise ValueError(f"no material is called {name!r}; accepted: {', '.join(MATERIALS)}")
        return name

    @field_validator("sizes")
    @classmethod
    def _sizes_parse(cls, sizes: tuple[str, ...]) -> tuple[str, ...]:
        for text in sizes:
            try:
                parse_size(text)
            except CodongError as fault:
                raise ValueError(fault.message) from None
        return sizes

    @model_validator(mode="after")
    def _has_a_slogan(self) -> LayoutSpec:
        if self.aspect[0] > self.aspect[1]:
            raise ValueError("aspect: the first number must not be larger than the second")
        if shared := self.frames.keys() & self.pictures.keys():
            raise ValueError(f"pictures: {', '.join(sorted(shared))} is a frame of text too")
        if sum(f.content == "slogan" for f in self.frames.values()) != 1:
            raise ValueError('frames: exactly one frame must have content = "slogan"')
        return self


@dataclass(frozen=True)
class Layout:
    """A layout of the workspace: its id is ``format/family``; ``digest`` covers every file it is drawn from."""

    id: str
    spec: LayoutSpec = field(compare=False)  # stands in the digest
    digest: str

    @property
    def format(self) -> str:
        return self.id.split("/")[0]

    @property
    def family(self) -> str:
        return self.id.split("/")[1]

    @property
    def folder(self) -> str:
        return f"layouts/{self.id}"

    def accept(self, size: Size) -> None:
        """Raise RefusedError unless the layout is drawn for this unit and aspect."""
        low, high = self.spec.aspect
        if size.unit not in self.spec.units:
            raise RefusedError(
                "wrong-unit",
                f"layout {self.id} is made for {' or '.join(self.spec.units)}, not {size.unit}",
                field="size",
                hint="sizes of this layout: " + ", ".join(self.spec.sizes),
            )
        if not low - 1e-9 <= size.aspect <= high + 1e-9:
            raise RefusedError(
                "wrong-aspect",
                f"{size} is {size.aspect:.2f} : 1, but layout {self.id} is drawn for {low:g} : 1 to {high:g} : 1",
                field="size",
                hint="width and height in this order (ngang x cao); sizes of this layout: "
                + ", ".join(self.spec.sizes),
            )


def layout_ids(workspace: Workspace) -> list[str]:
    """Return the ids of all layouts, sorted."""
    found = workspace.list_files("layouts", "layout.toml")
    return [path.removeprefix("layouts/").removesuffix("/layout.toml") for path in found]


def load_layout(workspace: Workspace, layout_id: str) -> Layout:
    """Load one layout; raises UsageError for an unknown id, DataError for a faulty file."""
    known = layout_ids(workspace)
    if layout_id not in known:
        raise unknown_name("layout", layout_id, known)
    if layout_id.count("/") != 1:
        raise DataError(
            "bad-layout-folder", "a layout lies in layouts/<format>/<family>/", where=f"layouts/{layout_id}"
        )
    where = f"layouts/{layout_id}/layout.toml"
    spec = parse_toml(workspace.read(where), where, LayoutSpec)
    for name, style in spec.frames.items():
        for face in style.faces:
            if face not in workspace.font_entries:
                raise DataError(
                    "unknown-face",
                    f"frames.{name}: no face {face} is pinned: family and weight must be exact",
                    where=where,
                    hint="pinned: " + ", ".join(sorted(workspace.font_entries)),
                )
        for swatch in style.fills:
            _swatch(workspace, swatch, where, f"frames.{name}.fill")
        for part, layer in (("outline", style.outline), ("shadow", style.shadow)):
            if layer is not None:
                _swatch(workspace, layer.fill, where, f"frames.{name}.{part}.fill")
    _swatch(workspace, spec.watermark, where, "watermark")
    return Layout(layout_id, spec, _digest(workspace, layout_id))


def _swatch(workspace: Workspace, name: str, where: str, field: str) -> None:
    palette = workspace.palette  # a fault of the palette itself is named as such
    try:
        palette.find(name)
    except CodongError as fault:
        raise DataError("unknown-swatch", f"{field}: {fault.message}", where=where, hint=fault.hint) from None


def _digest(workspace: Workspace, layout_id: str) -> str:
    paths = [f"layouts/{layout_id}/layout.toml", f"layouts/{layout_id}/art.svg.j2"]
    if workspace.path("layouts/_shared").is_dir():
        paths += workspace.list_files("layouts/_shared", "*.j2")
    digest = hashlib.sha256()
    for path in paths:
        data = workspace.read(path)
        digest.update(f"{path}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()
