"""What became of the reports of a run, summed up for the clerk."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from ..errors import ExitCode
from .delivery import Settled

_KINDS: Final = {
    ExitCode.FINDINGS: "按 --strict 没有生成",
    ExitCode.USAGE: "与命令的选项不一致",
    ExitCode.SOURCE: "来源读不出来",
    ExitCode.EDITION: "版本或模板不适用",
    ExitCode.PLUGIN: "要用的插件不能用",
    ExitCode.OUTPUT: "成品没有写成",
    ExitCode.BUG: "程序自身出错",
}
_LISTED: Final = 100  # failed files of one kind; each was told in its turn already


@define
class Summary:
    """Counts, and the failed files with their reasons, as many as anybody would read."""

    worst: ExitCode = ExitCode.DONE
    done: int = 0
    made: int = 0
    unchanged: int = 0
    with_errors: int = 0
    passed: int = 0
    own: int = 0
    disk_full: bool = False
    failed: Counter[ExitCode] = field(factory=Counter)
    _listed: dict[ExitCode, list[str]] = field(factory=dict)

    def count(self, report: Settled) -> None:
        """Take account of a report."""
        made = report.made
        self.done += 1
        self.worst = max(self.worst, made.code)
        self.disk_full |= made.disk_full
        if not made.problem:
            self.made += 1
            self.unchanged += all(target in report.unchanged for target in report.outputs)
            self.with_errors += made.code is ExitCode.FINDINGS
            return
        self.failed[made.code] += 1
        listed = self._listed.setdefault(made.code, [])
        if len(listed) < _LISTED:
            listed.append(_reason(made.task.name, made.problem))

    def pass_over(self, code: ExitCode) -> None:
        """Take account of a report that a run before has made, with this exit code."""
        self.done += 1
        self.passed += 1
        self.with_errors += code is ExitCode.FINDINGS
        self.worst = max(self.worst, code)

    def leave_out(self) -> None:
        """Take account of a file that is no source: a run before has made it."""
        self.done += 1
        self.own += 1

    def lines(self, total: int) -> Iterator[str]:
        """The sum of a run over ``total`` sources, and what has to be done yet."""
        failed = sum(self.failed.values())
        told = [f"生成 {self.made} 份"]
        told += [f"跳过 {self.passed} 份（上次已生成，至今未变）"] if self.passed else []
        told += [f"没有生成 {failed} 份"] if failed else []
        left = total - self.done
        total -= self.own
        told += [f"还没有做 {left} 份"] if left else []
        told += [f"另有 {self.own} 份是本工具以前的成品，不算来源"] if self.own else []
        yield f"共 {total} 份：{'，'.join(told)}。{self._of_these()}"
        for code, count in sorted(self.failed.items()):
            yield f"  {_KINDS.get(code, '没有生成')}（退出码 {code.value}）{count} 份："
            for line in self._listed[code]:
                yield f"    {line}"
            if count > len(self._listed[code]):
                yield f"    ……另有 {count - len(self._listed[code])} 份，见上文"
        if self.disk_full and left:
            yield f"  磁盘已满，停在这里，还有 {left} 份没有做：请腾出空间，再运行一次"

    def _of_these(self) -> str:
        told = [f"{self.with_errors} 份年报有错误"] if self.with_errors else []
        told += [f"{self.unchanged} 份的成品已有相同内容"] if self.unchanged else []
        return f"{'，'.join(told)}。" if told else ""


def _reason(name: str, problem: str) -> str:
    if name in problem:
        return problem
    return f"{name}：{problem.removeprefix(f'{os.path.basename(name)}：')}"
