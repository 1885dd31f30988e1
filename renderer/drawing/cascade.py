"""Style sheets, style attributes and presentation attributes: which value of a property an element states itself."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]

from renderer.drawing.properties import PROPERTIES, paints_nothing
from renderer.drawing.source import SVG, Node, shorten

MAX_RULES = 2_000
"""How many selectors the style sheets of a drawing may hold."""
_MOST_WORK = 20_000_000
_MOST_STEPS = 20
"""How many elements within one another a selector may name."""
_BRACKET = re.compile(r"[][(){}]")
_MOST_NESTED = 32
_SELECTOR = re.compile(r"[\w\s.#*,>-]+")
_ATTRIBUTES = frozenset(
    "id class style d x y width height rx ry r cx cy x1 y1 x2 y2 fx fy fr points pathLength transform viewBox offset"
    " preserveAspectRatio href gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits"
    " patternTransform clipPathUnits type media version baseProfile zoomAndPan contentScriptType contentStyleType lang"
    " tabindex role externalResourcesRequired target rel download hreflang focusable title name refX refY"
    " requiredExtensions space nodetypes slot part itemprop itemscope itemtype".split()
)
"""Attributes that are no properties: read where they count, and known to paint nothing elsewhere."""
_OTHERS = re.compile(
    "filter|fe[A-Z].*|marker|mask|font.*|glyph|hkern|vkern|missing-glyph|text.*|tspan|tref|image|view|cursor"
)
"""Elements that paint only where they are used, and are refused there: nobody needs to know their attributes."""
_CONDITIONS = ("requiredFeatures", "systemLanguage")
_CSS_ONLY = {"transform", "mix-blend-mode", "isolation", "transform-box", "font"}
_SAME_IN_BOTH = re.compile(r"none|initial|((matrix|scale)\([^()]*\)\s*)+")
"""Transforms that style sheets write as attributes do: others have units there, which attributes must not have."""
Declaration = tuple[str, str, bool]


def cascade(root: Node) -> Node:
    """Give every element of the drawing the properties that it states itself, as text; return ``root``."""
    matcher = _read_sheets(root)
    if matcher is None:
        for node in root.iter():
            _state(node, [])
        return root
    # Only rules that may match reach an element: the matcher knows them by name, class and id.
    for wrapped in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        matched = [payload for _, _, _, payload in matcher.match(wrapped)]
        _state(wrapped.etree_element, [entry for payload in matched for entry in payload])
    return root


def _state(node: Any, from_sheets: list[Declaration]) -> None:
    node.own = {}
    if not isinstance(node, Node) or node.is_foreign or _OTHERS.fullmatch(node.name):
        return
    for key, value in node.attrib.items():
        if _is_property(node, key):
            node.own[key] = value.strip()
    declared = [*from_sheets, *_declarations(node, node.get("style", ""))]
    for name, value, _ in sorted(declared, key=lambda entry: entry[2]):  # stable: later wins, important last
        node.own[name] = value


def _is_property(node: Node, key: str) -> bool:
    """Tell whether an attribute states a property; one that is not known is refused."""
    if key[0] == "{" or key.startswith(("data-", "aria-")) or ":" in key:
        return False
    if key in _CONDITIONS:
        raise node.refuse(f"{key} makes a drawing differ from place to place", hint="draw what is meant")
    if key in PROPERTIES and (key not in _CSS_ONLY or key == "transform"):
        return True
    if key in _CSS_ONLY or not (key in _ATTRIBUTES or paints_nothing(key)):
        raise node.refuse(f"the attribute {shorten(key)!r} is not known", hint="remove it")
    return False


def _declarations(node: Node, text: str | list[Any]) -> Iterator[Declaration]:
    """Yield property, value and importance of what a style attribute or a rule declares."""
    if not text:
        return
    if isinstance(text, str):
        _check_nesting(node, text)
    for found in tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True):
        if found.type != "declaration":
            what = getattr(found, "message", found.type)
            raise node.refuse(f"the style cannot be read: {what}")
        name, value = found.lower_name, tinycss2.serialize(found.value).strip()
        if name == "transform" and not _SAME_IN_BOTH.fullmatch(value):
            raise node.refuse("few programs read a transform with units in style", hint="write the attribute transform")
        if name in PROPERTIES:
            yield name, value, found.important
        elif not paints_nothing(name):
            raise node.refuse(f"the property {shorten(name)!r} is not taken in style", hint=_hint(name))


def _check_nesting(node: Node, text: str) -> None:
    """Refuse brackets within brackets by the hundred: they are written back by recursion."""
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "([{" else max(0, depth - 1)
        if depth > _MOST_NESTED:
            raise node.refuse(f"its style nests brackets more than {_MOST_NESTED} deep")


def _hint(name: str) -> str:
    return "write it as an attribute" if name in _ATTRIBUTES else "remove it"


def _read_sheets(root: Node) -> cssselect2.Matcher | None:
    """Return the rules of all style sheets; None where there are none."""
    matcher, count = cssselect2.Matcher(), 0
    work, depth, elements = 0, _depth(root), sum(1 for _ in root.iter())
    for node in root.iter(f"{SVG}style"):
        if not isinstance(node, Node) or not (text := "".join(node.itertext()).strip()):
            continue
        if node.get("type", "text/css") not in ("text/css", "") or node.get("media", "all") not in (
            "all",
            "",
            "screen",
        ):
            raise node.refuse("the style sheet is of another kind than text/css for all media")
        for rule in _rules(node, text):
            work += elements * _ways(tinycss2.serialize(rule.prelude), depth)
            if work > _MOST_WORK:
                raise node.refuse("the style sheets are too costly for a drawing of this size", code="svg-too-large")
            for selector in _selectors(node, rule):
                matcher.add_selector(selector, list(_declarations(node, rule.content)))
                count += 1
                if count > MAX_RULES:
                    raise node.refuse(f"the style sheets hold more than {MAX_RULES} rules", code="svg-too-large")
    return matcher if count else None


def _depth(root: Element) -> int:
    """Return how deep elements are nested; MAX_DEPTH bounds it."""
    return 1 + max((_depth(child) for child in root), default=0)


def _ways(selectors: str, depth: int) -> int:
    """Return in how many ways a list of selectors may have to be held against one element and those around it."""
    if len(selectors) > 20_000:
        return _MOST_WORK
    steps = [len(re.split(r"\s*>\s*|\s+", part.strip())) - 1 for part in selectors.split(",")]
    return sum(_MOST_WORK if step > _MOST_STEPS else max(1, math.comb(depth, step)) for step in steps)


def _rules(node: Node, text: str) -> Iterator[Any]:
    _check_nesting(node, text)
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("font-face", "charset", "namespace"):
            continue
        else:
            what = f"@{rule.at_keyword}" if rule.type == "at-rule" else f"{rule.type}: {getattr(rule, 'message', '')}"
            raise node.refuse(f"the style sheet holds {shorten(what)}, which is not taken")


def _selectors(node: Node, rule: Any) -> Iterable[Any]:
    text = tinycss2.serialize(rule.prelude).strip()
    if not _SELECTOR.fullmatch(text):
        raise node.refuse(
            f"the selector {shorten(text)!r} is not taken",
            hint="select by element, class and id, and by elements within others",
        )
    try:
        return list(cssselect2.compile_selector_list(rule.prelude, namespaces={}))
    except cssselect2.SelectorError as fault:
        raise node.refuse(f"cannot read the selector {shorten(text)!r}: {fault}") from None
