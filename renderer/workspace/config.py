"""What the files of a workspace say: configuration and policy, pinned faces and pictures, swatches."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Policy(_Record):
    """What a final file needs. ``final``: texts that are issued, or approved by every one of ``roles``.

    ``picture``: roles that must have approved the very picture. ``phase``: what happens to a sign that fits the
    phases of its campaign on some of its days only; one that fits on none of them is always refused. ``ledger``: there
    is a ledger, and without its file nothing is made.
    """

    final: Literal["issued", "approved"] = "issued"
    roles: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    phase: Literal["warn", "refuse"] = "warn"
    ledger: bool = False

    @model_validator(mode="after")
    def _says_by_whom(self) -> Policy:
        if (self.final == "approved") != bool(self.roles):
            raise ValueError('roles: name who approves, with final = "approved"')
        return self


class Config(_Record):
    """``codong.toml``."""

    schema_: Literal[1] = Field(alias="schema")
    profile: str
    intent: Literal["relative", "perceptual", "saturation", "absolute"] = "relative"
    condition: str = ""
    """Name of the printing condition in the ICC's registry, for example FOGRA39."""
    policy: Policy = Policy()

    @property
    def drawing_settings(self) -> dict[str, Any]:
        """What of it changes a file."""
        return self.model_dump(exclude={"policy"})


class FontEntry(_Record):
    """One ``[[face]]`` of ``fonts.toml``."""

    file: str
    family: str
    weight: int = Field(ge=1, le=1000)
    licence: str
    source: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    @property
    def key(self) -> str:
        """``family/weight``, the name by which everything asks for a face."""
        return f"{self.family}/{self.weight}"


class ImageEntry(_Record):
    """One ``[[image]]`` of ``assets/images/images.toml``: a picture that an order may bring, a unit's logo."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    file: str
    title: str
    source: str
    licence: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Images(_Record):
    image: tuple[ImageEntry, ...] = ()


class _Fonts(_Record):
    face: tuple[FontEntry, ...]


_Ink = Annotated[float, Field(ge=0, le=100)]


class _SwatchEntry(_Record):
    srgb: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
    cmyk: tuple[_Ink, _Ink, _Ink, _Ink]
    use: str = ""
    spot: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ._-]{0,60}$")] = ""


class _PaletteFile(_Record):
    swatch: dict[str, _SwatchEntry]
