"""The house style of every issuer: the names of its papers, and how they write terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from renderer.proofreading.known.files import Profile, StyleFile
from renderer.proofreading.words import fold_words, words_of

Issuer = Literal["party", "state"]


class StyledName(NamedTuple):
    """A name as it is written, by its folded words; ``document`` is the rule, or nothing where none was read."""

    keys: tuple[str, ...]
    shown: tuple[str, ...]
    document: str


@dataclass(frozen=True)
class HouseStyle:
    """The names of every profile, longest first, and the profiles' own rules."""

    names: dict[Issuer | None, tuple[StyledName, ...]]
    terms: dict[Issuer, str]

    @staticmethod
    def of(file: StyleFile) -> HouseStyle:
        """Gather what a style file says of every issuer's papers."""
        free = [StyledName(tuple(fold_words(p)), (), "") for p in file.either.phrases]
        own: dict[Issuer | None, list[StyledName]] = {"state": _names_of(file.state), "party": _names_of(file.party)}
        own[None] = [*own["state"], *own["party"]]
        ordered = {key: tuple(sorted((*free, *names), key=lambda n: -len(n.keys))) for key, names in own.items()}
        return HouseStyle(ordered, {"state": file.state.terms, "party": file.party.terms})


def _names_of(profile: Profile) -> list[StyledName]:
    listed = ((profile.verified, profile.document), (profile.unverified, ""))
    return [
        StyledName(tuple(fold_words(name)), tuple(w.text for w in words_of(name)), document)
        for names, document in listed
        for name in names
    ]
