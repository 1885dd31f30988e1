"""The program itself as a value: a hash of the code and the libraries that draw."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

_DRAWING_LIBRARIES = (
    "cairosvg",
    "cairocffi",
    "uharfbuzz",
    "fonttools",
    "skia-pathops",
    "pikepdf",
    "pillow",
    "jinja2",
    "segno",
    "tifffile",
    "imagecodecs",
)
_DRAWING_CODE = (
    "layout",
    "separation",
    "typeset",
    "vietnamese",
    "export",
    "wording.py",
    "artwork.py",
    "compose.py",
    "geometry.py",
    "units.py",
    "binding.py",
    "resolve.py",
    "program.py",
    "press.py",
    "panels.py",
    "sheets.py",
)


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return a hash of the code and the libraries that draw: another version may draw other bytes."""
    import cairocffi

    digest = hashlib.sha256(cairocffi.cairo_version_string().encode())
    for name in _DRAWING_LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    root = Path(__file__).parent
    for part in _DRAWING_CODE:
        for path in sorted((root / part).rglob("*.py")) if (root / part).is_dir() else [root / part]:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
