"""Which lines of two texts are the same, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def common(wanted: Sequence[str], given: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest common subsequence, as pairs of positions."""
    start, ends = 0, (len(wanted), len(given))
    while start < min(ends) and wanted[start] == given[start]:
        yield start, start
        start += 1
    wanted_end, given_end = ends
    tail = []
    while min(wanted_end, given_end) > start and wanted[wanted_end - 1] == given[given_end - 1]:
        wanted_end, given_end = wanted_end - 1, given_end - 1
        tail.append((wanted_end, given_end))
    rows, columns = wanted[start:wanted_end], given[start:given_end]
    best = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            best[i][j] = (
                best[i + 1][j + 1] + 1
                if rows[i] == columns[j]
                else max(best[i + 1][j], best[i][j + 1])
            )
    i = j = 0
    while i < len(rows) and j < len(columns):
        if rows[i] == columns[j]:
            yield start + i, start + j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    yield from reversed(tail)
