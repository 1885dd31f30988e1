"""The proof-reader of the repository's workspace, whole and one rule at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from renderer.proofreading import RULES, Issuer, ProofReader, Reading, proof_reader
from renderer.studio import Studio
from renderer.text import TextFinding
from tests.helpers.proofreading import Find


@pytest.fixture(scope="session")
def reader(studio: Studio) -> ProofReader:
    return proof_reader(studio.workspace.read, studio.catalogue, studio.lexicon)


@pytest.fixture(scope="session")
def find(reader: ProofReader) -> Find:
    """Return what the named rules alone find in a text, perhaps with other events or texts known."""

    def find_by(names: str, text: str, issuer: Issuer | None = None, **known: object) -> list[TextFinding]:
        rules = {rule.name: rule for rule in RULES}
        reading = Reading.of(text, replace(reader.known, **known), issuer)  # type: ignore[arg-type]
        return [finding for name in names.split() for finding in rules[name].find(reading)]

    return find_by
