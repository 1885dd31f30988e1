"""The base of immutable records."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Base of immutable records: unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
