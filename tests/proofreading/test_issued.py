"""Texts beside the issued ones: corrected versions, capitals, signs at the end, the same text of another year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from renderer.catalogue import Catalogue, Status
from renderer.proofreading import KnownTexts, ProofReader
from renderer.studio import Studio
from renderer.text import TextFinding
from tests.helpers.proofreading import Find

Told = Callable[[str, KnownTexts], list[tuple[str, str, str | None]]]

PARTY = "Đảng Cộng sản Việt Nam quang vinh muôn năm!"
YEARLY = "96 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2026)"


def corrected(catalogue: Catalogue, slogan_id: str, text: str) -> KnownTexts:
    """Return what is known after a letter corrected a slogan."""
    new = catalogue.slogan(slogan_id).model_copy(update={"version": 2, "text": text, "status": Status.ISSUED})
    return KnownTexts.of(replace(catalogue, slogans=(*catalogue.slogans, new)))


@pytest.fixture(scope="module")
def told(find: Find) -> Told:
    """Return what is almost an issued text beside what is known."""
    return lambda text, known: [(f.kind, f.message, f.suggestion) for f in find("issued", text, texts=known)]


# -- corrected texts ------------------------------------------------------------------------------


def test_a_text_whose_dash_alone_was_corrected_is_not_refused(told: Told, studio: Studio) -> None:
    old = studio.catalogue.slogan("dh14-motto").text
    new = old.replace(" - ", " – ")
    known = corrected(studio.catalogue, "dh14-motto", new)
    assert told(new, known) == told(f"Phương châm: {new}", known) == []


def test_a_text_whose_capitals_alone_were_corrected_is_not_refused(told: Told, studio: Studio) -> None:
    new = PARTY.replace("quang vinh", "Quang vinh")
    known = corrected(studio.catalogue, "dn23-06", new)
    assert told(new, known) == []
    [(kind, message, right)] = told(PARTY, known)
    assert (kind, right) == ("near-issued", new) and message.endswith("quang -> Quang")


def test_a_text_that_was_only_made_longer_is_not_refused(told: Told, studio: Studio) -> None:
    old = studio.catalogue.slogan("dh14-art").text
    known = corrected(studio.catalogue, "dh14-art", f"{old} quang vinh")
    assert told(f"{old} quang vinh", known) == []
    [(kind, message, _)] = told(old, known)
    assert kind == "refused-text" and "with 'quang vinh'" in message


@pytest.mark.parametrize(
    ("changed", "new", "other"),
    [
        (
            "cv9743-07",
            "Đảng Cộng sản Việt Nam là người tổ chức mọi thắng lợi của cách mạng Việt Nam!",
            "cv159-wing-left",
        ),
        ("dn23-06", "Đảng Cộng sản Việt Nam quang vinh đời đời!", "cv9743-hall"),
    ],
)
def test_another_papers_issued_text_stays_clean(told: Told, studio: Studio, changed: str, new: str, other: str) -> None:
    """A correction of one paper's text does not touch the same words that another paper issued."""
    known = corrected(studio.catalogue, changed, new)
    assert told(studio.catalogue.slogan(other).text, known) == []


def test_no_corrected_text_is_refused_for_its_former_version(told: Told, studio: Studio) -> None:
    """Whatever a letter corrects, a dash, a sign, capitals or words at either end: what it says now reads clean."""
    for slogan in (s for s in studio.catalogue.slogans if s.status is Status.ISSUED):
        text = slogan.text
        for new in {text.replace(" - ", " – "), text.upper(), f"{text} mới", text.rstrip("!"), f"Toàn dân {text}"} - {
            text
        }:
            assert told(new, corrected(studio.catalogue, slogan.id, new)) == [], (slogan.id, new)


# -- capitals and signs at the end ----------------------------------------------------------------

ALMOST = {
    "Đảng Cộng sản Việt nam quang vinh muôn năm!": "nam -> Nam",
    "mừng đảng, mừng xuân, mừng đất nước đổi mới.": "đảng -> Đảng; xuân -> Xuân; without '.'",
    "Khẩu hiệu: Đảng cộng sản Việt Nam quang vinh muôn năm!": "cộng -> Cộng",
    f"{PARTY}!": "without '!'",
    f"{PARTY}.": "without '.'",
    f"Khẩu hiệu: {PARTY}!": "without '!'",
    "ĐẢNG CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!!": "without '!'",
    PARTY.rstrip("!"): "with '!'",
}


@pytest.mark.parametrize(("text", "wanted"), ALMOST.items(), ids=ALMOST.keys())
def test_other_capitals_and_signs_are_almost_an_issued_text(told: Told, studio: Studio, text: str, wanted: str) -> None:
    [(kind, message, _)] = told(text, KnownTexts.of(studio.catalogue))
    assert kind == "near-issued" and message.endswith(f"almost: {wanted}")


@pytest.mark.parametrize("text", [PARTY, PARTY.upper(), f"“{PARTY}”", "mừng Đảng, mừng Xuân, mừng đất nước đổi mới"])
def test_a_text_as_issued_in_capitals_or_with_a_small_first_letter_is_right(
    told: Told, studio: Studio, text: str
) -> None:
    assert told(text, KnownTexts.of(studio.catalogue)) == []


def test_a_shorter_issued_text_inside_does_not_vouch_for_the_capitals_around_it(told: Told, studio: Studio) -> None:
    known = KnownTexts(
        {"short": "tăng tốc, bứt phá hoàn thành", "long": "Tăng tốc, bứt phá hoàn thành Nghị quyết Đại hội"}
    )
    [(kind, message, _)] = told("Tăng tốc, bứt phá hoàn thành Nghị quyết đại hội", known)
    assert kind == "near-issued" and message == "is not long, but almost: đại -> Đại"


def test_no_difference_is_shown_empty(told: Told, studio: Studio) -> None:
    """Every issued text under every small change that is a finding says what differs."""
    known = KnownTexts.of(studio.catalogue)
    for text in known.issued.values():
        for changed in (text.lower(), f"{text}!", f"{text}.", text.replace(" - ", ", "), text.title()):
            for _, message, _ in told(changed, known):
                assert message.rpartition(": ")[2].strip(" ->"), (changed, message)


# -- the same text of another year ----------------------------------------------------------------


def only(reader: ProofReader, text: str) -> TextFinding:
    [finding] = reader.read(text).findings
    return finding


@pytest.mark.parametrize(
    "text",
    [
        "97 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2027)",
        "Nhiệt liệt chào mừng 97 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2027)",
        "Nhiệt liệt chào mừng Đại hội đảng bộ các cấp nhiệm kỳ 2030 - 2035!",
    ],
)
def test_a_text_of_another_year_is_a_warning_that_says_so(reader: ProofReader, text: str) -> None:
    finding = only(reader, text)
    assert (finding.kind, finding.severity) == ("near-issued", "warning") and "another year's" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        YEARLY.replace("96", "97"),
        YEARLY.replace("2026", "2027"),
        YEARLY.replace("1930", "1931").replace("2026", "2027"),
        "Nhiệt liệt chào mừng Đại hội đảng bộ các cấp nhiệm kỳ 2026 - 2031!",
        "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng (20 - 23/01/2027)",
    ],
)
def test_years_that_do_not_add_up_stay_an_error(reader: ProofReader, text: str) -> None:
    found = [f for f in reader.read(text).findings if f.severity == "error"]
    assert found, text


def test_a_year_that_nothing_counts_stays_an_error(reader: ProofReader, studio: Studio) -> None:
    theme = studio.catalogue.slogan("dh14-theme-v3").text
    finding = only(reader, theme.replace("2030", "2035"))
    assert (finding.kind, finding.severity) == ("near-issued", "error") and "2035 -> 2030" in finding.message


def test_the_filled_text_of_a_template_is_not_almost_its_own_entry(told: Told, studio: Studio) -> None:
    old = studio.catalogue.slogan("bac-event").model_copy(update={"status": Status.ISSUED})
    others = tuple(s for s in studio.catalogue.slogans if s.id != old.id)
    known = KnownTexts.of(replace(studio.catalogue, slogans=(*others, old)))
    assert told("Kỷ niệm 138 năm Ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2028)", known) == []
    [(kind, _, _)] = told("Kỷ niệm 138 năm Ngày sinh Hồ Chí Minh (19/5/1890 - 19/5/2028)", known)
    assert kind == "near-issued"


def test_a_template_takes_the_units_of_the_catalogue_alone(told: Told, studio: Studio) -> None:
    own = studio.catalogue.slogan("letter-sonla-xvi").model_copy(
        update={
            "text": "Chào mừng Đại hội đại biểu UBND tỉnh Sơn La lần thứ XVI",
            "template": "Chào mừng Đại hội đại biểu {unit} lần thứ {ordinal}",
        }
    )
    others = tuple(s for s in studio.catalogue.slogans if s.id != own.id)
    known = KnownTexts.of(replace(studio.catalogue, slogans=(*others, own)))
    assert told("Chào mừng Đại hội đại biểu HĐND tỉnh Sơn La lần thứ XVII", known) == []
    assert told("Chào mừng Đại hội đại biểu UBND tỉnh Sơn Lả lần thứ XVI", known) != []
