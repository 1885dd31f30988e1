"""The proof-reader of a workspace: everything it knows, gathered once, and all its checks in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renderer.catalogue import Catalogue, Status
from renderer.proofreading.dates import date_findings
from renderer.proofreading.events import KnownEvents, event_findings
from renderer.proofreading.issued import KnownTexts, issued_findings
from renderer.proofreading.known import KnownPhrases
from renderer.proofreading.lunar import lunar_findings
from renderer.proofreading.names import KnownNames, NameFile, name_findings
from renderer.proofreading.phrases import phrase_findings
from renderer.proofreading.strange import Allowed
from renderer.proofreading.style import WHERE as STYLE
from renderer.proofreading.style import HouseStyle, Issuer, StyleFile, style_findings
from renderer.text import Gated, TextFinding, gate
from renderer.values.record import Value
from renderer.vietnamese import Lexicon, known_phrases
from renderer.workspace import parse_toml

WHERE = "assets/proofreading.toml"


class PhraseFile(Value):
    """``assets/proofreading.toml``."""

    phrases: tuple[str, ...]
    pairs: tuple[str, ...]
    also_right: tuple[str, ...]
    everyday: tuple[str, ...]
    small: frozenset[str]
    formulas: tuple[str, ...]
    allowed: Allowed
    names: NameFile
    misspelt: dict[str, str]


@dataclass(frozen=True)
class ProofReader:
    """What is known: phrases, issued texts, events; ``phrases`` in small letters help the gate to tell encodings."""

    known: KnownPhrases
    texts: KnownTexts
    phrases: frozenset[str]
    allowed: Allowed
    events: KnownEvents
    style: HouseStyle
    names: KnownNames

    def read(self, raw: str, *, accept_converted: bool = False, issuer: Issuer | None = None) -> Gated:
        """Return a text through the gate with everything that the checks found, in the order of their places.

        With an ``issuer`` the text is held against the style of its papers, too.
        """
        gated = gate(raw, self.phrases, accept_converted=accept_converted)
        found: list[TextFinding] = [*phrase_findings(gated.text, self.known, self.allowed), *date_findings(gated.text)]
        found += name_findings(gated.text, self.names, self.known, found)
        found += [*lunar_findings(gated.text), *event_findings(gated.text, self.events)]
        found += style_findings(gated.text, self.style, issuer)
        found += issued_findings(gated.text, self.texts)
        every = sorted((*gated.findings, *found), key=lambda f: (f.line, f.column))
        return Gated(gated.raw, gated.text, tuple(every), gated.encoding)


@dataclass(frozen=True)
class ProofReaderFactory:
    """What proof-reading knows without a catalogue: a reader for any catalogue is made from it in some milliseconds."""

    known: KnownPhrases
    phrases: frozenset[str]
    allowed: Allowed
    also_right: tuple[str, ...]
    style: HouseStyle
    names: KnownNames

    def reader(self, catalogue: Catalogue) -> ProofReader:
        """Return the reader that also knows a catalogue's texts, titles and names."""
        good = (Status.ISSUED, Status.EXPIRED)
        texts = [s.text for s in catalogue.slogans if s.status in good]
        texts += [e.title for e in catalogue.events] + [o.name for o in catalogue.organisations]
        return ProofReader(
            self.known.with_texts((*texts, *self.also_right)),
            KnownTexts.of(catalogue),
            self.phrases,
            self.allowed,
            KnownEvents.of(catalogue.events),
            self.style,
            self.names,
        )


def proof_reader_factory(read: Callable[[str], bytes], lexicon: Lexicon) -> ProofReaderFactory:
    """Gather what a workspace's files know; ``read`` gives them. Raises DataError for a faulty phrase file."""
    own = parse_toml(read(WHERE), WHERE, PhraseFile)
    written = known_phrases(lexicon) | frozenset(own.phrases)
    return ProofReaderFactory(
        KnownPhrases.of(written | frozenset(own.everyday), own.formulas, own.pairs, own.small),
        frozenset(phrase.lower() for phrase in written),
        own.allowed,
        own.also_right,
        HouseStyle.of(parse_toml(read(STYLE), STYLE, StyleFile)),
        KnownNames.of(own.names, own.misspelt),
    )


def proof_reader(read: Callable[[str], bytes], catalogue: Catalogue, lexicon: Lexicon) -> ProofReader:
    """Return the reader of a workspace and its catalogue. Raises DataError for a faulty phrase file."""
    return proof_reader_factory(read, lexicon).reader(catalogue)
