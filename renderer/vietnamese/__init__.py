"""What the Vietnamese language asks of a sign."""

from renderer.vietnamese.breaks import Lexicon, load_lexicon, phrases_of, wording_of
from renderer.vietnamese.propose import propose_marks, propose_wording

__all__ = ["Lexicon", "load_lexicon", "phrases_of", "propose_marks", "propose_wording", "wording_of"]
