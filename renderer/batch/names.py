"""What a job may call the slogans and organisations of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from renderer.values.errors import UsageError


class Names:
    """What the columns slogan and organisation may say instead of an id: the exact text or name in the catalogue.

    ``former`` are texts of versions that newer ones replaced, with their ids.
    """

    def __init__(
        self, slogans: Mapping[str, str], organisations: Mapping[str, str], former: Mapping[str, str] | None = None
    ) -> None:
        self.slogans, self.organisations, self.former = slogans, organisations, former or {}

    @cached_property
    def _by_text(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for slogan_id, text in self.slogans.items():
            found.setdefault(text, []).append(slogan_id)
        return found

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name: organisation_id for organisation_id, name in self.organisations.items()}

    def slogan(self, given: str) -> str:
        """Return the id; a text that stands in the catalogue more than once, or of a former version, is an error."""
        if given in self.former:
            slogan = self.former[given]
            told = f"this is a former text of {slogan}, which now reads {self.slogans[slogan]!r}"
            raise UsageError("former-text", told, field="slogan", hint="write the new text, or the id")
        ids = self._by_text.get(given, [])
        if len(ids) > 1:
            raise UsageError(
                "ambiguous-slogan",
                "this text stands in the catalogue more than once",
                field="slogan",
                hint="give one of the ids: " + ", ".join(ids),
            )
        return ids[0] if ids and given not in self.slogans else given

    def is_text(self, given: str) -> bool:
        """Tell whether this is a slogan's exact text, which may hold what parts several values elsewhere."""
        return given in self._by_text

    def forms(self, field: str, given: str) -> tuple[str, ...]:
        """Return what a cell says and what else stands for the same: a slogan's id and text, a body's id and name."""
        if field not in ("slogan", "organisation"):
            return (given,)
        texts = self.slogans if field == "slogan" else self.organisations
        ids = self._by_text.get(given, []) if field == "slogan" else [self._by_name.get(given, "")]
        return tuple(dict.fromkeys((given, *ids, texts.get(given, given))))

    def organisation(self, given: str) -> str:
        """Return the id; a batch prints no name that the catalogue does not know."""
        found = given if given in self.organisations else self._by_name.get(given)
        if found is None:
            close = _suggest(given, [*self.organisations, *self.organisations.values()])
            raise UsageError(
                "unknown-unit",
                f"no unit is called {given!r}",
                field="organisation",
                hint=f"{close}codong units import FILE takes up a list of units",
            )
        return found


def _suggest(given: str, names: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(given, names, n=3, cutoff=0.75)
    return f"did you mean {' or '.join(near)}? " if near else ""
