"""The art of a layout: how frames are read, and that a fault names its drawing."""

import pytest

from renderer.drawing import MAX_DRAWN_ELEMENTS
from renderer.layout.svg import find_uses, read_art, recolour
from renderer.values.errors import DataError
from renderer.values.geometry import Rect

BOX = Rect(0, 0, 200, 100)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'


def read(body: str, head: str = HEAD) -> dict[str, Rect]:
    return read_art(f"{head}{body}</svg>", BOX, "layouts/x/art.svg.j2").frames


def test_frames_come_out_in_paint_order_and_leave_the_drawing() -> None:
    body = '<rect width="200" height="100" fill="#DA251D"/><rect data-frame="b" x="1" y="2" width="3" height="4"/>'
    art = read_art(f'{HEAD}{body}<g><rect data-frame="a" width="9" height="9"/></g></svg>', BOX, "x")
    assert list(art.frames.items()) == [("b", Rect(1, 2, 3, 4)), ("a", Rect(0, 0, 9, 9))]
    assert b"data-frame" not in art.window(BOX, "200", "100")


@pytest.mark.parametrize(
    ("transform", "rect"),
    [
        ("translate(10 20)", Rect(11, 22, 3, 4)),
        ("scale(2)", Rect(2, 4, 6, 8)),
        ("translate(10,20) scale(2, 3)", Rect(12, 26, 6, 12)),
        ("matrix(2 0 0 2 5 6)", Rect(7, 10, 6, 8)),
        ("scale(-1, 1)", Rect(-4, 2, 3, 4)),
    ],
)
def test_an_editors_move_and_scale_of_a_frame_is_followed(transform: str, rect: Rect) -> None:
    frames = read(f'<g transform="{transform}"><rect data-frame="s" x="1" y="2" width="3" height="4"/></g>')
    assert frames["s"] == pytest.approx(rect)


def test_editors_own_data_is_ignored() -> None:
    head = HEAD.replace("xmlns:xlink", 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink')
    frames = read('<inkscape:grid/><!-- x --><rect data-frame="s" width="1" height="1"/>', head)
    assert list(frames) == ["s"]


CASES = {
    "text": ('<text x="1">chữ</text>', "svg-profile", "<text>"),
    "image": ('<image href="a.png"/>', "svg-profile", "<image>"),
    "filter element": ("<filter/>", "svg-profile", "<filter>"),
    "mask property": ('<rect mask="url(#m)"/>', "svg-profile", "mask"),
    "filter in style": ('<rect style="filter: url(#f)"/>', "svg-profile", "filter"),
    "script": ("<script>1</script>", "svg-profile", "<script>"),
    "foreign object": ("<foreignObject/>", "svg-profile", "<foreignObject>"),
    "animation": ('<rect width="9" height="9"><animate attributeName="x"/></rect>', "svg-profile", "<animate>"),
    "event handler": ('<rect onclick="x()"/>', "hostile-svg", "event handler"),
    "file reference": ('<use xlink:href="file:///etc/passwd#a"/>', "hostile-svg", "reaches outside"),
    "web reference": ('<rect fill="url(http://example.com/#g)"/>', "hostile-svg", "reaches outside"),
    "use of itself": ('<g id="a"><use href="#a"/></g>', "hostile-svg", "contains itself"),
    "use of nothing": ('<use href="#b"/>', "broken-svg", "#b"),
    "frame not a rect": ('<path data-frame="s" d="M0 0"/>', "bad-frame", "not a <rect>"),
    "rotated frame": ('<rect data-frame="s" width="1" height="1" transform="rotate(5)"/>', "bad-frame", "rotated"),
    "frame of nothing": ('<rect data-frame="s" width="0" height="1"/>', "bad-frame", "no area"),
    "frame in per cent": ('<rect data-frame="s" width="5%" height="1"/>', "bad-frame", "plain numbers"),
    "frame twice": ('<rect data-frame="s" width="1" height="1"/>' * 2, "duplicate-frame", "twice"),
    "unreadable transform": ('<g transform="spin(4)"/>', "broken-svg", "transform"),
    "not closed": ("<g>", "broken-svg", "not well-formed"),
}


@pytest.mark.parametrize(("body", "code", "words"), CASES.values(), ids=CASES.keys())
def test_each_fault_is_named(body: str, code: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        read(body)
    assert caught.value.code == code
    assert words in caught.value.message
    assert caught.value.where == "layouts/x/art.svg.j2"


def test_entities_are_hostile() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(DataError) as caught:
        read_art(f"{bomb}{HEAD}<title>&b;</title></svg>", BOX, "x")
    assert caught.value.code == "hostile-svg"


def test_colours_are_found_and_changed_wherever_they_stand() -> None:
    gradient = '<linearGradient id="silk"><stop offset="0" stop-color="#F00"/><stop offset="1" stop-color="red"/></linearGradient>'
    body = f'<defs>{gradient}</defs><rect id="sun" width="9" height="9" style="fill:rgb(255,0,0)"/><path d="M0 0h9v9z" fill="url(#silk)"/>'
    art = read_art(f"{HEAD}{body}</svg>", BOX, "x")
    assert find_uses(art, "#FF0000") == "stop of #silk (2), rect #sun"
    assert find_uses(art, "#00FF00") == ""
    recolour(art.root, lambda red, green, blue: "#0000FF" if (red, green, blue) == (1, 0, 0) else "#000000")
    assert find_uses(art, "#0000FF") == "stop of #silk (2), rect #sun"


def test_frames_of_a_hidden_layer_and_of_a_copy_are_read() -> None:
    frames = read('<g display="none" transform="scale(2)"><rect data-frame="s" width="3" height="4"/></g>')
    assert frames == {"s": Rect(0, 0, 6, 8)}
    with pytest.raises(DataError, match="drawn twice"):
        read('<g id="a"><rect data-frame="s" width="3" height="4"/></g><use href="#a"/>')


def test_nested_copies_cannot_hang_a_render() -> None:
    levels = "".join(f'<g id="l{i + 1}">' + f'<use href="#l{i}"/>' * 10 + "</g>" for i in range(9))
    with pytest.raises(DataError, match=str(MAX_DRAWN_ELEMENTS)):
        read(f'<defs><rect id="l0"/>{levels}</defs><use href="#l9"/>')


def test_a_drawing_of_another_size_is_refused() -> None:
    with pytest.raises(DataError, match="viewBox"):
        read("", HEAD.replace("0 0 200 100", "0 0 100 100"))
    with pytest.raises(DataError, match="root element"):
        read_art("<html/>", BOX, "x")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(DataError, match="200 deep"):
        read("<g>" * 300 + "</g>" * 300)
