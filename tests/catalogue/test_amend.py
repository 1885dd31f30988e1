"""Entries amended in the file as a person wrote it."""

from __future__ import annotations

import pytest

from renderer.catalogue import Change
from renderer.catalogue.amend import amend
from renderer.values.errors import DataError

FILE = '# đầu\n[[slogan]]\nid = "a"\ntext = "Một" # lời\nsource = \'s\'\n# ghi\nstatus = "draft" # đang chờ\n\n[[slogan]]\nid = "b"\nsource = """\nx"""\nstatus = "draft"\n'


def test_only_the_fields_named_are_changed() -> None:
    after = amend(
        FILE,
        "slogan",
        [Change("a", 1, {"status": "draft"}, {"source": "t", "document": "1-CV/TU", "status": "issued"})],
    )
    wanted = FILE.replace("'s'", '"t"').replace('status = "draft" #', 'document = "1-CV/TU"\nstatus = "issued" #')
    assert after == wanted


def test_what_cannot_be_changed_safely_is_refused() -> None:
    with pytest.raises(DataError, match="not changed by program"):
        amend(FILE, "slogan", [Change("b", 1, {}, {"source": "t"})])
    with pytest.raises(DataError, match="was changed since"):
        amend(FILE, "slogan", [Change("a", 1, {"text": "Hai"}, {"status": "issued"})])
