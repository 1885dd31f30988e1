"""The program itself as a value: a hash of the code and the libraries that draw."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from renderer import __version__

_DRAWING_LIBRARIES = (
    "cairosvg",
    "cairocffi",
    "tinycss2",
    "cssselect2",
    "uharfbuzz",
    "fonttools",
    "skia-pathops",
    "pikepdf",
    "pillow",
    "numpy",
    "jinja2",
    "segno",
    "tifffile",
    "imagecodecs",
    "weasyprint",
    "pydyf",
)
DRAWING_PACKAGES = (
    "values",
    "contract",
    "text",
    "workspace",
    "vietnamese",
    "drawing",
    "separation",
    "layout",
    "typeset",
    "studio",
    "resolve",
    "artwork",
    "export",
    "documents",
    "pipeline",
)
"""Whole packages, so that no list of files has to be kept by hand; ``tests/test_structure.py`` holds that everything
that draws lies in them."""


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return a hash of the code and the libraries that draw: another version may draw other bytes."""
    import cairocffi

    digest = hashlib.sha256(f"codong {__version__}\ncairo {cairocffi.cairo_version_string()}\n".encode())
    for name in _DRAWING_LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    root = Path(__file__).parents[1]
    for path in drawing_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def drawing_files(root: Path) -> list[Path]:
    """Return every file of the packages that draw, code, tables and templates alike.

    Compiled code is none of them, nor is what an editor keeps beside a file.
    """
    return [
        path
        for package in DRAWING_PACKAGES
        for path in sorted((root / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not _is_kept_by_editor(path.name)
    ]


def _is_kept_by_editor(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~")
