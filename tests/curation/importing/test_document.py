"""Documents: every word is read, or told with its place; what is broken or hostile is one error with its code."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.curation.importing.document import _read, read_document
from renderer.curation.importing.passages import Listing
from renderer.values.errors import CodongError, DataError
from tests.helpers.office import STRICT_WORD, change_parts, docx_of, spoil_part, write_parts


def body_of(tmp_path: Path, body: str, **more: str) -> Listing:
    return read_document(docx_of(tmp_path / "a.docx", body, **more))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def told(listing: Listing) -> tuple[list[str], list[str], list[str]]:
    """Return the texts of the passages, the codes of their faults, and the remarks."""
    return (
        [p.raw for p in listing.passages],
        [p.fault.code if p.fault else "" for p in listing.passages],
        [*listing.remarks],
    )


# -- struck out -----------------------------------------------------------------------------------

STYLES = (
    '<w:style w:type="character" w:styleId="bo"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="con"><w:basedOn w:val="bo"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="doan"><w:rPr><w:dstrike w:val="1"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="bang"><w:rPr><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("inside", "left", "struck"),
    [
        (run("Mừng ") + run("Đảng ", "<w:strike/>") + run("Xuân"), "Mừng Xuân", "Đảng"),
        (run("Mừng Đảng", "<w:dstrike/>"), "", "Mừng Đảng"),
        (run("Mừng ") + run("Đảng", '<w:rStyle w:val="con"/>'), "Mừng", "Đảng"),
        ('<w:pPr><w:pStyle w:val="doan"/></w:pPr>' + run("Mừng"), "", "Mừng"),
        ('<w:pPr><w:pStyle w:val="doan"/></w:pPr>' + run("Mừng", '<w:dstrike w:val="0"/>'), "Mừng", None),
        (run("Mừng", '<w:strike w:val="false"/>'), "Mừng", None),
        ("<w:pPr><w:rPr><w:strike/></w:rPr></w:pPr>" + run("Mừng"), "Mừng", None),  # that of the paragraph's end
    ],
)
def test_what_is_struck_out_is_left_out_and_told(tmp_path: Path, inside: str, left: str, struck: str | None) -> None:
    listing = body_of(tmp_path, f"<w:p>{inside}</w:p>", styles=STYLES)
    remarks = [f"paragraph 1: struck-out text is left out: {struck!r}"] if struck else []
    assert told(listing) == ([left], [""], remarks)


def test_a_table_may_be_struck_by_its_style(tmp_path: Path) -> None:
    cell = f"<w:tc><w:p>{run('Mừng')}</w:p></w:tc>"
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="bang"/></w:tblPr><w:tr>{cell}</w:tr></w:tbl>'
    assert told(body_of(tmp_path, table, styles=STYLES))[2] == [
        "table 1 row 1, column 1: struck-out text is left out: 'Mừng'"
    ]


# -- words in other forms -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("Mừng <!-- Đảng -->Xuân"), "Mừng Xuân"),
        (run("Mừng <![CDATA[Xuân]]>"), "Mừng Xuân"),
        (
            f"<w:smartTag>{run('Mừng')}</w:smartTag><w:sdt><w:sdtContent>{run(' Xuân')}</w:sdtContent></w:sdt>",
            "Mừng Xuân",
        ),
        (f"<w:fldSimple>{run('Mừng')}</w:fldSimple><w:bdo>{run(' Xuân')}</w:bdo>", "Mừng Xuân"),
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>' + run("7"), "7"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a-b"),
    ],
)
def test_words_around_which_something_stands_are_read(tmp_path: Path, inside: str, text: str) -> None:
    assert told(body_of(tmp_path, f"<w:p>{inside}</w:p>")) == ([text], [""], [])


def test_an_entity_inside_a_text_is_read(tmp_path: Path) -> None:
    head = '<!DOCTYPE document [<!ENTITY d "Đảng">]>'
    assert told(body_of(tmp_path, f"<w:p>{run('Mừng &d; Xuân')}</w:p>", head=head))[0] == ["Mừng Đảng Xuân"]


RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
CHOICE = '<mc:AlternateContent><mc:Choice Requires="x"><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>b</w:t></mc:Fallback></mc:AlternateContent>'


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (RUBY, "unread-words"),
        (f"<w:r>{CHOICE}</w:r>", "unread-words"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "unread-words"),
        ('<w:r><w:pict><v:shape><v:textpath string="Xuân"/></v:shape></w:pict></w:r>', "unread-words"),
        ("<w:unknown><w:r><w:t>Xuân</w:t></w:r></w:unknown>", "unread-words"),
        (
            '<w:r><w:fldChar><w:ffData><w:ddList><w:listEntry w:val="a"/></w:ddList></w:ffData></w:fldChar></w:r>',
            "unread-words",
        ),
        ("<w:r><w:t>Xuân <w:x/>về</w:t></w:r>", "unread-words"),
        (run("2", '<w:vertAlign w:val="superscript"/>'), "raised-letters"),
        (run("2", '<w:vertAlign w:val="baseline"/>'), ""),
        (f"<w:del>{run('Xuân')}</w:del>", "tracked-changes"),
        (run("Xuân", "<w:vanish/>"), "hidden-text"),
        (run("Xuân", '<w:rStyle w:val="an"/>'), "hidden-text"),
    ],
)
def test_words_in_another_form_are_a_fault(tmp_path: Path, inside: str, code: str) -> None:
    styles = '<w:style w:type="character" w:styleId="an"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert told(body_of(tmp_path, f"<w:p>{run('Mừng ')}{inside}</w:p>", styles=styles))[1] == [code]


@pytest.mark.parametrize(
    "block",
    [
        f"<mc:AlternateContent><mc:Choice><w:p>{run('Xuân')}</w:p></mc:Choice></mc:AlternateContent>",
        "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>",
        '<w:altChunk r="x"/>',
    ],
)
def test_a_block_in_another_form_is_a_fault(tmp_path: Path, block: str) -> None:
    texts, codes, _ = told(body_of(tmp_path, f"<w:p>{run('Mừng')}</w:p>{block}"))
    assert codes == ["", "unread-words"] and texts[0] == "Mừng"


@pytest.mark.parametrize(
    ("row", "code"), [("<w:del/>", "tracked-changes"), ("<w:ins/>", "tracked-changes"), ("<w:hidden/>", "hidden-text")]
)
def test_a_row_that_somebody_changed_or_hid_is_a_fault(tmp_path: Path, row: str, code: str) -> None:
    table = f"<w:tbl><w:tr><w:trPr>{row}</w:trPr><w:tc><w:p>{run('Mừng')}</w:p></w:tc></w:tr></w:tbl>"
    assert told(body_of(tmp_path, table))[1] == [code]


def table_of(*rows: list[str]) -> str:
    made = ("".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{cells}</w:tr>" for cells in made) + "</w:tbl>"


def test_headings_above_a_header_and_numbers_below_it_are_no_slogans(tmp_path: Path) -> None:
    listing = body_of(tmp_path, table_of(["STT", "Nội dung"], ["", "Khẩu hiệu"], ["(1)", "(2)"], ["1", "Mừng Xuân!"]))
    assert [p.raw for p in listing.passages if p.column] == ["Mừng Xuân!"]
    assert listing.remarks == ("table 1 row 3 numbers the columns and is passed over",)


def test_what_stands_beside_the_text_is_told(tmp_path: Path) -> None:
    path = docx_of(tmp_path / "a.docx", f"<w:p>{run('Mừng')}<w:r><w:drawing/></w:r></w:p>")
    with zipfile.ZipFile(path, "a") as archive:
        note = f'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>{run("bỏ câu này")}</w:p></w:footnotes>'
        archive.writestr("word/footnotes.xml", note)
    more = b'<Relationship Id="f" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>'
    change_parts(
        path, lambda name, data: data.replace(b"</Relationships>", more) if "document.xml.rels" in name else data
    )
    assert read_document(path).remarks == (
        "what stands in its footnotes is not read: 'bỏ câu này'",
        "1 pictures and objects: words in them are not read",
    )


def test_the_strict_form_is_read(tmp_path: Path) -> None:
    listing = body_of(tmp_path, f"<w:p>{run('Mừng ')}{run('Đảng', '<w:strike/>')}</w:p>", space=STRICT_WORD)
    assert told(listing)[0] == ["Mừng"] and len(listing.remarks) == 1


# -- damage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("char", ["D800", "DFFF", "x", "", "FFFFFFFFFF", "-1", "7", "110000"])
def test_a_symbol_that_is_no_character_is_the_sign_of_a_lost_one(tmp_path: Path, char: str) -> None:
    listing = body_of(tmp_path, f'<w:p><w:r><w:sym w:font="x" w:char="{char}"/></w:r></w:p>')
    assert told(listing)[0] == ["\ufffd"]


@pytest.mark.parametrize(
    "body",
    [
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr></w:pPr>{run("a")}</w:p>',
    ],
)
def test_a_number_that_is_none_is_named(tmp_path: Path, body: str) -> None:
    with pytest.raises(DataError, match=r"it counts '(x|99999999999)'") as fault:
        body_of(tmp_path, body)
    assert fault.value.code == "not-a-document" and fault.value.where.endswith("a.docx")


def test_documents_that_are_none_are_named(tmp_path: Path) -> None:
    for name, parts in {
        "another root": {"root": "glossary"},
        "a broken text": {"head": "<?xml version='1.0' encoding='x'?>"},
    }.items():
        with pytest.raises(DataError, match="is no readable DOCX file") as fault:
            body_of(tmp_path, "", **parts)
        assert fault.value.code == "not-a-document", name
    path = write_parts(tmp_path / "b.docx", {"word/document.xml": "<x/>"})
    with pytest.raises(DataError, match="lacks its part"):
        read_document(path)


def test_a_paragraph_has_a_bound_and_so_has_a_document(tmp_path: Path) -> None:
    assert told(body_of(tmp_path, f"<w:p>{run('a' * 32768)}</w:p>"))[1] == ["too-long"]
    with pytest.raises(DataError, match="more than 20,000 paragraphs"):
        body_of(tmp_path, "<w:p/>" * 20001)


def test_a_document_nested_without_end_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no readable DOCX file"):
        body_of(tmp_path, "<w:sdt>" * 50000 + "</w:sdt>" * 50000)


_BODY = (
    f'<w:p><w:pPr><w:pStyle w:val="doan"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{run("Mừng", "<w:strike/>")}</w:p>'
    f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>{run("x")}<w:r><w:sym w:char="F04A"/></w:r></w:p></w:tc></w:tr></w:tbl>'
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_part_is_read_or_named(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes changed inside the parts, so that no checksum tells: a result or an error with its code, never another."""
    path = docx_of(tmp_path / "a.docx", _BODY, styles=STYLES)
    part = data.draw(st.sampled_from(["word/document.xml", "word/styles.xml", "_rels/.rels"]))
    spoil_part(path, part, data)
    try:
        _read(path.read_bytes())
    except CodongError as fault:
        assert fault.code in ("not-a-document", "too-large")
