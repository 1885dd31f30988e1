"""Names that the options give, held against those of the catalogue."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from renderer.catalogue import Catalogue
from renderer.catalogue.phases import ALWAYS
from renderer.curation.importing.item import Given
from renderer.resolve.lookup import slugify
from renderer.text import gate
from renderer.values.errors import UsageError


def campaigns_known(catalogue: Catalogue) -> list[str]:
    """Return the campaigns that the catalogue has: by their own entries, and by those of slogans and events."""
    of_entries = [name for entry in (*catalogue.slogans, *catalogue.events) for name in entry.campaign]
    return list(dict.fromkeys([*of_entries, *(c.id for c in catalogue.campaigns)]))


def check_names(given: Given, catalogue: Catalogue) -> list[str]:
    """Return remarks on the names that the options give; raises UsageError for one that is none, or a slip."""
    for flag, text in (("--campaign", given.campaign), ("--phase", given.phase), ("--prefix", given.prefix)):
        if text and slugify(text) != text:
            raise UsageError(
                "bad-option",
                f"{text!r} is no id: a-z, 0-9, single hyphens",
                where=flag,
                hint=f"for example {slugify(text) or 'cv9743'}",
            )
    for flag, text in (("--issuer", given.issuer), ("--source", given.source), ("--although", given.although)):
        check_words(flag, text)
    former = catalogue.slogan(given.corrects) if given.corrects else None  # raises for an unknown one
    remarks = _check_campaign(given.campaign, catalogue) if given.campaign else []
    if given.phase:
        _check_phase(given.phase, [given.campaign] if given.campaign else former.campaign if former else (), catalogue)
    return remarks


def check_words(flag: str, text: str) -> None:
    """Raise UsageError for words that cannot be written down: stray spaces, signs that nobody sees."""
    fault = gate(text).fault
    if fault or text != " ".join(text.split()) or not text.isprintable():
        told = fault.told if fault else "a leading, trailing, double or unusual space"
        raise UsageError("bad-option", f"{text!r}: {told}", where=flag, hint="write plain words")


def _check_campaign(name: str, catalogue: Catalogue) -> list[str]:
    known = campaigns_known(catalogue)
    if name in known:
        return []
    if near := [other for other in known if one_slip(name, other)]:
        raise UsageError(
            "unknown-campaign",
            f"no campaign is called {name!r}",
            where="--campaign",
            hint=f"is {' or '.join(near)} meant? A new one goes into campaigns.toml first",
        )
    told = ", ".join(sorted(known))
    return [f"the campaign {name} is new: neither campaigns.toml nor an entry has it; known: {told}"]


def _check_phase(phase: str, campaigns: list[str] | tuple[str, ...], catalogue: Catalogue) -> None:
    if not campaigns:
        raise UsageError("bad-option", "a phase is one of a campaign", where="--phase", hint="give --campaign ID too")
    phases = [p.id for c in catalogue.campaigns if c.id in campaigns for p in c.phase]
    if phase not in (*phases, *ALWAYS):
        told = f"none of its campaigns has {phase!r}: {', '.join(campaigns)}"
        raise UsageError("unknown-phase", told, where="--phase", hint=f"accepted: {', '.join([*phases, *ALWAYS])}")


def one_slip(one: str, other: str) -> bool:
    """Tell whether two names differ by one or two letters, and not in a number."""
    if re.sub(r"\D+", " ", one).split() != re.sub(r"\D+", " ", other).split():
        return False
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return max(len(one), len(other)) - same <= 2
