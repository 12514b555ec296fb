"""Fails on import."""

from __future__ import annotations

raise ImportError("没有安装 seal_library")
