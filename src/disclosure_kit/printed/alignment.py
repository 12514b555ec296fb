"""Which lines of two texts are the same, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def steps(wanted: Sequence[str], given: Sequence[str]) -> int:
    """What ``common`` costs: it lays everything between the first difference and the last, of the
    one, beside all that of the other."""
    start, end = _ends(wanted, given)
    return (len(wanted) - start - end) * (len(given) - start - end)


def _ends(wanted: Sequence[str], given: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same at the beginning, and of the rest at the end."""
    fewest = min(len(wanted), len(given))
    start = next((n for n in range(fewest) if wanted[n] != given[n]), fewest)
    rest = fewest - start
    end = next((n for n in range(rest) if wanted[-1 - n] != given[-1 - n]), rest)
    return start, end


def common(wanted: Sequence[str], given: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest common subsequence, as pairs of positions."""
    start, end = _ends(wanted, given)
    tail = [(len(wanted) - 1 - n, len(given) - 1 - n) for n in range(end)]
    wanted_end, given_end = len(wanted) - end, len(given) - end
    yield from ((n, n) for n in range(start))
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
