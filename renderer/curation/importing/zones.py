"""The parts of a page that a passage may belong to: headings, letterhead, recipients, signature; and running text."""

from __future__ import annotations

import re

from renderer.curation.importing.letterhead import is_letterhead

_RECIPIENTS = re.compile(r"\W*Nơi nhận\b", re.IGNORECASE)
_ADDRESSEES = re.compile(r"\W*Kính gửi\b", re.IGNORECASE)
_OFFICES = (
    r"(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|TRƯỞNG BAN|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|CHỦ NHIỆM)"
    r"(?:\s+THƯỜNG TRỰC)?|THỦ TRƯỞNG(?: ĐƠN VỊ)?|NGƯỜI (?:LẬP(?: BIỂU| BẢNG| DANH SÁCH)?|DUYỆT|KIỂM TRA|TỔNG HỢP)|"
    r"LẬP BIỂU|KẾ TOÁN(?: TRƯỞNG)?"
)
_FOR = re.compile(r"\W*(?:T/M|TM\.|K/T|KT\.|T/L|TL\.|TUQ\.)\s")
_OFFICE = re.compile(rf"\W*(?:Q\.\s*)?(?:{_OFFICES})[^\w!]*", re.IGNORECASE)
_BY_HAND = re.compile(
    r"[^\w!]*(?:đã ký|ký(?: tên)?[,\s]+(?:và\s+)?(?:ghi rõ|đóng dấu)[^!]*|(?:ghi rõ )?họ (?:và )?tên)[^\w!]*",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:trân trọng|cảm ơn|cám ơn)\b", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_]+\.\s?)*(?:[^\W\d_a-zà-ỹđ][^\W\d_]*\s+){1,5}[^\W\d_a-zà-ỹđ][^\W\d_]*")
_ABOUT = re.compile(r"\W*(?:V/v|Về việc)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"\W*(?:PHỤ LỤC|DANH MỤC|DANH SÁCH|MỘT SỐ KHẨU HIỆU|CÁC KHẨU HIỆU|KHẨU HIỆU|NỘI DUNG KHẨU HIỆU)\b", re.IGNORECASE
)
_OF_SLOGANS = re.compile(
    r"\W*(?:(?:một số|các|danh mục|danh sách|hệ thống|nội dung|gợi ý|đề xuất)\s+)*(?:câu\s+)?khẩu hiệu\b(?!\s+\d)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"\bkhẩu hiệu(?:\s+tuyên truyền)?\s+(?:như\s+)?(?:sau|dưới)(?:\s+đây)?\W*:\W*$", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"\b(?:tổ chức thực hiện|đơn vị thực hiện|phân công|kinh phí|trách nhiệm|chế độ báo cáo|biện pháp|giải pháp|"
    r"mục đích)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^\W\d][.…]\s+[^\W\d_a-zà-ỹđ]")
_RUNNING_END = (":", ";", ",", "./.")
_LONGEST = 400
"""Characters: the longest text of the catalogue has 309."""
HEADING_WORDS = 14


def is_addressing(text: str) -> bool:
    """Tell whether a passage begins the addressees or the recipients of a letter."""
    return bool(_RECIPIENTS.match(text) or _ADDRESSEES.match(text))


def is_signature(text: str) -> bool:
    """Tell whether a passage begins what stands below a paper: for whom, in which office, who drew it up."""
    return bool(_FOR.match(text) or _OFFICE.fullmatch(text.strip()) or _BY_HAND.fullmatch(text))


def is_name(text: str) -> bool:
    """Tell whether a passage may be the name below a signature: a few words with capitals, and no sign at the end."""
    return bool(_NAME.fullmatch(text.strip()))


def is_title(text: str) -> bool:
    """Tell whether a passage is called a list or an annex, or names slogans: short, and no call itself."""
    called = _TITLE.match(text) or _OF_SLOGANS.match(text)
    return bool(called and not text.endswith("!") and len(text.split()) <= 2 * HEADING_WORDS) or of_slogans(text)


def begins_annex(text: str) -> bool:
    """Tell whether a passage ends what stands below a paper, because a list or an annex begins."""
    return bool(_TITLE.match(text)) and is_title(text)


def of_slogans(text: str) -> bool:
    """Tell whether a heading says that slogans follow."""
    return bool((_OF_SLOGANS.match(text) and not text.endswith("!")) or _ANNOUNCED.search(text))


def of_other_matter(text: str) -> bool:
    """Tell whether a heading names what a paper orders besides slogans."""
    return bool(_OTHER_MATTER.search(text)) and not of_slogans(text)


def is_matter(text: str) -> bool:
    """Tell whether a line without a number is a heading of other matter: it begins so, or ends in a colon."""
    return of_other_matter(text) and (text.endswith(":") or bool(_OTHER_MATTER.match(text))) and text[-1:] != "!"


def is_call(text: str) -> bool:
    """Tell whether a passage calls upon people as slogans do, and does not thank them as letters do."""
    return text.endswith("!") and not _THANKS.search(text)


def is_running(text: str) -> bool:
    """Tell whether a passage reads like the body of a letter; a call of several sentences ends in ``!``."""
    several = bool(_SENTENCES.search(text)) and not text.endswith("!")
    return len(text) > _LONGEST or text.endswith(_RUNNING_END) or several


class Zones:
    """Goes down the page and tells of each passage in which zone of a letter it stands; empty: in its body."""

    def __init__(self) -> None:
        self._zone = ""

    def of(self, text: str, *, bulleted: bool, counted: bool) -> str:
        """``counted``: a word processor numbered the passage, so that it is no line of a letter's frame."""
        if _RECIPIENTS.match(text):
            self._zone = "recipients and signature"
        elif _ADDRESSEES.match(text):
            self._zone = "addressees"
        elif not counted and is_signature(text):
            self._zone = "recipients and signature"
        elif begins_annex(text) or (self._zone == "addressees" and (not bulleted or of_slogans(text))):
            self._zone = ""
        return self._zone


def about(text: str) -> bool:
    """Tell whether a passage says what a letter is about, or is a line of its letterhead."""
    return is_letterhead(text) or bool(_ABOUT.match(text))
