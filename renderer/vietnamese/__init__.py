"""What the Vietnamese language asks of a sign."""

from renderer.vietnamese.breaks import Lexicon, LexiconFile, load_lexicon, wording_of

__all__ = ["Lexicon", "LexiconFile", "load_lexicon", "wording_of"]
