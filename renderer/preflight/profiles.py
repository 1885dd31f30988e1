"""ICC profiles inside a PDF: which one is it, and what does it call itself."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Stream

from renderer.preflight.bounds import inflate

_HEAD, _ENTRY, _MOST_TAGS, _LONGEST_NAME = 128, 12, 200, 80


class Profile(NamedTuple):
    """A profile by its digest, and the name that it gives itself."""

    digest: str
    name: str

    def is_other(self, profile: Profile) -> bool:
        """Tell whether another profile differs: the same name in other bytes is the same condition."""
        return self.digest != profile.digest and not (self.name and self.name == profile.name)


def profile_of(data: bytes) -> Profile:
    """Return what the bytes of a profile say of it."""
    return Profile(hashlib.sha256(data).hexdigest(), _read_name(data))


def profile_of_stream(stream: Any) -> Profile | None:
    """Return what a profile's stream says of it; None for what is no stream."""
    return profile_of(inflate(stream)) if isinstance(stream, Stream) else None


def profile_of_intent(pdf: pikepdf.Pdf) -> Profile | None:
    """Return the profile of a file's output intent, the one for PDF/X first; None where none is embedded."""
    intents = sorted(pdf.Root.get("/OutputIntents", []), key=lambda intent: str(intent.get("/S")) != "/GTS_PDFX")
    return next((profile_of_stream(i["/DestOutputProfile"]) for i in intents if "/DestOutputProfile" in i), None)


def _read_name(data: bytes) -> str:
    """Return the description of a profile of ICC version 2 (``desc``) or 4 (``mluc``, its first language)."""
    count = min(int.from_bytes(data[_HEAD : _HEAD + 4], "big"), _MOST_TAGS)
    for at in range(_HEAD + 4, _HEAD + 4 + count * _ENTRY, _ENTRY):
        if data[at : at + 4] != b"desc":
            continue
        first, size = (int.from_bytes(data[at + i : at + i + 4], "big") for i in (4, 8))
        tag = data[first : first + size]
        if tag[:4] == b"mluc":
            length, start = (int.from_bytes(tag[i : i + 4], "big") for i in (20, 24))
            told = tag[start : start + length].decode("utf-16-be", "replace")
        else:
            told = tag[12 : 12 + int.from_bytes(tag[8:12], "big")].decode("latin-1")
        return "".join(c for c in told if c.isprintable()).strip()[:_LONGEST_NAME]
    return ""
