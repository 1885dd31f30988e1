"""What verification or preflight found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One fault of a file. ``code`` is a stable slug; ``expected`` and ``found`` are texts where texts differ.

    ``place`` is in mm at final size from the trim's top left where nothing else is said; ``page`` counts from 1, 0 for
    the file as a whole; ``fix`` says what to do.
    """

    code: str
    message: str
    frame: str = ""
    expected: str = ""
    found: str = ""
    place: str = ""
    severity: Literal["error", "warning"] = "error"
    page: int = 0
    fix: str = ""

    def __str__(self) -> str:
        parts = [f"{self.code}: {self.message}"]
        if self.page:
            parts.insert(0, f"page {self.page}")
        if self.frame:
            parts.insert(0, f"frame {self.frame}")
        if self.place:
            parts.append(f"at {self.place}")
        if self.expected or self.found:
            parts.append(f"expected {self.expected!r}, found {self.found!r}")
        return ", ".join(parts) + (f"; {self.fix}" if self.fix else "")

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)
