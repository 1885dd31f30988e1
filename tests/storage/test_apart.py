"""A reader in a process of its own ends within its limits, and whatever it meets becomes one error."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from renderer.storage.apart import read_apart
from renderer.values.errors import DataError, RefusedError
from renderer.values.limits import Limits

SMALL = Limits(file_bytes=1_000, memory_bytes=100_000_000, seconds=1.0)
PATIENT = Limits(file_bytes=1_000, memory_bytes=100_000_000, seconds=20.0)


def test_what_the_reader_returns_comes_back() -> None:
    assert read_apart(lambda: {"pages": [1, 2], "text": "TOÀN DÂN" * 200_000}, PATIENT, "a.pdf")["pages"] == [1, 2]


def test_nothing_that_the_reader_changes_stays() -> None:
    kept: list[int] = []

    def keep() -> int:
        kept.append(1)
        return len(kept)

    assert read_apart(keep, PATIENT, "a.pdf") == 1
    assert kept == []


def test_an_error_of_ours_is_raised_as_it_is() -> None:
    def refuse() -> None:
        raise RefusedError("no-face", "no face has ★", where="a.toml", field="text", hint="leave it out")

    with pytest.raises(RefusedError) as caught:
        read_apart(refuse, PATIENT, "other")
    assert (caught.value.code, caught.value.place, caught.value.hint) == ("no-face", "a.toml, text", "leave it out")


def test_any_other_error_names_the_file_and_keeps_its_trace() -> None:
    def stumble() -> None:
        raise KeyError("glyf")

    with pytest.raises(DataError, match="KeyError") as caught:
        read_apart(stumble, PATIENT, "a.ttf")
    assert (caught.value.code, caught.value.where) == ("broken-file", "a.ttf")
    assert "in stumble" in caught.value.__notes__[0]


def test_a_deep_recursion_is_an_error_of_the_file() -> None:
    def sink(depth: int) -> int:
        return 1 + sink(depth + 1)

    with pytest.raises(DataError, match="RecursionError"):
        read_apart(lambda: sink(0), PATIENT, "a.svg")


def test_too_much_memory_is_an_error_of_the_file() -> None:
    with pytest.raises(DataError) as caught:
        read_apart(lambda: len(bytearray(400_000_000)), PATIENT, "a.pdf")
    assert caught.value.code == "too-large"
    assert "100 MB" in caught.value.message


def test_too_much_time_is_an_error_of_the_file() -> None:
    begun = time.monotonic()
    with pytest.raises(DataError) as caught:
        read_apart(lambda: time.sleep(60), SMALL, "a.pdf")
    assert caught.value.code == "too-slow"
    assert time.monotonic() - begun < 20


def test_seconds_are_of_the_readers_own_work() -> None:
    """A machine with other work makes nothing unreadable: waiting is not counted, but for a last bound."""
    assert read_apart(lambda: time.sleep(1.5), SMALL, "a.pdf") is None

    def spin() -> None:
        while True:
            pass

    with pytest.raises(DataError) as caught:
        read_apart(spin, SMALL, "a.pdf")
    assert caught.value.code == "too-slow"


def test_a_crash_is_an_error_of_the_file() -> None:
    with pytest.raises(DataError, match="SIGABRT"):
        read_apart(os.abort, PATIENT, "a.pdf")


def test_no_process_and_no_descriptor_is_left() -> None:
    def held() -> tuple[int, set[str]]:
        children = {p.read_text() for p in Path("/proc/self/task").glob("*/children")}
        return len(list(Path("/proc/self/fd").iterdir())), children

    before = held()
    for _ in range(3):
        read_apart(lambda: 1, PATIENT, "a.pdf")
    assert held() == before
