"""A page that knows files by their sha256: dropped on it, they are hashed in the browser and told apart."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from renderer.documents.paper import html_of

Picture = bytes
"""A JPEG, small enough to stand in the page."""


def make_checker(job: str, shop: str, contact: str, signs: Sequence[Mapping[str, Any]]) -> bytes:
    """Return one HTML file that needs nothing beside it and asks no network.

    ``signs`` have ``number``, ``title``, ``texts``, ``rows`` (label and value), ``picture``, ``wide`` and ``files``:
    each with ``path``, ``bytes``, ``sha256``, ``use``, ``press`` and ``part``, which panel it is.
    """
    shown = [{**sign, "picture": base64.b64encode(sign["picture"]).decode()} for sign in signs]
    return html_of("checker.html.j2", job=job, shop=shop, contact=contact, signs=shown).encode()
