"""What a page says, and what it says beside the sign: read letter by letter where no record tells what it must be."""

from __future__ import annotations

from collections.abc import Mapping

from renderer.preflight.art import open_strictly
from renderer.preflight.content import read_content
from renderer.preflight.embedded import fonts_of
from renderer.preflight.flat import gather_art
from renderer.preflight.letters import LetterFinder, texts_of
from renderer.preflight.painted import Invoked, Painted, PaintedPath


def read_slug(data: bytes, fonts: Mapping[str, bytes]) -> str:
    """Return the words behind the marks of a page of ours, its lines joined; ``fonts`` is the face of slugs by its key.

    What is no letter of that face is passed over: the words are a question to ``verify_pdf``, no answer.
    """
    painted = _read(data)
    begins = next((at for at, item in enumerate(painted) if isinstance(item, Invoked) and item.name == "/Marks"), None)
    return "" if begins is None else _words_of(painted[begins + 1 :], fonts)


def read_words(data: bytes, fonts: Mapping[str, bytes]) -> str:
    """Return whatever a page of ours says in these faces, its lines joined: where a search for its texts begins."""
    return _words_of(_read(data), fonts)


def _read(data: bytes) -> list[Painted]:
    with open_strictly(data) as pdf:
        gather_art(pdf)
        return read_content(pdf.pages[0], fonts=fonts_of(pdf.pages[0].obj["/Resources"]))


def _words_of(painted: list[Painted], fonts: Mapping[str, bytes]) -> str:
    finder = LetterFinder(fonts)
    paths = [(order, item) for order, item in enumerate(painted) if isinstance(item, PaintedPath)]
    letters = [found for order, item in paths if (found := finder.read((item.ops, item.points), order)) is not None]
    return " ".join(texts_of(letters, finder))
