"""Roman numerals, as ordinals of congresses and terms are written: lần thứ XIV, khóa XVI."""

from __future__ import annotations

_SIGNS = (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
_VALUES = {sign: value for sign, value in _SIGNS if len(sign) == 1}


def to_roman(number: int) -> str:
    """Return a number from 1 to 399 as a numeral; raises ValueError."""
    if not 1 <= number < 400:
        raise ValueError(f"{number} has no numeral here")
    out = ""
    for sign, value in _SIGNS:
        out += sign * (number // value)
        number %= value
    return out


def value_of_roman(text: str) -> int:
    """Return what the signs of a numeral add up to, whether or not it is a proper one: XIIII is 14.

    ``text`` holds nothing but I, V, X, L and C, in any case.
    """
    values = [_VALUES[sign] for sign in text.upper()]
    return sum(v if v >= after else -v for v, after in zip(values, [*values[1:], 0], strict=True))


def is_roman(text: str) -> bool:
    """Tell whether a text is a proper numeral in capitals."""
    return (
        bool(text)
        and set(text) <= set(_VALUES)
        and 0 < (value := value_of_roman(text)) < 400
        and to_roman(value) == text
    )
