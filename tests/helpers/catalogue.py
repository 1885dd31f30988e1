"""Catalogues of a few entries, good or with faults."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from renderer.catalogue import Catalogue, load_catalogue
from renderer.values.errors import DataError, ExitCode

SLOGAN = {"id": '"a"', "text": '"Một"', "kind": '"slogan"', "source": '"s"', "status": '"issued"'}
EVENT = {"id": '"e"', "title": '"Hội"', "form": '"day"', "on": "2026-03-15", "source": '"s"', "status": '"issued"'}
BODY = {"id": '"o"', "name": '"Đảng ủy"', "kind": '"party"', "source": '"s"'}
RANGE = {**EVENT, "form": '"range"', "on": None, "first": "2026-01-20", "last": "2026-01-23"}
YEARS = {
    **EVENT,
    "form": '"anniversary"',
    "title": '"96 năm Ngày thành lập"',
    "since": "1930-02-03",
    "on": "2026-02-03",
}
Fields = Mapping[str, str | None]


def entry(table: str, base: Fields, **changes: str | None) -> str:
    """Return one TOML entry: ``base`` with changes; a field of None is left out."""
    fields = {**base, **changes}
    return "\n".join([f"[[{table}]]", *(f"{k} = {v}" for k, v in fields.items() if v is not None), ""])


def load(slogans: str = "", events: str = "", organisations: str = "", campaigns: str = "") -> Catalogue:
    files = {"slogans": slogans, "events": events, "organisations": organisations, "campaigns": campaigns}
    return load_catalogue(lambda name: files[name.split("/")[-1].removesuffix(".toml")].encode())


def faults(**files: str) -> list[str]:
    """Return the fault lines of a catalogue, after checking the frame round them."""
    with pytest.raises(DataError) as caught:
        load(**files)
    assert caught.value.code == "faulty-catalogue" and caught.value.exit_code == ExitCode.BAD_DATA
    head, *lines = caught.value.message.split("\n")
    assert head == f"{len(lines)} fault(s):"
    return [line.removeprefix("assets/catalogue/") for line in lines]
