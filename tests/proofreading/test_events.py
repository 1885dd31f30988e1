"""Events of the catalogue: their numbers and dates, and texts that were replaced or misprinted."""

from __future__ import annotations

import pytest

from renderer.catalogue import Status
from renderer.proofreading import KnownEvents, ProofReader
from renderer.studio import Studio
from tests.helpers.command import Codong
from tests.helpers.proofreading import Find


@pytest.fixture(scope="module")
def known(studio: Studio) -> KnownEvents:
    return KnownEvents.of(studio.catalogue.events)


WRONG = {
    "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng (19 - 25/01/2026)": (
        "event-date",
        "20 - 23/01/2026",
        "superseded",
    ),
    "ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV CỦA ĐẢNG (19-25/01/2026)": ("event-date", "20 - 23/01/2026", "superseded"),
    "Đại hội XIV của Đảng, từ ngày 19/01 đến ngày 25/01/2026": ("event-date", "20 - 23/01/2026", "superseded"),
    "Đại hội XIV của Đảng diễn ra từ 21 - 24/01/2026": ("event-date", "20 - 23/01/2026", "is not the date"),
    "Đại hội XV của Đảng (20 - 23/01/2026)": ("ordinal", "XIV", "are the dates of number XIV"),
    "tiến tới Đại hội đại biểu toàn quốc lần thứ XIV của đảng": ("event-name", "Đảng", "name of an event"),
    "Đại hội XV của Đảng": ("ordinal", "XIV", "the last is XIV"),
    "Bầu cử đại biểu Quốc hội khoá XVI (22/3/2026)": ("event-date", "15/03/2026", "bau-cu-2026"),
    "Ngày thành lập Đảng Cộng sản Việt Nam (02/3/1930 - 02/3/2026)": (
        "event-date",
        "03/02/1930 - 03/02/2026",
        "wrong way round",
    ),
    "Ngày Quốc tế Lao động (05/01/2026)": ("event-date", "01/05/2026", "wrong way round"),
}


@pytest.mark.parametrize(("text", "wanted"), WRONG.items(), ids=WRONG.keys())
def test_an_event_under_a_wrong_number_or_date(
    find: Find, known: KnownEvents, text: str, wanted: tuple[str, str, str]
) -> None:
    [finding] = find("events", text, events=known)
    assert (finding.kind, finding.suggestion) == wanted[:2] and wanted[2] in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng (20 - 23/01/2026)",
        "Đại hội XIII của Đảng",
        "Đại hội XV Đảng bộ tỉnh",
        "Đại hội lần thứ XIV của Đảng, từ ngày 20 đến ngày 23/01/2026",
        "khai mạc Đại hội XIV của Đảng (20/01/2026)",
        "Kế hoạch số 37-KH/BTGDVTU về Đại hội XIV của Đảng ngày 30/6/2025",
        "bầu cử đại biểu Quốc hội khóa XVI (15/3/2026)",
        "95 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2025)",
        "Ngày Quốc tế Lao động (01/5/2026)",
        "Đại hội Thi đua yêu nước toàn quốc lần thứ XI (26 - 27/12/2025)",
    ],
)
def test_an_event_under_its_number_and_dates(find: Find, known: KnownEvents, text: str) -> None:
    assert find("events", text, events=known) == []


# -- real life ------------------------------------------------------------------------------------


@pytest.mark.parametrize("older", ["dh14-theme-v1", "dh14-theme-v2"])
def test_real_life_the_theme_in_three_wordings(reader: ProofReader, studio: Studio, older: str) -> None:
    """The two older wordings are refused by name, with the one of the opening offered; that one reads clean."""
    right = studio.catalogue.slogan("dh14-theme-v3").text
    [finding] = reader.read(studio.catalogue.slogan(older).text).findings
    assert (finding.kind, finding.severity, finding.suggestion) == ("refused-text", "error", right)
    assert older in finding.message and "superseded" in finding.message and "tự chủ" not in finding.message
    assert reader.read(right).findings == ()


def test_real_life_two_newspapers_misprinted_the_motto(reader: ProofReader) -> None:
    [finding] = reader.read("Đoàn kết - Dân chủ - Kỷ cương - Sáng tạo - Phát triển").findings
    assert (finding.kind, finding.severity) == ("refused-text", "error")
    assert "known misprint of dh14-motto" in finding.message and "sáng tạo -> đột phá" in finding.message
    assert finding.suggestion == "Đoàn kết - Dân chủ - Kỷ cương - Đột phá - Phát triển"


def test_real_life_the_congress_closed_two_days_earlier(reader: ProofReader) -> None:
    """Announced for 19 - 25/01/2026; on 21/01 it voted to close on 23/01."""
    found = reader.read("Chào mừng Đại hội đại biểu toàn quốc lần thứ XIV của Đảng (19 - 25/01/2026)").findings
    assert ("event-date", "20 - 23/01/2026") in [(f.kind, f.suggestion) for f in found]


def test_every_wrong_variant_is_loud_in_the_command(codong: Codong, studio: Studio) -> None:
    variants = [v for s in studio.catalogue.slogans for v in s.wrong_variants]
    assert variants
    for variant in variants:
        for text in (variant, variant.upper(), variant.replace(" - ", " – "), f"Phương châm: {variant}!"):
            ran = codong("check", text)
            assert ran.code == 4 and "known misprint" in ran.out, text


def test_a_replaced_text_is_refused_where_its_replacement_is_issued(reader: ProofReader, studio: Studio) -> None:
    for slogan in studio.catalogue.slogans:
        if slogan.replaced_by and slogan.status is not Status.ISSUED:
            assert "refused-text" in [f.kind for f in reader.read(f"Chủ đề: {slogan.text}").findings], slogan.id
