"""Lists that cannot be taken: one clear message with its place, and the catalogue as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from renderer.text import encode
from tests.helpers.command import Codong
from tests.helpers.lists import SLOGANS, TEXTS, comma_file, letter, numbered_txt, sheet, table_letter, without_the_list

Made = Callable[[Path], Path]


@pytest.fixture
def own(own_workspace: Path) -> Path:
    return without_the_list(own_workspace)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def truncated(path: Path) -> Path:
    return written(path, letter(path).read_bytes()[:-400])


def changed(change: Callable[[Any], None]) -> Made:
    """Return a maker of the letter with its first automatic paragraph changed."""

    def make(path: Path) -> Path:
        document = docx.Document(str(letter(path)))
        change(next(p for p in document.paragraphs if p.text == TEXTS[0]))
        document.save(str(path))
        return path

    return make


def tracked(paragraph: Any) -> None:
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:author"), "x")
    run = paragraph.runs[0]._r
    run.addprevious(inserted)
    inserted.append(run)


def hidden(paragraph: Any) -> None:
    paragraph.runs[0].font.hidden = True


def symbol(paragraph: Any) -> None:
    sign = OxmlElement("w:sym")
    sign.set(qn("w:font"), "Wingdings")
    sign.set(qn("w:char"), "F04A")
    paragraph.runs[0]._r.append(sign)


def broken_line(paragraph: Any) -> None:
    paragraph.runs[0].add_break()
    paragraph.add_run("thêm chữ")


def merged(page: Any) -> None:
    page.merge_cells("B6:C6")


def cell(place: str, value: Any) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        page[place] = value

    return change


EYE = TEXTS[0].replace("A", "А").replace("Đ", "Ð", 1)
FAULTY: dict[str, tuple[str, Made, tuple[str, ...]]] = {
    "a damaged zip": ("a.docx", truncated, ("a.docx: is no readable DOCX file", "save it again as .docx")),
    "a DOCX that is a DOC": (
        "a.docx",
        lambda p: written(p, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a.docx: is an old Word file (.doc)", "save it as .docx"),
    ),
    "a DOCX that is an XLSX": ("a.docx", sheet, ("a.docx: is no readable DOCX file",)),
    "an XLSX that is a text": ("a.xlsx", lambda p: written(p, b"1. a"), ("a.xlsx: is no readable XLSX file",)),
    "an empty file": ("a.docx", lambda p: written(p, b""), ("a.docx: is empty",)),
    "an empty text": ("a.txt", lambda p: written(p, b"\n \n"), ("a.txt: no slogan was found: it holds no text",)),
    "zero bytes": ("a.txt", lambda p: written(p, b"1. a\0b"), ("a.txt: holds zero bytes",)),
    "a picture": ("a.pdf", lambda p: written(p, b"%PDF-1.7"), ("a.pdf: .pdf: a list is .docx, .xlsx, .csv or .txt",)),
    "tracked changes": (
        "a.docx",
        changed(tracked),
        ("paragraph 5, no. 1", "holds tracked changes", "accept or reject"),
    ),
    "hidden text": ("a.docx", changed(hidden), ("paragraph 5, no. 1", "holds hidden text")),
    "a sign of a symbol font": ("a.docx", changed(symbol), ("paragraph 5, no. 1", "bad-character", "U+F04A")),
    "a line break": ("a.docx", changed(broken_line), ("paragraph 5, no. 1", "holds a line break")),
    "a look-alike letter in a DOCX": (
        "a.docx",
        lambda p: letter(p, [EYE]),
        ("paragraph 5", "only looks like Đ", "write 'Đ'"),
    ),
    "a look-alike letter in an XLSX": (
        "a.xlsx",
        lambda p: sheet(p, [TEXTS[1], EYE]),
        ("Khẩu hiệu row 6, B6, no. 2", "only looks like Đ"),
    ),
    "a look-alike letter in a CSV": (
        "a.csv",
        lambda p: comma_file(p, [EYE]),
        ("row 4, B4, no. 1", "only looks like Đ"),
    ),
    "a look-alike letter in a table": (
        "a.docx",
        lambda p: table_letter(p, [EYE]),
        ("table 2 row 2, column 2", "look-alike"),
    ),
    "a cell with an error": (
        "a.xlsx",
        lambda p: sheet(p, change=cell("B6", "#REF!")),
        ("Khẩu hiệu row 6, B6, no. 2", "holds the error #REF!", "mend the formula"),
    ),
    "a formula without a value": (
        "a.xlsx",
        lambda p: sheet(p, change=cell("B6", '="a"&"b"')),
        ("Khẩu hiệu row 6, B6", "holds a formula whose value was not saved"),
    ),
    "merged columns": (
        "a.xlsx",
        lambda p: sheet(p, change=merged),
        ("row 6, B6, no. 2", "is merged over several columns"),
    ),
    "a number for a slogan": ("a.xlsx", lambda p: sheet(p, change=cell("B6", 80)), ("row 6, B6", "holds no text: 80")),
    "a doubled slogan": (
        "a.xlsx",
        lambda p: sheet(p, [*TEXTS[:3], TEXTS[0] + " "]),
        ("row 8, B8, no. 4: is the slogan of Khẩu hiệu row 5, B5, no. 1 once more", "keep one of them"),
    ),
    "a doubled slogan in other dashes": (
        "a.txt",
        lambda p: numbered_txt(p, [TEXTS[0], TEXTS[0].replace("-", "–")]),
        ("line 10, no. 2", "is the slogan of line 9, no. 1"),
    ),
    "a double space": (
        "a.txt",
        lambda p: numbered_txt(p, [TEXTS[0].replace(" ", "  ", 1)]),
        ("line 9, no. 1", "double"),
    ),
    "a wrapped line": (
        "a.txt",
        lambda p: numbered_txt(p, [TEXTS[0].replace(" nhiệm", "\nnhiệm")]),
        ("line 9, no. 1", "seems to go on in the next line"),
    ),
    "encodings in one file": (
        "a.txt",
        lambda p: numbered_txt(p, [TEXTS[0], encode(TEXTS[1], "vni"), encode(TEXTS[2], "tcvn3")]),
        ("2 fault(s)", "line 10, no. 2", "is in VNI", "line 11, no. 3", "is in TCVN3"),
    ),
    "encodings in one line": (
        "a.txt",
        lambda p: numbered_txt(p, [TEXTS[0] + " " + encode("Đại hội", "tcvn3")]),
        ("line 9, no. 1", "mixes encodings", "'Đại'"),
    ),
    "a font that contradicts": (
        "a.docx",
        changed(lambda p: setattr(p.runs[0].font, "name", ".VnTime")),
        ("paragraph 5, no. 1", "stands in the font .VnTime, but holds"),
    ),
    "two columns of slogans": (
        "a.xlsx",
        lambda p: sheet(p, change=cell("C4", "Khẩu hiệu")),
        ("row 4", "a second time"),
    ),
}


@pytest.mark.parametrize(("name", "make", "said"), FAULTY.values(), ids=FAULTY.keys())
def test_it_is_named_with_its_place(
    codong: Codong, own: Path, tmp_path: Path, name: str, make: Made, said: tuple[str, ...]
) -> None:
    before = (own / SLOGANS).read_bytes()
    ran = codong("catalogue", "import", make(tmp_path / name), workspace=own)
    assert ran.code == 3, ran.out + ran.err
    assert [words for words in said if words not in ran.err] == [], ran.err
    assert "Traceback" not in ran.err and (own / SLOGANS).read_bytes() == before


def test_all_faults_are_told_at_once(codong: Codong, own: Path, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [EYE, TEXTS[1], "#N/A", TEXTS[1]])
    ran = codong("catalogue", "import", path, workspace=own)
    assert ran.code == 3 and "3 fault(s), nothing was taken up" in ran.err
    assert all(place in ran.err for place in ("B5", "B7", "B8"))
    told = json.loads(codong("catalogue", "import", path, "--json", workspace=own).out)
    assert len(told["faults"]) == 3 and [e["code"] for e in told["errors"]] == ["faulty-list"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--document", "công văn"), "--document: 'công văn' is built like no number"),
        (("--issued-on", "31/02/2024"), "--issued-on: '31/02/2024' is no date"),
        (("--campaign", "Đại hội"), "--campaign: 'Đại hội' is no id"),
        (("--prefix", "CV 9"), "for example cv-9"),
        (("--source", "bản  do Sở"), "--source: 'bản  do Sở': a leading, trailing, double or unusual space"),
        (("--although", "ghi\tthế"), "--although: 'ghi\\tthế': a leading, trailing, double or unusual space"),
    ],
)
def test_options_that_mean_nothing(
    codong: Codong, own: Path, tmp_path: Path, options: tuple[str, str], said: str
) -> None:
    ran = codong("catalogue", "import", numbered_txt(tmp_path / "a.txt"), *options, workspace=own)
    assert ran.code == 2 and said in ran.err


def test_sheets_are_chosen_by_name(codong: Codong, own: Path, tmp_path: Path) -> None:
    def second(page: Any) -> None:
        other = page.parent.create_sheet("Bản cũ")
        for row in (["Khẩu hiệu"], [TEXTS[0]]):
            other.append(row)

    path = sheet(tmp_path / "a.xlsx", change=second)
    both = codong("catalogue", "import", path, workspace=own)
    assert both.code == 3 and "'Khẩu hiệu', 'Bản cũ' all hold slogans" in both.err and "--sheet" in both.err
    assert (
        "1 slogans would be added"
        in codong("catalogue", "import", path, "--sheet", "Bản cũ", "--dry-run", workspace=own).out
    )
    assert "has no sheet 'Tờ 3'" in codong("catalogue", "import", path, "--sheet", "Tờ 3", workspace=own).err
    assert codong("catalogue", "import", tmp_path / "keine.docx", workspace=own).code == 3


def test_a_separator_inside_a_slogan(codong: Codong, own: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("STT;Khẩu hiệu\n1;Một câu!\n3;Không; có ngoặc\n", encoding="utf-8")
    ran = codong("catalogue", "import", "a.csv", "--prefix", "x", workspace=own)
    assert ran.code == 3 and "row 3, B3, no. 3: goes on in cells beyond the header (' có ngoặc')" in ran.err


def test_columns_that_no_name_makes_known(codong: Codong, own: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("STT;Tên khẩu hiệu\n1;Một câu!\n", encoding="utf-8")
    assert "1 slogans would be" in codong("catalogue", "import", "a.csv", "--dry-run", workspace=own).out
    (tmp_path / "b.csv").write_text("STT;Diễn giải\n1;Một câu!\n", encoding="utf-8")
    ran = codong("catalogue", "import", "b.csv", "--dry-run", workspace=own)
    assert "no column is called 'Khẩu hiệu' or 'Nội dung'" in ran.out + ran.err


def test_an_id_that_is_none(codong: Codong, own: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Mã;Khẩu hiệu\nKH 01;Một câu!\n", encoding="utf-8")
    ran = codong("catalogue", "import", "a.csv", workspace=own)
    assert ran.code == 3 and "has the id 'KH 01', which is none" in ran.err and "write 'kh-01'" in ran.err


def test_a_hidden_sheet_is_told_of(codong: Codong, own: Path, tmp_path: Path) -> None:
    def hide(page: Any) -> None:
        page.parent.create_sheet("Bản cũ").sheet_state = "hidden"

    ran = codong("catalogue", "import", sheet(tmp_path / "a.xlsx", change=hide), "--dry-run", workspace=own)
    assert ran.code == 0 and "remark: the hidden sheet 'Bản cũ' is passed over" in ran.out


def test_numbered_passages_are_named_first(codong: Codong, own: Path, tmp_path: Path) -> None:
    lines = ["Kính gửi: Các phường", *["Dòng thường"] * 6, "1. Việc thứ nhất", "2. Việc thứ hai"]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    ran = codong("catalogue", "import", "a.txt", workspace=own)
    assert ran.code == 3 and "no slogan was found: line 8 (outside the slogans): 'Việc thứ nhất'" in ran.err


def test_what_was_typed_before_a_slogan_is_shown(codong: Codong, own: Path, tmp_path: Path) -> None:
    ran = codong("catalogue", "import", numbered_txt(tmp_path / "a.txt"), "--dry-run", workspace=own)
    assert f"line 9, no. 1 under 'KHẨU HIỆU TUYÊN TRUYỀN': [1.] {TEXTS[0]}" in ran.out
    assert "what stands in [ ] was typed before them, and is no text" in ran.out


def test_an_item_that_is_not_taken_is_a_fault(codong: Codong, own: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. Một lòng;\n2. Hai giỏi;\n3. Ba sẵn sàng!\n", encoding="utf-8")
    before = (own / SLOGANS).read_bytes()
    ran = codong("catalogue", "import", "a.txt", workspace=own)
    assert ran.code == 3 and "line 1: 'Một lòng;' stands among the slogans, but reads like running text" in ran.err
    assert (own / SLOGANS).read_bytes() == before
