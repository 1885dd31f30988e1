"""The door for PDFs that come from outside: read in a process of its own, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from renderer.preflight import Finding, read_bounded
from renderer.storage.apart import read_apart
from renderer.storage.files import open_regular, read_whole
from renderer.values.errors import DataError
from renderer.values.limits import PDF

Result = TypeVar("Result")
_TURNS_A_SECOND = 20
_BEGINS = b"%PDF-"


def is_pdf(path: Path) -> bool:
    """Tell whether a file begins as a PDF does; raises DataError where it cannot be read."""
    with open_regular(path) as file:
        return file.read(len(_BEGINS)) == _BEGINS


def read_pdf(path: Path) -> bytes:
    """Return the bytes of a PDF; raises DataError for one that is larger than is read."""
    return read_whole(path, PDF.file_bytes)


def ask_pdf(read: Callable[[], Result], path: Path, size: int, turns: int = 0) -> Result:
    """Return what ``read`` learns from a PDF of ``size`` bytes; raises DataError, whatever the file does to it.

    ``turns``: how many texts it is held against, for each of which there is a little more time.
    """
    limits = PDF.grown(size)
    limits = replace(limits, seconds=limits.seconds + turns // _TURNS_A_SECOND)
    return read_apart(partial(read_bounded, read), limits, str(path))


def judge_pdf(judge: Callable[[], list[Finding]], path: Path, size: int) -> list[Finding]:
    """Return the findings of a PDF of ``size`` bytes that ``judge`` reads; where that fails, this is the finding."""
    try:
        return ask_pdf(judge, path, size)
    except DataError as fault:
        if fault.where != str(path):
            raise  # a fault of the workspace
        return [Finding(fault.code, fault.message)]
