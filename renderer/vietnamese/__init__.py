"""What the Vietnamese language asks of a sign."""

from renderer.vietnamese.breaks import Lexicon, load_lexicon, phrases_of, wording_of
from renderer.vietnamese.propose import load_segmenter, propose_marks

__all__ = ["Lexicon", "load_lexicon", "load_segmenter", "phrases_of", "propose_marks", "wording_of"]
