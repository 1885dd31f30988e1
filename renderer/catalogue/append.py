"""Entries written into a catalogue file: comments and order stay; what would be refused is not written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from renderer.catalogue.amend import Change, amend, toml_value
from renderer.catalogue.load import FOLDER, load_catalogue
from renderer.storage.files import write_whole
from renderer.storage.lock import lock_folder
from renderer.values.errors import WriteError
from renderer.workspace import Workspace

Entry = Mapping[str, Any]


def refuse_packed(workspace: Workspace) -> None:
    """Raise WriteError for the workspace inside the installed package, which nobody changes."""
    if workspace.packed:
        raise WriteError(
            "read-only-workspace",
            "the packed workspace cannot be changed",
            hint="make one of your own: codong init DIR",
        )


def append_entries(workspace: Workspace, table: str, entries: Sequence[Entry], changes: Sequence[Change] = ()) -> None:
    """Add entries to the file of ``table`` (slogan, event, organisation) and change others, all of them or none."""
    refuse_packed(workspace)
    where = f"{FOLDER}/{table}s.toml"
    added = "\n".join(f"[[{table}]]\n" + "".join(f"{k} = {toml_value(v)}\n" for k, v in e.items()) for e in entries)
    # A link stays a link: what it leads to is written, and locked.
    target = workspace.path(where).resolve()
    with lock_folder(target.parent, "codong catalogue", elsewhere=""):
        text = workspace.read(where).decode("utf-8")
        text = amend(text, table, changes) if changes else text
        data = (f"{text.rstrip()}\n\n{added}" if added else text).encode()
        # The whole catalogue is read as it would stand.
        load_catalogue(lambda name: data if name == where else workspace.read(name))
        write_whole(target, data, where)
