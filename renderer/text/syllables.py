"""Vietnamese syllables by their build: onset, rime and tone. Where the tone mark stands is another question."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
_RIMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        "e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu "
        "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
        "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong "
        "ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
        "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyn uynh "
        "uyp uyt uyên uyêt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
        "y yêm yên yêng yêt yêu ych ynh yt"
    ).split()
)
_AFTER_QU = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê êch ên ênh êt êu "
        "ơ ơi ơn ơt i it y ych yên yêt ynh yt yu ôc iêt iên"
    ).split()
)
_STOPS = ("c", "ch", "p", "t")
_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_VOWEL_ENDS = frozenset("aeiouy\u0302\u0306\u031b")
_FRONT = ("e", "ê", "i", "y")
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
"""A run of letters, loose marks included."""


def split_tone(word: str) -> tuple[str, str]:
    """Return a word without its tone, in small letters, and the tone's mark; ``??`` for two, or one on a consonant."""
    tone, kept = "", [""]
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            on_vowel = kept[-1] in _VOWEL_ENDS
            tone = character if on_vowel and not tone else "??"
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)), tone


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable, wherever its tone mark stands."""
    bare, tone = split_tone(word)
    if tone == "??":
        return False
    return any(_fits(onset, bare[len(onset) :], tone) for onset in ("", *_ONSETS) if bare.startswith(onset))


def _fits(onset: str, rime: str, tone: str) -> bool:
    if onset == "qu":
        known = rime in _AFTER_QU
    elif onset == "gi":
        known = (rime in _RIMES and rime[:1] not in ("i", "y")) or rime == ""
    else:
        known = rime in _RIMES and rime != "êng"
    if not known:
        return False
    if rime.endswith(_STOPS) and tone in ("", "\u0300", "\u0303", "\u0309"):
        return False  # a stopped syllable is sắc or nặng
    front = rime.startswith(_FRONT)
    if onset in ("gh", "ngh", "k"):
        return front
    return not (onset in ("g", "ng", "c") and front and not (onset == "g" and rime.startswith("i")))
