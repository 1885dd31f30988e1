"""What a page says beside the sign: its slug, read letter by letter where no record tells what it must be."""

from __future__ import annotations

from collections.abc import Mapping

from renderer.preflight.art import open_strictly
from renderer.preflight.content import read_content
from renderer.preflight.embedded import fonts_of
from renderer.preflight.flat import gather_art
from renderer.preflight.letters import LetterFinder, texts_of
from renderer.preflight.painted import Invoked, PaintedPath


def read_slug(data: bytes, fonts: Mapping[str, bytes]) -> str:
    """Return the words behind the marks of a page of ours, its lines joined; ``fonts`` is the face of slugs by its key.

    What is no letter of that face is passed over: the words are a question to ``verify_pdf``, no answer.
    """
    with open_strictly(data) as pdf:
        gather_art(pdf)
        painted = read_content(pdf.pages[0], fonts=fonts_of(pdf.pages[0].obj["/Resources"]))
    begins = next((at for at, item in enumerate(painted) if isinstance(item, Invoked) and item.name == "/Marks"), None)
    if begins is None:
        return ""
    finder = LetterFinder(fonts)
    paths = [(order, item) for order, item in enumerate(painted[begins + 1 :]) if isinstance(item, PaintedPath)]
    letters = [found for order, item in paths if (found := finder.read((item.ops, item.points), order)) is not None]
    return " ".join(texts_of(letters, finder))
