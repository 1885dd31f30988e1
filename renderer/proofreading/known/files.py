"""What the files of a workspace say about texts, as they are written."""

from __future__ import annotations

from typing import Literal

from renderer.values.record import Value

PHRASES = "assets/proofreading.toml"
STYLE = "assets/house_style.toml"


class Allowed(Value):
    """``[allowed]`` of ``assets/proofreading.toml``: words that are no syllables and right."""

    abbreviations: frozenset[str]
    names: frozenset[str]
    loans: frozenset[str]


class NameFile(Value):
    """``[names]`` of ``assets/proofreading.toml``."""

    capitals: tuple[str, ...]
    places: tuple[str, ...]
    words: tuple[str, ...]
    others: tuple[str, ...]
    lesser: frozenset[str]


class PhraseFile(Value):
    """``assets/proofreading.toml``."""

    phrases: tuple[str, ...]
    pairs: tuple[str, ...]
    also_right: tuple[str, ...]
    everyday: tuple[str, ...]
    small: frozenset[str]
    formulas: tuple[str, ...]
    allowed: Allowed
    names: NameFile
    misspelt: dict[str, str]


class Profile(Value):
    """How the papers of one kind of issuer write; ``verified`` names stand in a rule that was read."""

    document: str
    source: str
    terms: Literal["spaced", "tight", "any"]
    verified: tuple[str, ...]
    unverified: tuple[str, ...]


class Either(Value):
    phrases: tuple[str, ...]


class StyleFile(Value):
    """``assets/house_style.toml``."""

    state: Profile
    party: Profile
    either: Either
