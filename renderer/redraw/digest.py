"""What judges, as a value: another version of it may find what this one did not."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

_ENGINES = ("resvg_py", "pypdfium2", "pikepdf", "pillow", "numpy")


@lru_cache(maxsize=1)
def engines_digest() -> str:
    """Return a hash of the code and the engines that compare drawings."""
    digest = hashlib.sha256()
    for name in _ENGINES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
