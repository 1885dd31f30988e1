"""What an image of a page is: its size in px, its colour space and its mask, also where JPEG 2000 says it alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pikepdf import Stream

from renderer.preflight.spaces import Space, space_of

_HEAD = 4_096
"""Bytes of a JPEG 2000 file in which its boxes that describe it lie."""
_BY_NUMBER = {12: "cmyk", 14: "rgb", 16: "rgb", 17: "gray", 18: "rgb"}
"""Enumerated colour spaces of JPEG 2000 (ISO 15444-1, I.5.3.3 and 15444-2): CMYK, Lab, sRGB, grey, sYCC."""
_BY_PROFILE = {b"CMYK": "cmyk", b"RGB ": "rgb", b"GRAY": "gray", b"Lab ": "rgb"}
_BY_COUNT = {1: "gray", 2: "gray", 3: "rgb", 4: "cmyk"}


class Image(NamedTuple):
    """An image: px across and down, its space, whether it has a soft mask, and what is wrong with it by code."""

    width: int
    height: int
    space: Space
    masked: bool
    wrong: tuple[tuple[str, str], ...] = ()


class _Jpx(NamedTuple):
    """What the head of a JPEG 2000 file says: px, and the kind of its colours, "" where it cannot be told."""

    width: int
    height: int
    kind: str


def describe_image(image: Any, resources: Any) -> Image:
    """Return what an image is: of its entries, and of its own head where these leave it open."""
    jpx = _read_jpx(image)
    width, height = int(image.get("/Width", image.get("/W", 0))), int(image.get("/Height", image.get("/H", 0)))
    if jpx is not None:
        width, height = width or jpx.width, height or jpx.height
    stencil = bool(image.get("/ImageMask", image.get("/IM", False)))
    declared = image.get("/ColorSpace", image.get("/CS"))
    wrong = []
    if stencil or (declared is None and jpx is None):
        space = Space("gray", 1)
    elif declared is not None:
        space = space_of(declared, resources)
    else:
        space = Space(jpx.kind or "gray", 1, "JPEG 2000") if jpx is not None else Space("gray", 1)
    if declared is None and not stencil and jpx is None:
        wrong.append(("image-space", "an image does not say its colour space"))
    soft = image.get("/SMask")
    if isinstance(soft, Stream) and describe_image(soft, resources).space.kind != "gray":
        wrong.append(("mask-space", "an image's soft mask is not grey"))
    masked = isinstance(soft, Stream) or (jpx is not None and int(image.get("/SMaskInData", 0)) > 0)
    return Image(max(width, 1), max(height, 1), space, masked, tuple(wrong))


def _read_jpx(image: Any) -> _Jpx | None:
    """Return what the head of a JPEG 2000 image says; None for an image that is packed otherwise."""
    if not isinstance(image, Stream) or "/JPXDecode" not in str(image.get("/Filter", "")):
        return None
    data = bytes(memoryview(image.get_raw_stream_buffer())[:_HEAD])
    at = data.find(b"\xff\x4f\xff\x51")  # a bare codestream, or the one in its box: SOC and SIZ
    size = data[at + 8 : at + 24] if at >= 0 else b""
    width, height, left, top = (int.from_bytes(size[i : i + 4], "big") for i in (0, 4, 8, 12))
    count = int.from_bytes(data[at + 40 : at + 42], "big") if at >= 0 else 0
    kind = next(_kinds_of(data), _BY_COUNT.get(count, ""))
    for start in _boxes(data, b"ihdr"):
        height, width = (int.from_bytes(data[start + i : start + i + 4], "big") for i in (0, 4))
        left = top = 0
    return _Jpx(width - left, height - top, kind)


def _kinds_of(data: bytes) -> Iterator[str]:
    for start in _boxes(data, b"colr"):
        if data[start] == 1:
            kind = _BY_NUMBER.get(int.from_bytes(data[start + 3 : start + 7], "big"))
        else:
            kind = _BY_PROFILE.get(data[start + 19 : start + 23])
        if kind:
            yield kind


def _boxes(data: bytes, name: bytes) -> Iterator[int]:
    """Yield where the contents of boxes of a name begin, in the head of a file."""
    at = data.find(name)
    while 0 <= at < len(data) - 30:
        yield at + 4
        at = data.find(name, at + 4)
