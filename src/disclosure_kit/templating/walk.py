"""All tags of a template in order, each under the names that are known at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import define, evolve, field, frozen
from jinja2 import nodes

from ..rendering.environment import Environment
from ..rendering.node import Node
from ..rendering.pictures import Picture
from .blocks import BETWEEN
from .expressions import LOOP, Slip, Value, Words, nearest, parse
from .fault import MARK_PLACE, NOT_ALLOWED, NOT_TEXT, SYNTAX, Fault, short
from .tags import ENDS, Tag

# What docxtpl adds to the statements of Jinja.
_OWN: Final = ("cellbg", "colspan", "vm", "hm")
_KNOWN: Final = (*ENDS, *ENDS.values(), *BETWEEN, "set", *_OWN)
_REFUSED: Final = ("block", "call", "extends", "include", "import", "from", "do")
_ENDS_OF: Final = frozenset(ENDS.values())


@frozen
class Read:
    """What reading a tag came to: its faults; the tag that would have none, where that is sure;
    the full name of the datum it prints, if it prints one."""

    tag: Tag
    faults: tuple[Fault, ...] = ()
    mended: Tag | None = None
    prints: str = ""


@define
class _Macro:
    """A macro: its parameters, what they stood for in a call, and whether it gives paragraphs."""

    parameters: tuple[str, ...]
    prefix: str
    given: dict[str, Value] = field(factory=dict)


def walk(parts: Sequence[Sequence[Tag]], names: Mapping[str, Any]) -> list[Read]:
    """Every tag of every part, read. ``names`` is what a full report gives a template."""
    known = {name: Value(value, name) for name, value in names.items()}
    environment = Environment(names)
    reads: list[Read] = []
    for tags in parts:
        macros: dict[str, _Macro] = {}
        # Again, until what the macros are called with is known in them.
        for _ in range(3):
            before = [dict(macro.given) for macro in macros.values()]
            found = list(_Walk(environment, known, macros).run(tags))
            if [macro.given for macro in macros.values()] == before:
                break
        reads += found
    return reads


@define
class _Walk:
    environment: Environment
    known: Mapping[str, Value]
    macros: dict[str, _Macro]
    # The innermost last: the opening word, and the names it brings.
    blocks: list[tuple[str, dict[str, Value]]] = field(factory=list)

    def run(self, tags: Sequence[Tag]) -> Iterator[Read]:
        for tag in tags:
            if tag.kind == "{#":
                continue
            if self.blocks and self.blocks[-1][0] == "raw" and tag.keyword != "endraw":
                continue
            yield self._read(tag)

    def _read(self, tag: Tag) -> Read:
        slips, prints = self._slips(tag)
        if tag.kind == "{%":
            self._enter(tag)
        if not slips:
            return Read(tag, prints=prints)
        mended = self._mended(tag, slips)
        alone = tag.text.strip() == tag.paragraph.text.strip()
        faults = []
        for slip in slips:
            told = slip.message if alone else f"“{short(tag.whole)}”：{slip.message}"
            a_word = slip.instead if slip.prefix is None else None
            near = f"（是否为 {a_word[1]}？）" if a_word else ""
            advice = f"请改成 {mended.whole}" if mended else ""
            faults.append(Fault(slip.kind, tag.paragraph.place, told + near, advice))
        return Read(tag, tuple(faults), mended)

    def _mended(self, tag: Tag, slips: list[Slip]) -> Tag | None:
        """The tag with each slip put right; None where that does not make a right one."""
        words = tag.words
        prefix = tag.prefix
        for _ in range(4):
            if not slips:
                return evolve(tag, words=words, prefix=prefix)
            for slip in slips:
                if slip.instead is None and slip.prefix is None:
                    return None
                prefix = prefix if slip.prefix is None else slip.prefix
                if slip.instead is not None:
                    wrong, right = slip.instead
                    words = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right, words, count=1)
            slips, _ = self._slips(evolve(tag, words=words, prefix=prefix))
        return None

    def _slips(self, tag: Tag) -> tuple[list[Slip], str]:
        """What is wrong with a tag, and the name of what it prints."""
        source = tag.whole if tag.kind == "{{" else self._source(tag)
        if isinstance(source, Slip):
            return [source], ""
        if tag.kind == "{{":
            source = f"{{{{ {tag.words} }}}}"
        tree = parse(source, self.environment)
        if isinstance(tree, Slip):
            return [tree], ""
        words = Words((*self._scopes(), self.known), frozenset(self.macros))
        if tag.kind != "{{":
            self._statement(tree, words)
            return words.slips, ""
        value = Value()
        for output in tree.find_all(nodes.Output):
            for node in output.nodes:
                if not isinstance(node, nodes.TemplateData):
                    value = words.value(node)
                    words.slips.extend(self._printing(tag, node, value))
        self._give(words)
        return words.slips, value.path if isinstance(value.sample, str | Picture) else ""

    def _source(self, tag: Tag) -> str | Slip:
        """A statement as a template of its own."""
        word, words = tag.keyword, tag.words.strip()
        statement = f"{{% {words} %}}"
        if word == "raw":
            return ""
        if word in ENDS:
            return f"{statement}{{% {ENDS[word]} %}}"
        if word in BETWEEN:
            return f"{{% if 0 %}}{statement}{{% endif %}}"
        if word in _ENDS_OF:
            extra = words != word
            return Slip(SYNTAX, f"{word} 后面不应有别的字", (words, word)) if extra else ""
        if word == "set":
            return statement
        if word in ("cellbg", "colspan"):
            return f"{{{{ {words.removeprefix(word)} }}}}"
        if word in ("vm", "hm"):
            return ""
        if word in _REFUSED:
            return Slip(NOT_ALLOWED, f"模板里不用 {word}")
        return self._strange(tag)

    def _strange(self, tag: Tag) -> Slip:
        """A statement that does not exist: perhaps ``{% p if …`` or ``{%pif`` for ``{%p if``."""
        word, rest = tag.keyword, tag.words.strip()
        for prefix in ("tr", "tc", "p"):
            inner = rest.removeprefix(prefix).strip() if word.lower().startswith(prefix) else ""
            if inner.split(" ", 1)[0] in _KNOWN:
                told = f"{prefix} 应紧跟在 {{% 之后，后面空一格"
                return Slip(SYNTAX, told, (rest, inner), prefix)
        return Slip(SYNTAX, f"没有 {word or '空白'} 这种语句", nearest(word, _KNOWN))

    def _scopes(self) -> tuple[dict[str, Value], ...]:
        """The names that blocks around bring; a macro does not see those around it."""
        scopes: list[dict[str, Value]] = []
        for word, brought in reversed(self.blocks):
            scopes.append(brought)
            if word == "macro":
                break
        return tuple(scopes)

    def _statement(self, tree: nodes.Template, words: Words) -> None:
        """What a statement names; the statements that complete it in ``_source`` are empty."""
        for node in tree.body:
            match node:
                case nodes.For():
                    words.value(node.iter)
                    if node.test is not None:
                        inner = evolve(words, scopes=(self._brought(node, words), *words.scopes))
                        inner.value(node.test)
                case nodes.If():
                    words.value(node.test)
                    for other in node.elif_:
                        words.value(other.test)
                case nodes.Assign():
                    words.value(node.node)
                case nodes.Macro():
                    for default in node.defaults:
                        words.value(default)
                case nodes.With():
                    for given in node.values:
                        words.value(given)
                case nodes.FilterBlock():
                    words.value(node.filter)
                case nodes.Output():
                    for shown in node.nodes:
                        if not isinstance(shown, nodes.TemplateData):
                            words.value(shown)

    def _give(self, words: Words) -> None:
        """Remember with what macros are called."""
        for name, given in words.calls:
            macro = self.macros[name]
            for parameter, value in zip(macro.parameters, given, strict=False):
                if macro.given.get(parameter, Value()).sample is None:
                    macro.given[parameter] = value

    def _printing(self, tag: Tag, node: nodes.Node, value: Value) -> Iterator[Slip]:
        """Whether what a tag prints can be printed at its place."""
        called = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)
        name = node.node.name if called else ""  # type: ignore[attr-defined]
        macro = self.macros.get(name)
        if macro is not None and macro.prefix == "p" and tag.prefix != "p":
            yield Slip(MARK_PLACE, f"宏 {name} 印出的是整段，应写作 {{{{p …", prefix="p")
        elif tag.prefix == "p" and isinstance(node, nodes.Getattr) and node.attr == "table":
            pass  # a small table of the text is a whole one
        elif tag.prefix in ("p", "tr", "tc") and (macro is None or macro.prefix != tag.prefix):
            told = f"{{{{{tag.prefix} 只用来调用印出整段的宏，这里应写作 {{{{"
            yield Slip(MARK_PLACE, told, prefix="")
        elif isinstance(value.sample, Node | tuple):
            inside = list(value.sample.names()) if isinstance(value.sample, Node) else []
            few = f"，其中有 {'、'.join(inside[:6])}{'等' if len(inside) > 6 else ''}"
            yield Slip(NOT_TEXT, f"指的是一组内容，不是一段文字{few if inside else ''}")
        elif isinstance(node, nodes.Compare | nodes.Not | nodes.Test):
            yield Slip(NOT_TEXT, "得到的是“是”或“否”，不是一段文字")

    def _enter(self, tag: Tag) -> None:
        """Open or close the block of a statement. One with a fault opens it too."""
        word = tag.keyword
        if word in _ENDS_OF:
            while self.blocks:
                if ENDS[self.blocks.pop()[0]] == word:
                    break
            return
        if word != "set" and word not in ENDS:
            return
        source = self._source(tag)
        assert isinstance(source, str)
        tree = parse(source, self.environment) if source else None
        node = tree.body[0] if isinstance(tree, nodes.Template) and tree.body else None
        words = Words((*self._scopes(), self.known), frozenset(self.macros))
        if isinstance(node, nodes.Macro):
            parameters = tuple(p.name for p in node.args)
            macro = self.macros.setdefault(node.name, _Macro(parameters, tag.prefix))
            brought = {p: macro.given.get(p, Value()) for p in parameters}
        else:
            brought = {} if node is None else self._brought(node, words)
        if word == "set":
            if self.blocks:
                self.blocks[-1][1].update(brought)
            else:
                self.known = {**self.known, **brought}
        elif node is None and word == "for":
            self.blocks.append((word, _Anything()))
        else:
            self.blocks.append((word, brought))

    def _brought(self, node: nodes.Node, words: Words) -> dict[str, Value]:
        """The names that a statement brings."""
        quiet = evolve(words, slips=[], calls=[])
        match node:
            case nodes.For():
                one = quiet.value(node.iter).element()
                return {**_bound(node.target, one), "loop": Value(LOOP)}
            case nodes.Assign():
                return _bound(node.target, quiet.value(node.node))
            case nodes.With():
                values = [quiet.value(value) for value in node.values]
                pairs = zip(node.targets, values, strict=True)
                return {k: v for target, value in pairs for k, v in _bound(target, value).items()}
        return {}


class _Anything(dict[str, Value]):
    """The names that a loop brings whose words cannot be read: any."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str)

    def __missing__(self, name: str) -> Value:
        return Value()


def _bound(target: nodes.Node, value: Value) -> dict[str, Value]:
    if isinstance(target, nodes.Name):
        return {target.name: value}
    return {name.name: Value() for name in target.find_all(nodes.Name)}
