"""What a check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One fault of a file. ``code`` is a stable slug; ``expected`` and ``found`` are texts where texts differ."""

    code: str
    message: str
    frame: str = ""
    expected: str = ""
    found: str = ""
    place: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        parts = [f"{self.code}: {self.message}"]
        if self.frame:
            parts.insert(0, f"frame {self.frame}")
        if self.place:
            parts.append(f"at {self.place}")
        if self.expected or self.found:
            parts.append(f"expected {self.expected!r}, found {self.found!r}")
        return ", ".join(parts)

    def as_json(self) -> dict[str, str]:
        return asdict(self)
