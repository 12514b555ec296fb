"""Figure cells by the labels of their rows and columns, wherever these stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import define

from .grid import Corner, Grid
from .key import CHECKS, BandKey, Entry, SheetKey, squeezed


@define
class Finder:
    """The figure cells of a table, by the labels of their rows and columns."""

    grid: Grid
    sheet: SheetKey
    refuse: Callable[[str, str], None]

    def cells(self) -> Iterator[tuple[Entry, Entry, Corner]]:
        rows = self.rows()
        for band in self.sheet.bands:
            heads = {column.id: self.heads(band, column) for column in band.columns}
            for row in band.rows:
                at = rows.get(row.id)
                if not row.labels:
                    at = self.unlabelled(heads)
                if at is None:
                    continue
                for column in band.columns:
                    above = [corner for corner in heads[column.id] if corner[0] < at]
                    if not above:
                        self.lost(f"“{'·'.join(column.labels)}”列")
                        continue
                    nearest = max(corner[0] for corner in above)
                    found = [corner for corner in above if corner[0] == nearest]
                    if len(found) > 1:
                        self.lost(f"“{'·'.join(column.labels)}”列", "重复")
                        continue
                    yield row, column, self.grid.corner(at, found[0][1])

    def lost(self, what: str, how: str = "找不到") -> None:
        self.refuse(self.grid.name, f"{what}{how}")

    def rows(self) -> dict[str, int]:
        """The sheet's row of each row id: the n-th of a label is the n-th of the form."""
        wanted: dict[tuple[str, ...], list[str]] = {}
        for band in self.sheet.bands:
            for row in band.rows:
                if row.labels:
                    wanted.setdefault(row.labels, []).append(row.id)
        vocabulary = {label for path in wanted for label in path}
        found: dict[tuple[str, ...], list[int]] = {}
        for number, cells in enumerate(self.grid.rows):
            path: list[str] = []
            corners: set[Corner] = set()
            for column in range(len(cells)):
                corner = self.grid.corner(number, column)
                text = self.grid.labels.get((number, column))
                if text in vocabulary and corner not in corners:
                    corners.add(corner)
                    path.append(text)
            if path:
                found.setdefault(tuple(path), []).append(number)
        rows: dict[str, int] = {}
        for labels, ids in wanted.items():
            there = found.get(labels, [])
            if len(there) != len(ids):
                how = f"应有 {len(ids)} 处，找到 {len(there)} 处" if there else "找不到"
                self.lost(f"“{'·'.join(labels)}”行", how)
                continue
            rows |= dict(zip(ids, there, strict=True))
        return rows

    def heads(self, band: BandKey, column: Entry) -> list[Corner]:
        """The lowest cells of the heads that say this column's labels from outside in."""
        vocabulary = {label for entry in band.columns for label in entry.labels}
        found: dict[Corner, Corner] = {}
        for (row, at), text in self.grid.labels.items():
            if text != column.labels[-1]:
                continue
            path = [text]
            corner = self.grid.corner(row, at)
            above = corner[0] - 1
            while above >= 0 and self.grid.labels.get((above, at)) in vocabulary:
                path.append(self.grid.labels[above, at])
                above = self.grid.corner(above, at)[0] - 1
            if tuple(reversed(path)) == column.labels:
                low = max(row, found.get(corner, (row, at))[0])
                left = min(at, found.get(corner, (row, at))[1])
                found[corner] = (low, left)
        return list(found.values())

    def unlabelled(self, heads: dict[str, list[Corner]]) -> int | None:
        """The one row below the heads of a table that has no row labels."""
        lows = [corner for corners in heads.values() for corner in corners]
        if not lows:
            return None
        top = max(row for row, _ in lows)
        columns = {column for _, column in lows}
        filled: list[int] = []
        for row in range(top + 1, len(self.grid.rows)):
            if self.grid.labels.get((row, 0), "").startswith(squeezed(CHECKS)):
                break
            if any(
                self.grid.at(row, c) is not None or (row, c) in self.grid.uncomputed
                for c in columns
            ):
                filled.append(row)
        if len(filled) > 1:
            self.lost("数据行", f"应只有一行，却有 {len(filled)} 行有内容")
            return None
        return filled[0] if filled else top + 1
