"""WeasyPrint's and the page templates' room: HTML to a paper, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from PIL import ImageFile

from renderer.contract.print_specs import BOLD_FACE, TEXT_FACE
from renderer.values.errors import DataError

_BESIDE = "http://beside.invalid/"  # joined with relative addresses, never asked
FACES = {"regular": TEXT_FACE, "bold": BOLD_FACE}
"""The faces that papers are set in, by their use."""


def html_of(template: str, **values: object) -> str:
    """Return a template of this folder filled with ``values``, all of them escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("renderer.documents", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(**values)


def paper(html: str, read: Callable[[str], bytes]) -> bytes:
    """Return the PDF of a page; ``read`` gives what lies beside it by name, and refuses all else with ValueError."""
    with _keep_settings():
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Beside(URLFetcher):
        """Reads what lies beside the page, and nothing else."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if not url.startswith(_BESIDE):
                raise ValueError(f"{url} does not lie beside the page")
            # By a name that does not tell where the folder lies: the same run is the same paper.
            return URLFetcherResponse(url, read(unquote(url.removeprefix(_BESIDE))))

    page = HTML(string=html, base_url=_BESIDE, url_fetcher=Beside(fail_on_errors=True))
    with _stop_clock():
        data: bytes = page.write_pdf(pdf_identifier=hashlib.sha256(html.encode()).digest()[:16])
    return data


def text_layer(data: bytes) -> str:
    """Return what a PDF says, without any spaces, read back by PDFium; raises DataError for an unreadable one."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        text = " ".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
        document.close()
    except pypdfium2.PdfiumError as fault:
        raise DataError("unreadable-file", f"cannot be read: {fault}") from None
    # PDFium gives a hyphen at the end of a line as U+FFFE.
    return "".join(text.replace("\ufffe", "-").split())


@contextmanager
def _keep_settings() -> Iterator[None]:
    """Undo what the import of a library sets for everybody: Pillow would take pictures that are cut off from now on."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _stop_clock() -> Iterator[None]:
    """Keep the time of day out of the paper: subset fonts carry it otherwise (reproducible-builds.org)."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
