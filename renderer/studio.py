"""What stays warm between renders: a workspace with its catalogue, faces and compiled masters.

Built from a workspace and nothing else; a worker process makes its own.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from renderer.catalogue import Catalogue, load_catalogue
from renderer.errors import VerifyError
from renderer.layout.master import Master, MasterSpec, compile_master
from renderer.layout.model import Layout, load_layout
from renderer.preflight import art_digest, master_findings
from renderer.typeset.face import Face, load_face
from renderer.vietnamese import Lexicon, load_lexicon
from renderer.workspace import Workspace

_MASTERS_KEPT = 16


class Studio:
    """The warm state of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._master = lru_cache(maxsize=_MASTERS_KEPT)(self._compile)

    @cached_property
    def catalogue(self) -> Catalogue:
        return load_catalogue(self.workspace.read)

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon(self.workspace.read)

    @cached_property
    def _alphabet(self) -> str:
        """Every character of the catalogue: a face that lacks one is refused when it is loaded."""
        texts = [s.text for s in self.catalogue.slogans]
        texts += [e.title for e in self.catalogue.events] + [o.name for o in self.catalogue.organisations]
        characters = set("".join(texts)) | set("".join(texts).upper())
        return "".join(sorted(characters))

    def layout(self, layout_id: str) -> Layout:
        return load_layout(self.workspace, layout_id)

    def face(self, key: str) -> Face:
        """Return the pinned face ``family/weight``; raises DataError if it changed or lacks a letter."""
        data = self.workspace.font_bytes(key)
        return load_face(key, data, f"fonts/{self.workspace.font_entries[key].file}", self._alphabet)

    def master(self, spec: MasterSpec) -> tuple[Master, str]:
        """Return the compiled master and the digest of its art (empty for an order in pixels)."""
        return self._master(spec)

    def _compile(self, spec: MasterSpec) -> tuple[Master, str]:
        master = compile_master(self.workspace, spec)
        return master, preflight_master(master)


def preflight_master(master: Master) -> str:
    """Check the separated art in full, once; return its digest, or raise VerifyError naming every fault."""
    if not master.pdf:
        return ""
    faults = [f for f in master_findings(master.pdf) if f.severity == "error"]
    if faults:
        raise VerifyError(
            "master-preflight",
            "the separated art is not fit for print: " + "; ".join(str(f) for f in faults),
            where=f"{master.spec.layout.folder}/art.svg.j2",
        )
    return art_digest(master.pdf)


def studio_at(start: Path, explicit: Path | None = None) -> Studio:
    """Return the studio of the workspace found from ``start`` (see ``Workspace.find``)."""
    return Studio(Workspace.find(start, explicit))
