"""The proof-reader: a text through the gate, and then through every rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from renderer.catalogue import Catalogue
from renderer.proofreading.blocks import Block, check_length, find_unbroken, split_blocks
from renderer.proofreading.knowledge import Knowledge
from renderer.proofreading.known.style import Issuer
from renderer.proofreading.reading import Reading
from renderer.proofreading.rules import RULES
from renderer.text import Gated, TextFinding, Use, gate
from renderer.vietnamese import Lexicon


@dataclass(frozen=True)
class ProofReader:
    """Whoever reads texts by all rules with what is known of a catalogue."""

    known: Knowledge

    def read(
        self, raw: str, *, accept_converted: bool = False, issuer: Issuer | None = None, use: Use = "text"
    ) -> Gated:
        """Return a text through the gate with everything that the rules found, in the order of their places.

        With an ``issuer`` the text is held against the style of its papers, too; ``use`` is what it is for.
        Raises RefusedError for a text that is longer than any that is read at once.
        """
        check_length(raw)
        gated = gate(raw, self.known.telling, accept_converted=accept_converted, use=use)
        found = [f for block in split_blocks(gated.text) for f in self._read_block(block, issuer)]
        every = sorted((*gated.findings, *found), key=lambda f: (f.line, f.column))
        return Gated(gated.raw, gated.text, tuple(every), gated.encoding)

    def _read_block(self, block: Block, issuer: Issuer | None) -> list[TextFinding]:
        if unbroken := find_unbroken(block.text):
            found = [unbroken]
        else:
            reading = Reading.of(block.text, self.known, issuer)
            for rule in RULES:
                reading = reading.apply(rule)
            found = list(reading.found)
        return [replace(f, line=f.line + block.line - 1) for f in found]


@dataclass(frozen=True)
class ProofReaderFactory:
    """What proof-reading knows without a catalogue: a reader for any catalogue is made from it in some milliseconds."""

    known: Knowledge

    def reader(self, catalogue: Catalogue) -> ProofReader:
        """Return the reader that also knows a catalogue's texts, titles and names."""
        return ProofReader(self.known.with_catalogue(catalogue))


def proof_reader_factory(read: Callable[[str], bytes], lexicon: Lexicon) -> ProofReaderFactory:
    """Gather what a workspace's files know; ``read`` gives them. Raises DataError for a faulty file."""
    return ProofReaderFactory(Knowledge.of(read, lexicon))


def proof_reader(read: Callable[[str], bytes], catalogue: Catalogue, lexicon: Lexicon) -> ProofReader:
    """Return the reader of a workspace and its catalogue. Raises DataError for a faulty file."""
    return proof_reader_factory(read, lexicon).reader(catalogue)
