"""The base of immutable records."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Base of immutable records: unknown fields are errors, and so is what is no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
