"""What stays warm between renders: a workspace with its catalogue, faces and compiled masters.

Built from a workspace and nothing else; a worker process makes its own.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cached_property, lru_cache, partial
from pathlib import Path

from renderer.catalogue import Catalogue, as_of, load_catalogue
from renderer.layout import (
    Layout,
    Master,
    MasterSpec,
    Picture,
    Store,
    compile_master,
    decode,
    load_layout,
    press_condition,
)
from renderer.ledger import LEDGER, Entry, Ledger
from renderer.preflight import digest_of_art, preflight_art
from renderer.studio.program_digest import program_digest
from renderer.typeset import Face, check_font, load_face
from renderer.values.dates import HangDates
from renderer.values.errors import DataError, VerifyError
from renderer.vietnamese import Lexicon, load_lexicon
from renderer.workspace import Workspace

_MASTERS_KEPT, _PICTURES_KEPT = 16, 8


class Studio:
    """The warm state of one workspace, as it stood when its parts were first read.

    ``store`` keeps compiled masters from one process to the next.
    """

    def __init__(self, workspace: Workspace, store: Store | None = None) -> None:
        self.workspace = workspace
        self._master = lru_cache(maxsize=_MASTERS_KEPT)(partial(self._load, store) if store else self._compile)
        self.picture = lru_cache(maxsize=_PICTURES_KEPT)(self._decode)
        self.layout = lru_cache(maxsize=None)(self._layout)
        self._entries: tuple[tuple[int, int] | None, tuple[Entry, ...]] | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        return load_catalogue(self.workspace.read)

    @property
    def ledger(self) -> tuple[Entry, ...]:
        """The ledger's entries as they stand now: a withdrawal in the middle of a batch is heeded.

        Raises DataError for an entry that is not what was written, and for a ledger that the policy asks for.
        """
        ledger = ledger_of(self.workspace)
        if self._entries is None or self._entries[0] != ledger.stamp:
            self._entries = (ledger.stamp, ledger.entries())
        if self.workspace.config.policy.ledger and ledger.stamp is None:
            raise DataError(
                "missing-ledger",
                "the policy asks for a ledger, and there is none",
                where=str(ledger.path),
                hint="restore it from a copy; only the first decision makes a new one",
            )
        return self._entries[1]

    @property
    def catalogue_today(self) -> Catalogue:
        """The catalogue as the ledger leaves it today."""
        today = self.workspace.today()
        return as_of(self.catalogue, self.ledger, HangDates(today, today))

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

    def forget_layouts(self) -> None:
        """Read layouts anew, and compile their masters anew, from here on."""
        self.layout.cache_clear()
        self._master.cache_clear()

    def _layout(self, layout_id: str) -> Layout:
        return load_layout(self.workspace, layout_id)

    def face(self, key: str) -> Face:
        """Return the pinned face ``family/weight``; raises DataError if it changed, is broken or lacks a letter."""
        data = self.workspace.font_bytes(key)
        return load_face(key, data, self._font_place(key), self._alphabet)

    def font_bytes(self, key: str) -> bytes:
        """Return the bytes of a pinned face for the proof; raises DataError if it changed or is broken."""
        data = self.workspace.font_bytes(key)
        check_font(data, self._font_place(key))
        return data

    def _font_place(self, key: str) -> str:
        return f"fonts/{self.workspace.font_entries[key].file}"

    def _decode(self, image_id: str, max_ink: float = 300.0) -> Picture:
        workspace = self.workspace
        data, entry = workspace.image_bytes(image_id), workspace.image_entries[image_id]
        return decode(data, entry, press_condition(workspace, max_ink))

    def master(self, spec: MasterSpec) -> tuple[Master, str]:
        """Return the compiled master and the digest of its art (empty for an order in pixels)."""
        return self._master(spec)

    def _load(self, store: Store, spec: MasterSpec) -> tuple[Master, str]:
        return store.master(self._key(spec), spec, lambda: self._compile(spec))

    def _key(self, spec: MasterSpec) -> str:
        """Return a hash of everything that a master is compiled from."""
        content = [
            spec.layout.id,
            spec.layout.digest,
            [*asdict(spec.size).values()],
            spec.bleed,
            spec.finishing,
            sorted(spec.filled),
            spec.printed,
            spec.material,
            spec.ratio,
            [[s.name, s.rgb.hex, *s.cmyk, s.spot] for s in self.workspace.palette],
            self.workspace.config.drawing_settings,
            self.workspace.profile_sha256,
            program_digest(),
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()

    def _compile(self, spec: MasterSpec) -> tuple[Master, str]:
        master = compile_master(self.workspace, spec)
        return master, preflight_master(master)


def preflight_master(master: Master) -> str:
    """Check the separated art in full, once; return its digest, or raise VerifyError naming every fault."""
    if not master.pdf:
        return ""
    faults = [f for f in preflight_art(master.pdf, master.spec.max_ink, master.spec.ratio) if f.severity == "error"]
    if faults:
        raise VerifyError(
            "master-preflight",
            "the separated art is not fit for print: " + "; ".join(str(f) for f in faults),
            where=f"{master.spec.layout.folder}/art.svg.j2",
        )
    return digest_of_art(master.pdf)


def ledger_of(workspace: Workspace) -> Ledger:
    """Return the ledger of a workspace, which need not have a file yet."""
    return Ledger(workspace.path(LEDGER))


def studio_at(start: Path, explicit: Path | None = None) -> Studio:
    """Return the studio of the workspace found from ``start`` (see ``Workspace.find``)."""
    return Studio(Workspace.find(start, explicit))
