"""CSV files as programs and people spoil them: torn rows, zero bytes, open quotes, too much of anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.tables import read_grids, read_table
from renderer.tables.comma_file import read_comma_file
from renderer.values.errors import CodongError, DataError
from tests.helpers.books import LOOSE, STRICT, faults_in, naming


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("Khổ,Đơn vị\n1m,Vân Hồ, thành phố Mới\n1m,Tân Lập\n", "row 2, C2", "beyond the header (' thành phố Mới')"),
        # A spreadsheet program makes all rows as long as the longest.
        ("Khổ,Đơn vị,\n1m,Vân Hồ, thành phố Mới\n1m,Tân Lập,\n", "row 2, C2", "beyond the header"),
        # The rest may stand in a column that people keep for themselves.
        ("Khổ,Đơn vị,Ghi chú\n1m,Vân Hồ, thành phố Mới\n1m,Tân Lập,\n", "row 2, C2", "begins with a space"),
        ("Khổ,Đơn vị,Ghi chú\n1m,Vân Hồ,thành phố Mới,\n1m,Tân Lập,\n", "row 2", "has 4 cells, and the header 3"),
        ("Khổ;Đơn vị\n1m;Vân Hồ; thành phố Mới\n", "row 2, C2", "beyond the header"),
    ],
)
@pytest.mark.parametrize("columns", [STRICT, LOOSE], ids=["strict", "loose"])
def test_a_row_that_a_separator_tore_is_a_fault(
    tmp_path: Path, text: str, place: str, told: str, columns: object
) -> None:
    table = read_table(written(tmp_path / "a.csv", text), columns)  # type: ignore[arg-type]
    (fault,) = faults_in(table)
    assert fault.startswith(f"a.csv: {place}: ") and told in fault and 'into quotes: "..."' in fault


@pytest.mark.parametrize(
    "text",
    [
        "Khổ, Đơn vị\n1m, Tân Lập\n",  # a space after every separator
        "Khổ,Đơn vị\n1m,Tân Lập,,\n2m,Vân Hồ,,\n",  # every row ends in separators
        'Khổ,Đơn vị\n1m,"Vân Hồ, thành phố Mới"\n',
        "Khổ\tĐơn vị\n1m\t Tân Lập\n",
        "Khổ,Đơn vị\n1m\n",
    ],
)
def test_what_a_program_writes_is_not_torn(tmp_path: Path, text: str) -> None:
    assert faults_in(read_table(written(tmp_path / "a.csv", text), STRICT)) == []


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        (b"a;b\nc;\0d\n", "not-utf8", "zero bytes in line 2"),
        ("Mẫu;Khổ\n".encode("utf-16-le"), "not-utf8", "UTF-16 without its mark"),
        ('Mẫu;Khổ\n"pano;4x2m\nled;2x1m\n'.encode(), "broken-csv", "unexpected end of data"),
        ('Mẫu;Khổ\n"pa"no;4x2m\n'.encode(), "broken-csv", "line 2"),
        (b"a;" * 1_001, "too-large", "1,000 columns"),
        (b"a\n" * 200_001, "too-large", "200,000 rows"),
        (b'a;"' + b"x" * 200_000 + b'"\n', "broken-csv", "field larger"),
    ],
)
def test_what_is_no_table_or_too_much_is_named(tmp_path: Path, data: bytes, code: str, told: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(DataError, match=told) as fault:
        read_grids(tmp_path / "a.csv", naming)
    assert fault.value.code == code and fault.value.where.endswith("a.csv")


def test_a_cell_has_a_bound() -> None:
    (cell,) = read_comma_file(("a" * 32768).encode(), naming, legacy=False).rows[0]
    assert cell.fault is not None and cell.fault.code == "too-long"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*'",;\t\n\r\0=', "Khổ", "Đơn vị", " a", "sep=", "\ufeff", "\u2028", "a" * 999])),
    st.booleans(),
)
def test_any_text_is_read_or_named(parts: list[str], legacy: bool) -> None:
    try:
        grid = read_comma_file("".join(parts).encode(), naming, legacy=legacy)
    except CodongError as fault:
        assert fault.code in ("not-utf8", "broken-csv")
    else:
        assert all(len(row) <= 1000 for row in grid.rows)
