"""By which path a report may call its picture: inside its own folder, and nowhere else."""

from __future__ import annotations

import re
from typing import Final

FOLDER: Final = "media"
LONGEST: Final = 200

# Names that are devices on Windows, with or without an ending.
_DEVICE: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
_ENDING: Final = re.compile(r"(?i).+\.(?:png|jpe?g)")
_REFUSED: Final = re.compile(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:"|?*\\]')


def path_fault(path: str) -> str:
    """Why ``path`` cannot be that of a picture, in words that follow it; empty where it can."""
    if not path.strip():
        return "是空的"
    if len(path) > LONGEST:
        return f"超过 {LONGEST} 字"
    if re.match(r"(?i)[a-z][a-z0-9+.-]*://|data:|file:", path):
        return "是网址；图片只能放在报告自己的文件夹里，从不到别处去取"
    if path.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", path):
        return "是绝对路径；图片只能放在报告自己的文件夹里"
    parts = path.split("/")
    if ".." in parts:
        return "用 .. 走出了报告的文件夹；图片只能放在报告自己的文件夹里"
    if _REFUSED.search(path):
        return '含有不能用的字符（\\ : * ? " < > | 或控制字符）；各级文件夹用 / 分开'
    for part in parts:
        if part in ("", "."):
            return "有空的或 . 的一级"
        if part != part.strip() or part[0] == "." or part.endswith(".") or _DEVICE.fullmatch(part):
            return f"的“{part}”不能作文件名"
    if not _ENDING.fullmatch(parts[-1]):
        return "不以 .png、.jpg 或 .jpeg 结尾"
    return ""
