"""New entries at the end of a catalogue file: comments and order stay; what would be refused is not written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from renderer.catalogue.load import FOLDER, load_catalogue
from renderer.errors import WriteError
from renderer.files import write_whole
from renderer.lock import locked
from renderer.workspace import Workspace

Entry = Mapping[str, Any]


def refuse_packed(workspace: Workspace) -> None:
    """Raise WriteError for the workspace inside the installed package, which nobody changes."""
    if workspace.packed:
        raise WriteError("read-only-workspace", "the packed workspace cannot be changed",
                         hint="make one of your own: codong init DIR")  # fmt: skip


def append_entries(workspace: Workspace, table: str, entries: Sequence[Entry]) -> None:
    """Add entries to the file of ``table`` (slogan, event, organisation), all of them or none."""
    refuse_packed(workspace)
    where = f"{FOLDER}/{table}s.toml"
    added = "\n".join(f"[[{table}]]\n" + "".join(f"{k} = {_toml(v)}\n" for k, v in e.items()) for e in entries)
    with locked(workspace.path(FOLDER), "codong catalogue"):
        data = workspace.read(where).rstrip() + b"\n\n" + added.encode()
        # The whole catalogue is read as it would stand.
        load_catalogue(lambda name: data if name == where else workspace.read(name))
        write_whole(workspace.path(where), data, where)


def _toml(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
