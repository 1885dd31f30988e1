"""Art that lies in a page's own content, gathered into a form again: the page then reads like any other of ours.

Files for old programs (PDF/X-1a) paint the art as part of the page, for such programs import a form as one object. The
page's content is then three streams: what comes before the art and clips it to its box, the art, and what comes after.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from renderer.preflight.bounds import check_content, inflate

_NUMBER = rb"(\d+(?:\.\d+)?)"
_BOXED = re.compile(rb"\b0 0 " + _NUMBER + rb" " + _NUMBER + rb" re W n\s*$")
_OF_THE_PAGE = re.compile(r"/(Picture-.*|Marks|G\d+-\d+|Spot-.*)")
"""Resources that letters, pictures and marks use; every other is the art's."""


def gather_art(pdf: pikepdf.Pdf) -> None:
    """Make the art of a page of ours a form called /Art, where it lies in the page's content; leave any other page.

    Only in memory. The form is the master's own if the art is: its digest decides.
    """
    page = pdf.pages[0].obj
    parts, resources = page.get("/Contents"), page.get("/Resources", Dictionary())
    if not isinstance(parts, Array) or len(parts) != 3 or "/Art" in resources.get("/XObject", Dictionary()):
        return
    check_content(pdf.pages[0])
    before, art, after = (inflate(part) for part in parts)
    boxed = _BOXED.search(before)
    if boxed is None:
        return
    form, own = Stream(pdf, art), Dictionary()
    for kind in list(resources.keys()):
        entries = resources[kind]
        if kind == "/Font" or not isinstance(entries, Dictionary):
            continue
        theirs = {name: entries[name] for name in list(entries.keys()) if not _OF_THE_PAGE.fullmatch(name)}
        if theirs:
            own[kind] = Dictionary(theirs)
            for name in theirs:
                del entries[name]
            if not len(entries):
                del resources[kind]
    box = Array([0, 0, *map(_read_number, boxed.groups())])
    form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": box, "/Resources": pdf.make_indirect(own)})
    if "/XObject" not in resources:
        resources["/XObject"] = Dictionary()
    resources["/XObject"]["/Art"] = pdf.make_indirect(form)
    page["/Contents"] = pdf.make_indirect(Stream(pdf, before[: boxed.start()].rstrip() + b" /Art Do " + after))


def _read_number(text: bytes) -> int | Decimal:
    return Decimal(text.decode()) if b"." in text else int(text)
