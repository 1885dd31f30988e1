"""Legacy encodings: every letter, and every line of four real letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.catalogue import load_catalogue
from renderer.contract.alphabet import find_unreadable
from renderer.text import ENCODINGS, WORD, detect, encode, gate, is_syllable, text_of
from renderer.workspace import Workspace
from tests.helpers.workspaces import ROOT

SMALL = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
LETTERS = [c for c in SMALL + SMALL.upper() if not c.isascii()]
LINES = [
    line.strip()
    for path in sorted((ROOT / "tests/text/letters").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").split("\n")
    if line.strip()
]


def test_the_table_holds_all_134_letters() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 134
    for key in ("tcvn3", "vni", "viqr"):
        assert len({encode(c, key) for c in LETTERS}) == 134


@pytest.mark.parametrize("key", [*ENCODINGS])
def test_every_letter_there_and_back(key: str) -> None:
    read = ENCODINGS[key][1]
    for letter in LETTERS:
        # In a word: a lone ¹ of TCVN3 is a footnote, not ạ.
        word = ("x" if letter.islower() else "X") + letter
        assert read(encode(word, key)) == word


def test_vni_has_its_rare_letters_right() -> None:
    """One popular package has ỷ and ỹ wrong."""
    assert [encode(c, "vni") for c in "ỷỶỹỸ"] == ["yû", "YÛ", "yõ", "YÕ"]


def test_what_an_encoding_cannot_hold_is_named() -> None:
    with pytest.raises(ValueError, match="cp1258 has no"):
        encode("中", "cp1258")
    with pytest.raises(ValueError, match="no encoding"):
        encode("a", "iso-ir-165")


def test_unicode_lines_raise_no_alarm() -> None:
    assert len(LINES) > 480
    assert [line for line in LINES if detect(line)] == []


@pytest.mark.parametrize("key", ["tcvn3", "vni", "utf-8 as cp1252"])
def test_lines_of_real_letters_are_found_and_converted(key: str) -> None:
    lines = [line for line in LINES if not line.isascii()]
    right = sum([r.text for r in detect(encode(line, key))] == [line] for line in lines)
    assert right >= 0.995 * len(lines), f"{right} of {len(lines)}"


def test_capitals_of_tcvn3_follow_their_neighbours() -> None:
    """TCVN3 has no toned capitals: people typed small codes and let a font show capitals."""
    [reading] = detect("§¶ng CéNG S¶N VIÖT NAM QUANG VINH MU¤N N¡M!")
    assert reading.text == "Đảng CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!" and "capitals" in reading.note


def test_a_footnote_is_no_letter() -> None:
    [reading] = detect("c¸c ngµnh chøc n¨ng¹. Chó träng")
    assert reading.text == "các ngành chức năng¹. Chú trọng"


@pytest.mark.parametrize(
    "text", ["Toàn dân, toàn quân", "Hoàn toàn", "Toàn", "Nhà ga", "Mừng Đảng, mừng Xuân", "thi đua"]
)
def test_correct_unicode_is_not_read_as_vni(text: str) -> None:
    assert detect(text, {"toàn dân", "toàn quân"}) == ()


def test_a_phrase_decides_where_both_readings_are_vietnamese() -> None:
    """'toaùn' is no syllable, but 'hoàn' could be Unicode, or 'hồn' in VNI."""
    assert detect("linh hoàn", {"linh hồn"})[0].text == "linh hồn"
    gated = gate("linh hoàn", {"linh hồn"})
    assert gated.text == "linh hoàn" and [f.kind for f in gated.findings] == ["ambiguous-encoding"]


def test_viqr_is_proposed_and_never_taken() -> None:
    gated = gate("Nhie^.t lie^.t cha`o mu+`ng DDa.i ho^.i")
    assert gated.passed and gated.text == gated.raw
    assert gated.findings[0].suggestion == "Nhiệt liệt chào mừng Đại hội"
    assert gate("It is 5 o'clock. Why? (a)").findings == ()


def test_files_come_in_as_they_are() -> None:
    text = "Nhiệt liệt chào mừng"
    assert text_of(text.encode()) == text_of(text.encode("utf-8-sig")) == text_of(text.encode("utf-16")) == text
    legacy = encode(text, "tcvn3").encode("latin-1")
    assert detect(text_of(legacy))[0].text == text
    # UTF-8 that was read as latin-1, and in the WHATWG's way, which shows undefined bytes as C1 controls.
    assert detect("Đại hội".encode().decode("latin-1"))[0].text == "Đại hội"
    assert detect("\u00c4\u0090\u00e1\u00ba\u00a1i h\u00e1\u00bb\u2122i")[0].text == "Đại hội"


def test_every_word_of_the_letters_is_a_syllable_or_a_foreign_one() -> None:
    words = {w for line in LINES for w in WORD.findall(unicodedata.normalize("NFC", line)) if len(w) > 1}
    strange = {w for w in words if not is_syllable(w) and not (w.isascii() or w.isupper())}
    assert strange <= {"Lênin", "năng¹"}


@pytest.mark.parametrize(
    "word", ["truyênt", "nghiêgn", "cọ́", "ngãi​t", "khoản​g", "bât", "kác", "ghà", "ngê", "quôn", "ñam"]
)
def test_what_no_syllable_is(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "word", "hoà hòa uỷ ủy quý giặc giêng nghiêng khuỷu thuở quốc Nguyễn ngoằn yêu ý Đảng xoong".split()
)
def test_what_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


# -- offered rightly, or not at all ---------------------------------------------------------------

CATALOGUE = Workspace(ROOT)
KEYS = ["tcvn3", "vni", "viscii", "vps", "cp1258", "utf-8 as cp1252"]


def catalogue_texts() -> list[str]:
    held = load_catalogue(CATALOGUE.read)
    texts = [s.text for s in held.slogans] + [e.title for e in held.events] + [o.name for o in held.organisations]
    return [text for text in texts if not text.isascii()]


def as_latin1(text: str) -> str:
    """Return a text as a program that knows ISO 8859-1 alone shows the bytes that cp1252 shows so."""
    data = b"".join(c.encode("cp1252") if ord(c) > 0xFF else bytes([ord(c)]) for c in text)
    return data.decode("latin-1")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("show", [str, as_latin1], ids=["cp1252", "latin-1"])
def test_what_is_offered_for_a_text_of_the_catalogue_is_that_text(key: str, show: Callable[[str], str]) -> None:
    """Capitals of TCVN3 are shown by a font alone: there the letters must be right, and the note says so."""
    offered, held = 0, catalogue_texts()
    for text in held:
        gated = gate(show(encode(text, key)))
        readings = [f for f in gated.findings if f.kind in ("legacy-encoding", "ambiguous-encoding")]
        given = [f.suggestion for f in readings if f.suggestion is not None]
        assert all(s == text or (key == "tcvn3" and s.casefold() == text.casefold()) for s in given)
        words = [f.suggestion for f in gated.findings if f.kind == "mixed-encoding" and f.suggestion]
        assert all(word.casefold() in text.casefold() for word in words)
        offered += bool(given)
    assert offered > 0.7 * len(held)


@pytest.mark.parametrize("text", ["4,8 × 0,6 m", "4 × 2 m", "4×2m", "600\u00a0×\u00a0400 mm"])
def test_a_size_is_in_no_encoding(text: str) -> None:
    assert detect(text) == () and gate(text).passed


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_a_hyphen_that_looks_plain_is_offered_as_the_plain_one(hyphen: str) -> None:
    [finding] = gate(f"9743{hyphen}CV/BTGTW").findings
    assert (finding.kind, finding.suggestion) == ("look-alike", "-")


@given(st.text(max_size=40))
def test_what_is_offered_for_a_character_can_stand_on_a_sign(text: str) -> None:
    for finding in gate(text, use="sign").findings:
        if finding.kind == "look-alike" and finding.suggestion:
            assert find_unreadable(finding.suggestion) == []
