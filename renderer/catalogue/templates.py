"""Templates of slogans: typed fields filled by rule. What is approved is the filled text, never the template."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from renderer.catalogue.models import Organisation, Slogan, Status, fields_of
from renderer.text import is_roman, to_roman
from renderer.values.errors import RefusedError, UsageError, unknown_name

_TERM_YEARS = 5
_YEARS = range(1900, 2200)


def fill_template(slogan: Slogan, given: Mapping[str, str], units: Mapping[str, Organisation]) -> str:
    """Return the text of a slogan's template filled with what is given: ``year``, ``ordinal``, ``term``, ``unit``.

    ``{n}`` is counted from the entry's ``since``. Raises UsageError for a value that is missing, too many or no such.
    """
    if slogan.template is None:
        raise UsageError("no-template", f"slogan {slogan.id} has no template", field="slogan")
    wanted = fields_of(slogan.template)
    asked = {_SOURCES.get(name, name) for name in wanted}
    where = f"slogan {slogan.id}"
    if missing := sorted(asked - given.keys()):
        raise UsageError(
            "missing-value",
            f"the template needs: {', '.join(missing)}",
            where=where,
            hint=" ".join(f"`{name}` ..." for name in missing),
        )
    if strange := sorted(given.keys() - asked):
        raise UsageError(
            "unused-value", f"the template has no field for: {', '.join(strange)}", where=where, hint=slogan.template
        )
    values = {name: FIELDS[name](slogan, given[_SOURCES.get(name, name)], units) for name in wanted}
    return slogan.template.format(**values)


def fill(slogan: Slogan, given: Mapping[str, str], units: Mapping[str, Organisation], slogan_id: str = "") -> Slogan:
    """Return the draft that a filled template makes: an entry of its own, which somebody must approve."""
    text = fill_template(slogan, given, units)
    told = ", ".join(f"{name} = {value}" for name, value in given.items())
    name = slogan_id or "-".join([slogan.id, *(_slug(value) for value in given.values())])
    # A field left out and an empty one are not the same to a record.
    lead = {"lead": slogan.lead, "lead_ratio": slogan.lead_ratio} if text.startswith(f"{slogan.lead} ") else {}
    return Slogan.model_validate(
        {
            "id": name,
            "text": text,
            "kind": slogan.kind,
            "campaign": slogan.campaign,
            "phase": slogan.phase,
            **lead,
            "status": Status.DRAFT,
            "filled_from": slogan.id,
            "source": f"template of {slogan.id} filled with {told}; the template: {slogan.source}",
        }
    )


def _slug(value: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in value.lower()).split())


def _year(slogan: Slogan, given: str, units: Mapping[str, Organisation]) -> str:
    if not given.isdecimal() or int(given) not in _YEARS:
        raise UsageError("bad-value", f"{given!r} is no year", field="year", hint="for example 2026")
    return given


def _count(slogan: Slogan, given: str, units: Mapping[str, Organisation]) -> str:
    """Count the years of an anniversary: n = year - year of the first day."""
    if slogan.since is None:
        raise RefusedError(
            "no-since",
            "the entry does not say since when {n} counts",
            where=f"slogan {slogan.id}",
            hint="add since = YYYY-MM-DD to the entry",
        )
    number = int(_year(slogan, given, units)) - slogan.since.year
    if number < 1:
        raise UsageError("bad-value", f"{given} is not after {slogan.since.year}", field="year")
    return str(number)


def _ordinal(slogan: Slogan, given: str, units: Mapping[str, Organisation]) -> str:
    number = to_roman(int(given)) if given.isdecimal() and 0 < int(given) < 400 else given
    if not is_roman(number):
        raise UsageError("bad-value", f"{given!r} is no ordinal", field="ordinal", hint="for example XVI, or 16")
    return number


def _term(slogan: Slogan, given: str, units: Mapping[str, Organisation]) -> str:
    """Write a term of five years: ``2026 - 2031``."""
    first, _, last = given.replace("–", "-").partition("-")
    begins = int(_year(slogan, first.strip(), units))
    if last.strip() and last.strip() != str(begins + _TERM_YEARS):
        raise UsageError("bad-value", f"a term has five years: {begins} - {begins + _TERM_YEARS}", field="term")
    return f"{begins} - {begins + _TERM_YEARS}"


def _unit(slogan: Slogan, given: str, units: Mapping[str, Organisation]) -> str:
    names = {unit.name for unit in units.values()}
    if given not in units and given not in names:
        raise unknown_name("unit", given, [*units, *names])
    return units[given].name if given in units else given


FIELDS: dict[str, Callable[[Slogan, str, Mapping[str, Organisation]], str]] = {
    "n": _count,
    "year": _year,
    "ordinal": _ordinal,
    "unit": _unit,
    "term": _term,
}
"""What a template may hold, and how each is written."""
_SOURCES = {"n": "year"}
"""Fields that follow from another one's value."""
