"""A template filled into a draft of its own, read by the proof-reader and written into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from renderer.catalogue import Catalogue, Slogan, append_entries, fill
from renderer.curation.names import check_words
from renderer.curation.proposed import with_proposed_marks
from renderer.proofreading import proof_reader
from renderer.studio import Studio
from renderer.text import TextFinding
from renderer.values.errors import DataError, RefusedError, UsageError
from renderer.workspace import describe_faults


def fill_template(
    studio: Studio,
    slogan_id: str,
    given: Mapping[str, str],
    new_id: str = "",
    *,
    although: str = "",
    dry_run: bool = False,
) -> tuple[Slogan, tuple[TextFinding, ...]]:
    """Return the draft that a filled template makes, and the warnings on its text; write it unless ``dry_run``.

    ``although`` says why a text that the proof-reader doubts is right, and is written down. Raises UsageError for
    values that do not fit, DataError for a taken id, RefusedError for a text with errors.
    """
    check_words("although", although)
    draft = _draft(studio.catalogue, slogan_id, given, new_id, although)
    read = proof_reader(studio.workspace.read, studio.catalogue_today, studio.lexicon).read(draft.text, use="sign")
    errors = [f for f in read.findings if f.severity == "error"]
    if errors and not although:
        raise RefusedError(
            "doubtful-text",
            "; ".join(f.told for f in errors),
            where=f"slogan {draft.id}",
            hint="correct template or values, or say with `although` why it is right",
        )
    if not dry_run:
        entry = draft.model_dump(exclude_defaults=True)
        entry = with_proposed_marks({**entry, "status": draft.status.value}, studio.lexicon)
        append_entries(studio.workspace, "slogan", [entry])
    return draft, read.findings


def _draft(catalogue: Catalogue, slogan_id: str, given: Mapping[str, str], new_id: str, although: str) -> Slogan:
    try:
        draft = fill(catalogue.slogan(slogan_id), given, {o.id: o for o in catalogue.organisations}, new_id)
        if although:
            draft = Slogan.model_validate(
                {**draft.model_dump(exclude_defaults=True), "notes": f"tuy nhiên: {although}"}
            )
    except ValidationError as fault:
        raise UsageError("bad-option", describe_faults(fault), field="id") from None
    if any(s.id == draft.id for s in catalogue.slogans):
        raise DataError(
            "taken-id", f"the catalogue has a slogan {draft.id} already", field="id", hint="choose another with `id`"
        )
    return draft
