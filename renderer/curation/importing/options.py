"""Names that the options give, held against those of the catalogue."""

from __future__ import annotations

from renderer.catalogue import ALWAYS, Catalogue
from renderer.curation.importing.item import Given
from renderer.curation.names import campaigns_known, check_words, one_slip
from renderer.text import slugify
from renderer.values.errors import UsageError


def check_names(given: Given, catalogue: Catalogue) -> list[str]:
    """Return remarks on the names that the options give; raises UsageError for one that is none, or a slip."""
    for field, text in (("campaign", given.campaign), ("phase", given.phase), ("prefix", given.prefix)):
        if text and slugify(text) != text:
            raise UsageError(
                "bad-option",
                f"{text!r} is no id: a-z, 0-9, single hyphens",
                field=field,
                hint=f"for example {slugify(text) or 'cv9743'}",
            )
    for field, text in (("issuer", given.issuer), ("source", given.source), ("although", given.although)):
        check_words(field, text)
    former = catalogue.slogan(given.corrects) if given.corrects else None  # raises for an unknown one
    remarks = _check_campaign(given.campaign, catalogue) if given.campaign else []
    if given.phase:
        _check_phase(given.phase, [given.campaign] if given.campaign else former.campaign if former else (), catalogue)
    return remarks


def _check_campaign(name: str, catalogue: Catalogue) -> list[str]:
    known = campaigns_known(catalogue)
    if name in known:
        return []
    if near := [other for other in known if one_slip(name, other)]:
        raise UsageError(
            "unknown-campaign",
            f"no campaign is called {name!r}",
            field="campaign",
            hint=f"is {' or '.join(near)} meant? A new one goes into campaigns.toml first",
        )
    told = ", ".join(sorted(known))
    return [f"the campaign {name} is new: neither campaigns.toml nor an entry has it; known: {told}"]


def _check_phase(phase: str, campaigns: list[str] | tuple[str, ...], catalogue: Catalogue) -> None:
    if not campaigns:
        raise UsageError("bad-option", "a phase is one of a campaign", field="phase", hint="give `campaign` ID too")
    phases = [p.id for c in catalogue.campaigns if c.id in campaigns for p in c.phase]
    if phase not in (*phases, *ALWAYS):
        told = f"none of its campaigns has {phase!r}: {', '.join(campaigns)}"
        raise UsageError("unknown-phase", told, field="phase", hint=f"accepted: {', '.join([*phases, *ALWAYS])}")
