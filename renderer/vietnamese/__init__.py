"""What the Vietnamese language asks of a sign."""

from renderer.vietnamese.breaks import Lexicon, load_lexicon, phrases_of, wording_of
from renderer.vietnamese.propose import propose_marks, propose_wording
from renderer.vietnamese.tagged import tag_syllables

__all__ = ["Lexicon", "load_lexicon", "phrases_of", "propose_marks", "propose_wording", "tag_syllables", "wording_of"]
