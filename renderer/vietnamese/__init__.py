"""What the Vietnamese language asks of a sign."""

from renderer.vietnamese.breaks import Lexicon, known_phrases, load_lexicon, wording_of
from renderer.vietnamese.propose import installed_segmenter, propose_marks

__all__ = ["Lexicon", "installed_segmenter", "known_phrases", "load_lexicon", "propose_marks", "wording_of"]
