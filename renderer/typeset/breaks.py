"""Where lines may break. The seam for breaking by sense: today every space is as good as another."""

from __future__ import annotations


def balanced_lines(widths: list[float], space: float, count: int) -> list[tuple[int, int]]:
    """Split words into ``count`` lines so that the widest is as narrow as can be, then as even as can be.

    ``widths`` are the words' widths and ``space`` the word space, in one unit; returns the lines as
    ``(first word, last word + 1)``. At most one line a word.
    """
    words = len(widths)
    count = min(count, words)
    prefix = [0.0]
    for width in widths:
        prefix.append(prefix[-1] + width)

    def line(i: int, j: int) -> float:
        return prefix[j] - prefix[i] + space * (j - i - 1)

    # best[k][j]: cost of the first j words in k lines, and where the last of them starts
    infinite = (float("inf"), float("inf"))
    best = [[infinite] * (words + 1) for _ in range(count + 1)]
    start = [[0] * (words + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0.0)
    for k in range(1, count + 1):
        for j in range(k, words + 1):
            for i in range(k - 1, j):
                widest, squares = best[k - 1][i]
                if widest == float("inf"):
                    continue
                here = line(i, j)
                cost = (max(widest, here), squares + here * here)
                if cost < best[k][j]:
                    best[k][j], start[k][j] = cost, i
    lines: list[tuple[int, int]] = []
    j = words
    for k in range(count, 0, -1):
        lines.append((start[k][j], j))
        j = start[k][j]
    return lines[::-1]
