"""Names: their capitals, the marks of places, slips that leave good words; misspelt words; the day before an event."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.proofreading import ProofReader
from renderer.studio import Studio
from tests.helpers.command import Codong
from tests.helpers.workspaces import ROOT


def told(reader: ProofReader, text: str, kind: str) -> list[str | None]:
    return [f.suggestion for f in reader.read(text).findings if f.kind == kind and f.severity == "error"]


CAPITALS = {
    "Đảng Cộng sản Việt nam quang vinh muôn năm!": "Đảng Cộng sản Việt Nam",
    "Nước Cộng hòa xã hội chủ nghĩa Việt nam muôn năm!": "Việt Nam",
    "Chủ tịch Hồ chí Minh vĩ đại sống mãi trong sự nghiệp của chúng ta!": "Hồ Chí Minh",
    "chủ tịch hồ chí minh": "Hồ Chí Minh",
    "Bác hồ kính yêu": "Bác Hồ",
    "nước Việt nam": "Việt Nam",
    "NHÂN DÂN Việt NAM": "Việt Nam",
    "Đảng Cộng Sản Việt Nam": "Đảng Cộng sản Việt Nam",
    "chủ nghĩa mác": "chủ nghĩa Mác",
    "về thăm lai châu": "Lai Châu",
    "tỉnh nam định": "Nam Định",
    "Hòa Bình, tỉnh hoà bình": "Hoà Bình",
}


@pytest.mark.parametrize(("text", "right"), CAPITALS.items(), ids=CAPITALS.keys())
def test_a_name_under_other_capitals(reader: ProofReader, text: str, right: str) -> None:
    assert told(reader, text, "name-capitals") == [right]


PLACES = {
    "tỉnh Sơn Lả": "Sơn La",
    "Thái Nguyển": "Thái Nguyên",
    "Lai Chấu": "Lai Châu",
    "nhân dân Điện Biện": "Điện Biên",
    "Hà Nổi, Hải Dương": "Hà Nội",
    "phường Quang Trung, Hà Nôi": "Hà Nội",
    "TỈNH SƠN LẢ": "SƠN LA",
    "tỉnh Thanh Hoa": "Thanh Hóa",
    "thành phố Hải Phong": "Hải Phòng",
    "Đảng bộ tỉnh Thừa Thiến Huế": "Thừa Thiên Huế",
}


@pytest.mark.parametrize(("text", "right"), PLACES.items(), ids=PLACES.keys())
def test_a_place_under_other_marks(reader: ProofReader, text: str, right: str) -> None:
    assert told(reader, text, "near-phrase") == [right]


@pytest.mark.parametrize(
    "text",
    [
        "VIỆT NAM, HỒ CHÍ MINH",
        "Chủ nghĩa Mác",
        "chủ nghĩa Mác - Lênin",
        "miền Nam định hướng",
        "nâng cao bằng cấp",
        "đánh giá lại",
        "các bác hồ hởi",
        "ngành hải dương học",
        "nhãn mác hàng hóa",
        "vì hòa bình, thái bình",
        "Nguyễn Hải Phong và Trần Thanh Hoa",
        "xã Thanh Hòa, huyện Quang Bình",
        "ông Hải Phong",
        "NHÀ ĐA NĂNG",
        "tỉnh Khánh Hoà, tỉnh Thanh Hoá",
        "Đăk Lăk",
        "Bà Rịa - Vũng Tàu",
        "Nguyễn Hà Nam Trung",
        "Hồ Văn Minh",
        "Ngày 21/01/2026, khai mạc Đại hội XIV của Đảng",
        "Ngày 15/3/2026, cử tri cả nước đi bầu cử đại biểu Quốc hội khóa XVI",
        "Quyết định ban hành ngày 10/9/2025 về bầu cử đại biểu Quốc hội khóa XVI",
        "củng cố, cũng như, chia sẻ",
    ],
)
def test_what_only_resembles_a_name_is_right(reader: ProofReader, text: str) -> None:
    assert [str(f) for f in reader.read(text).findings if f.severity == "error"] == []


@pytest.mark.parametrize("text", ["Chủ tịch Hồ Chính Minh", "TƯ TƯỞNG HỒ CHÍNH MINH", "Hồ Chí Linh vĩ đại"])
def test_a_slip_in_a_long_name_that_leaves_a_good_word(reader: ProofReader, text: str) -> None:
    [right] = told(reader, text, "near-phrase")
    assert right is not None and "hồ chí minh" in right.lower()


@pytest.mark.parametrize(
    ("text", "right"),
    [("cũa Đảng", "của"), ("CŨA ĐẢNG", "CỦA"), ("chủ nghĩa Mác - Lê Nin", "Lênin"), ("mọi tầng lớp, mổi người", "mỗi")],
)
def test_a_word_that_nobody_means(reader: ProofReader, text: str, right: str) -> None:
    assert told(reader, text, "misspelt") == [right]


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 16/3/2026, toàn dân đi bầu cử đại biểu Quốc hội khóa XVI",
        "Ngày 25/01/2026, khai mạc Đại hội XIV của Đảng",
        "Ngày 02/3/2026 là Ngày thành lập Đảng Cộng sản Việt Nam",
    ],
)
def test_a_wrong_day_before_the_name_of_an_event(reader: ProofReader, text: str) -> None:
    [finding] = [f for f in reader.read(text).findings if f.kind == "event-date"]
    assert finding.column == 6 and finding.severity == "error"


def test_every_name_and_right_word_of_the_file_reads_clean(studio: Studio, reader: ProofReader) -> None:
    from renderer.proofreading.known.files import PHRASES, PhraseFile
    from renderer.workspace import parse_toml

    file = parse_toml(studio.workspace.read(PHRASES), PHRASES, PhraseFile)
    texts = (*file.names.capitals, *file.names.places, *file.names.others, *file.misspelt.values())
    alarms = {text: [str(f) for f in reader.read(text).findings] for text in texts}
    assert {text: found for text, found in alarms.items() if found} == {}


def test_a_file_without_names_is_a_fault_that_is_told(codong: Codong, own_workspace: Path) -> None:
    path = own_workspace / "assets/proofreading.toml"
    path.write_text((ROOT / "assets/proofreading.toml").read_text(encoding="utf-8").partition("\n[names]")[0], "utf-8")
    ran = codong("check", "Đại hội", workspace=own_workspace)
    assert ran.code == 3 and "assets/proofreading.toml" in ran.err and "names" in ran.err
