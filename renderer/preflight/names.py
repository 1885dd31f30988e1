"""Names of anybody's PDF as text: they are bytes, of whatever encoding the program used that wrote them."""

from __future__ import annotations

from typing import Any


def read_name(name: Any) -> str:
    """Return a name without its slash; one that is no UTF-8 as it is written in a file, its bytes in hexadecimals."""
    try:
        return str(name).lstrip("/")
    except UnicodeDecodeError:
        return bytes(name.unparse()).decode("ascii", "replace").lstrip("/")
