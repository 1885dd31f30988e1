"""What shows nothing leaves the picture, and groups that are not needed leave their items."""

from __future__ import annotations

from dataclasses import replace

from renderer.drawing.plain import Group, Item, Picture, Shape, faded, led
from renderer.drawing.write import is_clear


def trim(picture: Picture) -> Picture:
    """Return the same picture in as few items as it needs."""
    return replace(picture, items=tuple(trim_items(picture.items)))


def trim_items(items: tuple[Item, ...]) -> list[Item]:
    """Return what shows of items, in as few as they need."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Shape):
            found += _trim_shape(item)
        elif item.opacity and all(clip.ops for clip in item.clips):
            found += _fold(replace(item, items=tuple(trim_items(item.items))))
    return found


def _trim_shape(shape: Shape) -> list[Item]:
    if is_clear(shape.fill):
        shape = replace(shape, fill=None)
    if shape.stroke is not None and is_clear(shape.stroke.paint):
        shape = replace(shape, stroke=None)
    if shape.matrix is not None and shape.stroke is None:
        shape = replace(shape, path=shape.outline, fill=shape.fill and led(shape.fill, shape.matrix), matrix=None)
    return [shape] if shape.path.ops and (shape.fill is not None or shape.stroke is not None) else []


def _fold(group: Group) -> list[Item]:
    """Return a group, or its items where it changes nothing that they cannot say themselves."""
    if group.clips or not group.items:
        return [group] if group.items else []
    if group.opacity == 1:
        return list(group.items)
    only = group.items[0]
    if len(group.items) > 1 or isinstance(only, Group) or (only.fill is not None and only.stroke is not None):
        return [group]
    if only.fill is not None:
        return [replace(only, fill=faded(only.fill, group.opacity))]
    if only.stroke is not None:
        return [replace(only, stroke=replace(only.stroke, paint=faded(only.stroke.paint, group.opacity)))]
    return []
