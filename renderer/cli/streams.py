"""Standard output and standard error as they may be: closed, full, of another encoding than UTF-8.

What a terminal's encoding lacks is written as its escape. Under cp1258, which has tones only as marks of their own, a
letter with a tone is written as letter and mark.
"""

from __future__ import annotations

import codecs
import logging
import os
import sys
import unicodedata
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from typing import TextIO

from renderer.values.errors import WriteError
from renderer.values.printable import make_printable

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STANDARD_OUTPUT = "standard output"


def prepare_streams() -> None:
    """Let every text be written somehow, and no file take the number of a stream that is closed."""
    for number in (0, 1, 2):
        _fill(number)
    if sys.stderr is None:
        # A parser would tell its usage on standard output otherwise.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            name = f"codong-{stream.encoding}"
            codecs.register_error(name, partial(_write_otherwise, stream.encoding))
            stream.reconfigure(errors=name)


def hush_libraries() -> None:
    """Let no library write its own log, tracebacks and all, to standard error: what it found is told by a message."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def _fill(number: int) -> None:
    """Open the null device in the place of a closed stream: the next file would be taken for it otherwise."""
    try:
        os.fstat(number)
    except OSError:
        descriptor = os.open(os.devnull, os.O_RDWR)
        os.set_inheritable(descriptor, True)


def _write_otherwise(encoding: str, fault: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    lacking = fault.object[fault.start : fault.end]
    return "".join(_otherwise(character, encoding) for character in lacking), fault.end


def _otherwise(character: str, encoding: str) -> str:
    """Return a letter apart from its tone, where the encoding has both, or an escape."""
    parts = unicodedata.normalize("NFD", character)
    tones = "".join(part for part in parts if part in _TONES)
    apart = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tones
    try:
        apart.encode(encoding)
    except UnicodeEncodeError:
        return character.encode("ascii", "backslashreplace").decode("ascii")
    return apart


def settle(text: str) -> str:
    """Return a text as it is printed: harmless, and what continues a line indented.

    So nothing that stands in a text from outside can pass for a line of its own.
    """
    first, *others = make_printable(text, keep="\n").split("\n")
    return "\n".join([first, *(line if line.startswith(" ") or not line else f"    {line}" for line in others)])


def write_result(text: str) -> None:
    """Write a line to standard output; raises WriteError, or BrokenPipeError where nobody reads any more."""
    stream = sys.stdout
    if stream is None or stream.closed:
        raise WriteError("cannot-write", "is closed", where=_STANDARD_OUTPUT)
    try:
        print(text, file=stream, flush=True)
    except OSError as fault:
        _let_go(stream)
        if isinstance(fault, BrokenPipeError):
            raise
        raise WriteError("cannot-write", f"cannot be written: {fault.strerror}", where=_STANDARD_OUTPUT) from None


def flush_results() -> None:
    """Write what others (a parser's help) left in standard output; raises as ``write_result`` does."""
    stream = sys.stdout
    if stream is None or stream.closed:
        return
    try:
        stream.flush()
    except OSError as fault:
        _let_go(stream)
        if isinstance(fault, BrokenPipeError):
            raise
        raise WriteError("cannot-write", f"cannot be written: {fault.strerror}", where=_STANDARD_OUTPUT) from None


def write_aside(text: str) -> None:
    """Write a line to standard error, if anybody hears it: a command does not fail for want of a listener."""
    stream = sys.stderr
    if stream is None or stream.closed:
        return
    try:
        print(text, file=stream, flush=True)
    except OSError:
        _let_go(stream)


def hush() -> None:
    """Let nothing more be said: whoever read is gone."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            _let_go(stream)


def _let_go(stream: TextIO) -> None:
    """Lead a stream that takes nothing any more into the null device: what is left in it is not tried at the end."""
    with suppress(OSError, ValueError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
