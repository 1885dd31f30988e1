"""What nobody foresaw becomes one error with its place, or what the system refused."""

from __future__ import annotations

import errno
import os

import pytest

from renderer.values.errors import CodongError, DataError, WriteError
from renderer.values.lengths import parse_size
from renderer.values.surprises import internal_fault, kind_of, place_of


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, WriteError),
        (errno.EROFS, WriteError),
        (errno.EMFILE, WriteError),
        (errno.ENAMETOOLONG, DataError),
        (errno.ELOOP, DataError),
        (errno.EACCES, DataError),
    ],
)
def test_what_the_system_refuses_has_its_code(number: int, kind: type[CodongError]) -> None:
    fault = internal_fault(OSError(number, os.strerror(number), "a/file"))
    assert type(fault) is kind and fault.where == "a/file" and os.strerror(number) in fault.message


def test_a_library_or_a_thread_that_is_missing() -> None:
    assert type(internal_fault(ImportError("failed to map segment"))) is WriteError
    assert type(internal_fault(OSError("cannot load library 'libcairo.so.2'"))) is WriteError
    assert internal_fault(RuntimeError("can't start new thread")).code == "no-resources"


def test_a_fault_of_the_program_names_its_place_in_the_package() -> None:
    try:
        parse_size(None)  # type: ignore[arg-type]
    except Exception as surprise:
        fault = internal_fault(surprise, "row 3")
        assert fault.code == "internal" and fault.where == "row 3"
        assert "values/lengths.py, line " in fault.message and place_of(surprise) in fault.message
    else:
        pytest.fail("no size was given")


def test_a_long_or_many_lined_text_is_told_in_one_short_line() -> None:
    told = kind_of(ValueError("a\nb " + "x" * 5000))
    assert told.startswith("ValueError: a b x") and len(told) < 400 and "\n" not in told
