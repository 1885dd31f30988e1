"""What stays warm between renders: a workspace with its catalogue, faces and compiled masters.

Built from a workspace and nothing else; a worker process makes its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from pathlib import Path

from renderer.catalogue import Catalogue, as_of, load_catalogue
from renderer.layout import (
    Layout,
    Master,
    MasterSpec,
    Once,
    Picture,
    Store,
    always,
    compile_master,
    decode,
    load_layout,
    never,
    press_condition,
)
from renderer.ledger import LEDGER, Entry, Ledger
from renderer.preflight import digest_of_art, preflight_art
from renderer.typeset import Face, check_font, load_face
from renderer.values.dates import HangDates
from renderer.values.errors import DataError, VerifyError
from renderer.vietnamese import Lexicon, load_lexicon
from renderer.workspace import Workspace

_MASTERS_KEPT, _PICTURES_KEPT = 16, 8


class Studio:
    """The warm state of one workspace, as it stood when its parts were first read.

    ``store`` notes from one process to the next which drawings were found to be drawn as they should be.
    ``uncompared_master`` is for looking up whose art a file shows; no file is made of what it gives.
    """

    def __init__(self, workspace: Workspace, store: Store | None = None) -> None:
        self.workspace, self.store = workspace, store
        self._master = lru_cache(maxsize=_MASTERS_KEPT)(partial(self._compile, store.once if store else always))
        self.uncompared_master = lru_cache(maxsize=_MASTERS_KEPT)(partial(self._compile, never))
        self.picture = lru_cache(maxsize=_PICTURES_KEPT)(self._decode)
        self.layout = lru_cache(maxsize=None)(self._layout)
        self._entries: tuple[tuple[object, ...] | None, tuple[Entry, ...]] | None = None
        self._begins_ledger = False

    @cached_property
    def catalogue(self) -> Catalogue:
        return load_catalogue(self.workspace.read)

    @property
    def ledger(self) -> tuple[Entry, ...]:
        """The ledger's entries as they stand now: a withdrawal in the middle of a batch is heeded.

        Raises DataError for an entry that is not what was written, and for a ledger that the policy asks for.
        """
        ledger = ledger_of(self.workspace)
        stamp = ledger.stamp
        if self._entries is None or stamp is None or self._entries[0] != stamp:
            self._entries = (stamp, ledger.entries())
        if self.workspace.config.policy.ledger and not self._entries[1] and not self._begins_ledger:
            raise DataError(
                "missing-ledger",
                "the policy asks for a ledger, and there is none",
                where=str(ledger.path),
                hint="restore it from a copy; only the first decision makes a new one",
            )
        return self._entries[1]

    @contextmanager
    def begin_ledger(self) -> Iterator[None]:
        """Take a ledger without a file for an empty one while a decision is made: the first decision makes it."""
        before, self._begins_ledger = self._begins_ledger, True
        try:
            yield
        finally:
            self._begins_ledger = before

    @property
    def catalogue_today(self) -> Catalogue:
        """The catalogue as the ledger leaves it today."""
        today = self.workspace.today()
        return as_of(self.catalogue, self.ledger, HangDates(today, today))

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon(self.workspace.read)

    def forget_layouts(self) -> None:
        """Read layouts anew, and compile their masters anew, from here on."""
        self.layout.cache_clear()
        self._master.cache_clear()
        self.uncompared_master.cache_clear()

    def _layout(self, layout_id: str) -> Layout:
        return load_layout(self.workspace, layout_id)

    def face(self, key: str) -> Face:
        """Return the pinned face ``family/weight``; raises DataError if it changed, is broken or lacks a letter."""
        data = self.workspace.font_bytes(key)
        return load_face(key, data, self._font_place(key))

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

    def _compile(self, once: Once, spec: MasterSpec) -> tuple[Master, str]:
        master = compile_master(self.workspace, spec, once)
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


def studio_at(start: Path, explicit: Path | None = None, store: Store | None = None) -> Studio:
    """Return the studio of the workspace found from ``start`` (see ``Workspace.find``)."""
    return Studio(Workspace.find(start, explicit), store)
