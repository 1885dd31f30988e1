"""The one door for TOML: whatever is wrong is one error that names file and line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from renderer.values.errors import DataError
from renderer.values.limits import TEXT
from renderer.workspace.toml import parse_toml, read_toml


class Sign(BaseModel):
    """A file of one number and one word."""

    width: float = 1
    name: str = ""
    more: dict[str, object] = {}


BROKEN = {
    "an integer of 5,000 digits": "\nwidth = " + "9" * 5000,
    "lists in lists": "\nwidth = " + "[" * 3000 + "]" * 3000,
    "tables in tables": "\nwidth = " + "{a=" * 3000 + "1" + "}" * 3000,
    "a list without an end": "\nwidth = " + "[" * 100_000,
    "a day that no calendar has": "\nwidth = 2026-02-30",
    "a year before the first": "\nwidth = 0000-01-01",
    "an hour too many": "\nwidth = 1979-05-27T25:00:00Z",
    "a key twice": "\nwidth = 1\nwidth = 2",
    "a surrogate": '\nname = "\\ud800"',
    "a zero byte": '\nname = "\0"',
    "no value": "\nwidth =",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_toml_is_named_with_its_line(name: str) -> None:
    with pytest.raises(DataError, match=r"^job\.toml: .*(line \d|end of document)") as caught:
        parse_toml(BROKEN[name].encode(), "job.toml", Sign)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "value", ["9" * 400, "-" + "9" * 4000, '"a"', "[1]", "2026-01-01", "[[[[[[[[[]]]]]]]]]", "{ a = { b = 1 } }"]
)
def test_a_value_that_its_field_cannot_take_is_named(value: str) -> None:
    with pytest.raises(DataError, match=r"^job\.toml: "):
        parse_toml(f"width = {value}".encode(), "job.toml", Sign)


@pytest.mark.parametrize("data", [b"\xff\xfea\x00", "a = 1".encode("utf-16"), b"\xef\xbb\xbfa = 1", b"a = 1\n\xff"])
def test_another_encoding_is_told(data: bytes) -> None:
    with pytest.raises(DataError, match=r"not UTF-8|byte order mark"):
        read_toml(data, "codong.toml")


def test_a_huge_file_is_not_parsed() -> None:
    with pytest.raises(DataError, match=r"at most 20 MB"):
        read_toml(b"#" * (TEXT.file_bytes + 1), "codong.toml")


def test_many_keys_of_one_name_are_deep_and_no_trouble() -> None:
    deep = ".".join(["a"] * 5000).encode()
    with pytest.raises(DataError, match=r"unknown field|nests|no field takes"):
        parse_toml(b"[" + deep + b"]\nb = 1", "codong.toml", Forbids)


class Forbids(BaseModel, extra="forbid"):
    """A file that must be empty."""


@given(st.binary() | st.text("ab=[]{}.\"'#\n 0123456789-:TZe_\\u+", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(read_toml(data, "codong.toml"), dict)
    except DataError as fault:
        assert fault.where == "codong.toml"
