"""The heads of a table in text → its columns from left to right, each with what stands above it.

Merged cells are lost on the way into text, so heads are put under one another by the form's own
tree, in the order of the file; what does not come out even is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ..model.table import Column, Table
from .labels import bare, label_of
from .vocabulary import nodes_of


@frozen
class Leaf:
    """One column as printed: its head, and the heads above."""

    text: str
    above: tuple[str, ...] = ()


def leaves_of(
    lines: Sequence[Sequence[str]], table: Table, above: tuple[str, ...] = ()
) -> tuple[Leaf, ...]:
    """The columns of heads that stand line under line, below the heads ``above`` that a caption
    names; empty where that does not come out even."""
    for band, tree in zip(table.bands, _trees(table), strict=True):
        leaves = _expanded(lines, tree)
        if _whole(leaves, band.columns, tree):
            return leaves
        for path in _groups(band.columns) if leaves and above else ():
            named = tuple(column.label for column in path) == above
            if named and _whole(leaves, path[-1].columns, tree):
                return tuple(evolve(leaf, above=above) for leaf in leaves)
    return ()


def leaves_in_order(texts: Sequence[str], table: Table) -> tuple[Leaf, ...]:
    """The columns of heads of which only the order is known: line by line as a page prints them,
    or each followed by what stands below it."""
    for band, tree in zip(table.bands, _trees(table), strict=True):
        for leaves in (_in_depth(texts, tree), _expanded(_levels(texts, tree), tree)):
            if _whole(leaves, band.columns, tree):
                return leaves
    return ()


def _whole(leaves: Sequence[Leaf], columns: Sequence[Column], tree: _Tree) -> bool:
    """Whether ``leaves`` are all that stand below ``columns``; else a head is lost or unknown, and
    the others would stand above the wrong figures."""
    said = [label_of(node.label).whole for leaf in leaves if (node := tree.node(leaf.text))]
    printed = [label_of(leaf.label).whole for column in columns for leaf in column.leaves()]
    return sorted(said) == sorted(printed)


def leaves_across(heads: Sequence[str], table: Table) -> tuple[Leaf, ...]:
    """The columns of heads that are given from left to right, those above others among them. Empty
    where they are not all there, or those above do not stand in the form's order."""
    for band, tree in zip(table.bands, _trees(table), strict=True):
        nodes = [tree.node(text) for text in heads]
        above = [label_of(node.label).whole for node in nodes if node is not None and node.columns]
        leaves = tuple(
            Leaf(text)
            for text, node in zip(heads, nodes, strict=True)
            if node is not None and not node.columns
        )
        whole = None not in nodes and len(leaves) == sum(1 for _ in band.figure_columns())
        if whole and all(_in_order(above, family) for family in _families(band.columns)):
            return leaves
    return ()


def _in_order(above: Sequence[str], family: Sequence[Column]) -> bool:
    printed = [label_of(column.label).whole for column in family if column.columns]
    return [w for w in printed if w in above] == [w for w in above if w in printed]


def _families(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    """The heads that stand side by side below one head, or below none."""
    yield columns
    for node in nodes_of(columns):
        if node.columns:
            yield node.columns


def is_leaf(text: str, table: Table) -> bool:
    """Whether ``text`` is the head of a column, and stands above no other."""
    nodes = [tree.node(text) for tree in _trees(table)]
    return any(node is not None and not node.columns for node in nodes)


def under(caption: str, table: Table) -> tuple[str, ...]:
    """The heads that ``caption`` names as standing above what follows: 行政诉讼（复议后起诉）."""
    said = bare(caption)
    for band in table.bands:
        for path in _groups(band.columns):
            labels = [column.label for column in path]
            for first in range(len(labels)):
                if said and said == bare("".join(labels[first:])):
                    return tuple(labels)
    return ()


def _groups(
    columns: Sequence[Column], above: tuple[Column, ...] = ()
) -> Iterator[tuple[Column, ...]]:
    for column in columns:
        if column.columns:
            yield (*above, column)
            yield from _groups(column.columns, (*above, column))


@frozen
class _Tree:
    """The heads of a band by their label (the same label below several heads is one)."""

    nodes: Mapping[str, Column]
    siblings: tuple[frozenset[str], ...]

    def node(self, text: str) -> Column | None:
        label = label_of(text)
        found = self.nodes.get(label.whole)
        return found or (None if label.number else self.nodes.get(label.short))


def _trees(table: Table) -> Iterator[_Tree]:
    for band in table.bands:
        nodes = {label_of(node.label).whole: node for node in nodes_of(band.columns)}
        shorts = {label_of(node.label).short: node for node in nodes_of(band.columns)}
        families = [
            frozenset(label_of(column.label).whole for column in family)
            for family in _families(band.columns)
        ]
        yield _Tree({**shorts, **nodes}, tuple(families))


def _grown(tree: _Tree, take: Callable[[int], str | None]) -> tuple[Leaf, ...]:
    """The columns of ``tree``, its heads taken one by one: ``take`` gives the next head of a depth.
    Empty where a head does not stand below its own."""

    def grow(text: str, depth: int, above: tuple[str, ...]) -> list[Leaf] | None:
        node = tree.node(text)
        if node is None:
            return None
        if not node.columns:
            return [Leaf(text, above)]
        waiting = {label_of(column.label).short for column in node.columns}
        found: list[Leaf] = []
        while waiting:
            child = take(depth + 1)
            named = tree.node(child) if child is not None else None
            short = label_of(named.label).short if named is not None else ""
            grown = grow(child, depth + 1, (*above, text)) if child and short in waiting else None
            if grown is None:
                return None
            waiting.remove(short)
            found += grown
        return found

    leaves: list[Leaf] = []
    while (text := take(0)) is not None:
        found = grow(text, 0, ())
        if found is None:
            return ()
        leaves += found
    return tuple(leaves)


def _expanded(lines: Sequence[Sequence[str]], tree: _Tree) -> tuple[Leaf, ...]:
    waiting = [list(reversed(line)) for line in lines]

    def take(depth: int) -> str | None:
        return waiting[depth].pop() if depth < len(waiting) and waiting[depth] else None

    leaves = _grown(tree, take)
    return () if any(waiting) else leaves


def _in_depth(texts: Sequence[str], tree: _Tree) -> tuple[Leaf, ...]:
    waiting = list(reversed(texts))
    return _grown(tree, lambda _: waiting.pop() if waiting else None)


def _levels(texts: Sequence[str], tree: _Tree) -> list[list[str]]:
    """``texts`` parted into the printed lines of heads; empty where they come out uneven."""
    nodes = [tree.node(text) for text in texts]
    if not nodes or None in nodes:
        return []
    wholes = [label_of(node.label).whole for node in nodes if node is not None]
    size = max((_common(wholes, family) for family in tree.siblings), default=0)
    lines: list[list[str]] = []
    at = 0
    while size and at + size <= len(texts):
        lines.append(list(texts[at : at + size]))
        at, size = at + size, sum(len(n.columns) for n in nodes[at : at + size] if n is not None)
    return lines if at == len(texts) and not size else []


def _common(wholes: Sequence[str], family: frozenset[str]) -> int:
    """How many of the first ``wholes`` are different members of ``family``."""
    count = 0
    while count < len(wholes) and wholes[count] in family - set(wholes[:count]):
        count += 1
    return count
