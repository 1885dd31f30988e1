"""Everything that the rules know, gathered once: what the files of a workspace say, and then what a catalogue says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from renderer.catalogue import Catalogue, Status
from renderer.proofreading.known.events import KnownEvents
from renderer.proofreading.known.files import PHRASES, STYLE, Allowed, PhraseFile, StyleFile
from renderer.proofreading.known.names import KnownNames
from renderer.proofreading.known.phrases import KnownPhrases
from renderer.proofreading.known.style import HouseStyle
from renderer.proofreading.known.texts import KnownTexts
from renderer.vietnamese import Lexicon, phrases_of
from renderer.workspace import parse_toml


@dataclass(frozen=True)
class Knowledge:
    """What is known of words, names and styles, and of the events and texts of a catalogue.

    ``telling`` are phrases in small letters by which the gate tells encodings apart.
    """

    telling: frozenset[str]
    phrases: KnownPhrases
    allowed: Allowed
    names: KnownNames
    style: HouseStyle
    events: KnownEvents
    texts: KnownTexts

    @staticmethod
    def of(read: Callable[[str], bytes], lexicon: Lexicon) -> Knowledge:
        """Gather what files say, without any catalogue; ``read`` gives them. Raises DataError for a faulty one."""
        own = parse_toml(read(PHRASES), PHRASES, PhraseFile)
        written = phrases_of(lexicon) | frozenset(own.phrases)
        return Knowledge(
            telling=frozenset(phrase.lower() for phrase in written),
            phrases=KnownPhrases.of(
                written | frozenset(own.everyday), own.formulas, own.pairs, own.small, own.also_right
            ),
            allowed=own.allowed,
            names=KnownNames.of(own.names, own.misspelt),
            style=HouseStyle.of(parse_toml(read(STYLE), STYLE, StyleFile)),
            events=KnownEvents.of(()),
            texts=KnownTexts({}),
        )

    def with_catalogue(self, catalogue: Catalogue) -> Knowledge:
        """Return the same with a catalogue's texts, titles and names."""
        good = (Status.ISSUED, Status.EXPIRED)
        texts = [s.text for s in catalogue.slogans if s.status in good]
        texts += [e.title for e in catalogue.events] + [o.name for o in catalogue.organisations]
        return replace(
            self,
            phrases=self.phrases.with_texts(texts),
            events=KnownEvents.of(catalogue.events),
            texts=KnownTexts.of(catalogue),
        )
