"""Headers: names that are the same, rows that name columns, sheets that are chosen and never guessed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.tables import Cell, Grid, Titles, choose_sheet, find_header, index_names, look_up, name_key, titles_of
from renderer.tables.headers import Naming
from renderer.values.errors import DataError

PATH = Path("a.xlsx")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mẫu", "MẪU", True),
        ("Mẫu", " mẫu: ", True),
        ("Mẫu", "màu", False),
        ("Kích thước", "kích  thước (m)", False),
        ("Kích thước", "kích_thước", True),
        ("hang_from", "Hang from", True),
        ("Đơn vị", "đơn vị*", True),
        ("Đơn vị", "Don vi", False),
    ],
)
def test_names_are_the_same_whatever_stands_around_their_words(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same
    assert name_key(unicodedata.normalize("NFD", one)) == name_key(one)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Khổ", "size"),
        ("kho", "size"),
        ("KHO", "size"),
        ("khô", None),
        ("Kích-thước", "size"),
        ("kich thuoc", "size"),
        ("", None),
    ],
)
def test_a_name_is_found_with_its_marks_and_without_all_of_them(header: str, field: str | None) -> None:
    assert look_up(index_names({"size": ("khổ", "kích thước")}), header) == field


@given(st.text())
def test_any_text_may_stand_in_a_header(text: str) -> None:
    look_up(index_names({"size": ("khổ",)}), text)
    assert set(titles_of([Cell(None, "A1"), Cell(7, "B1"), Cell(text, "C1")])) == ({2} if text.strip() else set())


def grid(name: str, *rows: list[object]) -> Grid:
    return Grid(
        name, [[Cell(value, f"{'ABC'[at]}{n}") for at, value in enumerate(row)] for n, row in enumerate(rows, 1)]
    )


def names_size(titles: Titles, where: str) -> bool:
    return "khổ" in [title.lower() for title in titles.values()]


def test_the_header_is_the_first_row_that_names_columns() -> None:
    found = find_header([grid("A", ["DANH SÁCH"], [1, None, "Khổ"], ["4x2m"], ["Khổ"])], names_size, PATH)
    assert found is not None and found.at == 1 and [cell.value for cell in found.header] == [1, None, "Khổ"]
    assert titles_of(found.header) == {2: "Khổ"}
    assert [(n, row[0].value) for n, row in found.above] == [(1, "DANH SÁCH")]
    assert [(n, row[0].value) for n, row in found.below] == [(3, "4x2m"), (4, "Khổ")]


@pytest.mark.parametrize(("above", "found"), [(0, True), (49, True), (50, False)])
def test_a_header_stands_among_the_first_fifty_rows(above: int, found: bool) -> None:
    sheet = grid("A", *[["tiêu đề"]] * above, ["Khổ"])
    assert (find_header([sheet], names_size, PATH) is not None) is found


def test_the_place_of_a_row_is_told_to_who_judges_it() -> None:
    places: list[str] = []
    find_header([grid("", ["a"]), grid("Biển", ["a"], ["b"])], lambda _, where: bool(places.append(where)), PATH)
    assert places == ["a.xlsx: row 1", "a.xlsx: Biển row 1", "a.xlsx: Biển row 2"]


def test_sheets_are_chosen_never_guessed() -> None:
    grids = [grid("Phường 1", ["Khổ"]), grid("Phường 2", ["Khổ"]), grid("Khác", ["a"])]
    with pytest.raises(DataError, match="the sheets 'Phường 1', 'Phường 2' all hold slogans") as fault:
        find_header(grids, names_size, PATH, "slogans")
    assert fault.value.code == "several-sheets" and "`sheet`" in fault.value.hint
    assert choose_sheet(grids, "", PATH) == grids
    found = find_header(choose_sheet(grids, "Phường 2", PATH), names_size, PATH)
    assert found is not None and found.grid is grids[1]
    with pytest.raises(DataError, match="has no sheet 'phường 2'") as fault:
        choose_sheet(grids, "phường 2", PATH)
    assert fault.value.hint == "sheets: Phường 1, Phường 2, Khác"
    assert find_header([grids[2]], names_size, PATH) is None


def names_of(texts: dict[str, str]) -> Naming:
    return lambda header: texts.get(header.lower())


NAMES = names_of({"khổ": "size", "mẫu": "layout", "từ": "from", "đến": "to", "treo": "hang", "ghi chú": ""})


@pytest.mark.parametrize(
    ("rows", "titles", "first"),
    [
        # A heading of two columns above their names, and names that reach over both rows.
        ([["Khổ", "Treo", None], [None, "Từ", "Đến"], ["a", "b", "c"]], {0: "Khổ", 1: "Từ", 2: "Đến"}, 3),
        ([["Mẫu", "Khổ", None], ["Mẫu", "Từ", "Giờ"], ["a", "b", "c"]], {0: "Mẫu", 1: "Từ", 2: "Giờ"}, 3),
        ([["Khổ", "Treo", None], [None, "Từ", "Đến"], [1, 2, 3], ["a", "b", "c"]], {0: "Khổ", 1: "Từ", 2: "Đến"}, 4),
        ([["Khổ", "Mẫu"], ["(1)", "(2)"], ["a", "b"]], {0: "Khổ", 1: "Mẫu"}, 3),
        ([["Khổ", "Mẫu"], ["A", "1", "2"], ["a", "b"]], {0: "Khổ", 1: "Mẫu"}, 3),
        # A row that says something else is one of the table.
        ([["Khổ", "Ghi chú"], ["Từ", "Mẫu số 3"], ["a", "b"]], {0: "Khổ", 1: "Ghi chú"}, 2),
        ([["Khổ", "Mẫu"], ["4x2m", "Mẫu"]], {0: "Khổ", 1: "Mẫu"}, 2),
        ([["Khổ", "Mẫu"], [1, 3]], {0: "Khổ", 1: "Mẫu"}, 2),
    ],
)
def test_a_header_may_be_made_of_several_rows(rows: list[list[object]], titles: dict[int, str], first: int) -> None:
    found = find_header([grid("A", *rows)], names_size, PATH, naming=NAMES)
    assert found is not None and titles_of(found.header) == titles
    assert next(found.below)[0] == first
    assert len(found.remarks) == (first - 1 - found.depth)


def test_the_header_once_more_is_no_row() -> None:
    found = find_header([grid("A", ["Khổ", "Mẫu"], ["a", "b"], ["Khổ", "Mẫu"], ["c", "d"])], names_size, PATH)
    assert found is not None and [number for number, _ in found.below] == [2, 4]
    assert found.remarks == ("A row 3 is the header once more and is passed over",)
