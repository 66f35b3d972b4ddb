"""Paths that a file may name: relative, with forward slashes, and never out of its folder."""

from __future__ import annotations

import re
from pathlib import Path

from planner.files.messages import Said, suggestion
from planner.files.text import unseen_character

_DRIVE_OR_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?")
"""Names that Windows opens as devices in every folder."""


def resolve_inside(folder: Path, text: str, within: tuple[Path, ...] = ()) -> Path | Said:
    """The file that ``text`` names from ``folder``, if it stays in that folder or in one of ``within``; else the reason."""
    if trouble := _form_trouble(text):
        return trouble
    try:
        target = (folder / text).resolve()
        rooms = [room.resolve() for room in (folder, *within)]
        if not any(target.is_relative_to(room) for room in rooms):
            return Said(
                f"`{text}` 指向文件夹之外；只能使用本文件所在文件夹内的文件",
                f"`{text}` leads out of the folder; only files inside this file's folder can be used",
            )
        if target.is_file():
            return target
        return _absent(target, text)
    except (OSError, RuntimeError, ValueError) as failure:
        return Said(f"`{text}` 无法读取：{failure}", f"`{text}` can't be read: {failure}")


def _form_trouble(text: str) -> Said | None:
    if not text.strip() or text != text.strip():
        return Said("文件名为空或首尾有空格", "the file name is empty or has spaces at its ends")
    if len(text) > 500 or unseen_character(text) or "\n" in text or "\t" in text:
        return Said("文件名过长或含有不可见字符", "the file name is too long or has invisible characters")
    if "\\" in text:
        return Said(
            f"`{text}` 含有反斜杠；路径请用 /，且不能是网络共享", f"`{text}` has a backslash; write paths with /, no network shares"
        )
    if text.startswith(("/", "~")) or _DRIVE_OR_URL.match(text):
        return Said(
            f"`{text}` 是绝对路径、盘符或网址；请把文件放入本文件所在文件夹，写相对路径",
            f"`{text}` is an absolute path, a drive or a URL; put the file into this file's folder and give the relative path",
        )
    if any(_DEVICES.fullmatch(part) for part in text.split("/")):
        return Said(f"`{text}` 是系统保留的设备名", f"`{text}` is a reserved device name")
    return None


def _absent(target: Path, text: str) -> Said:
    if target.exists():
        return Said(f"`{text}` 不是普通文件", f"`{text}` is not a regular file")
    return Said(f"找不到文件 `{text}`", f"there is no file `{text}`") + beside(target)


def beside(target: Path) -> Said:
    """A file in the same folder with a name like that of a missing one."""
    try:
        names = sorted(path.name for path in target.parent.iterdir())[:1000]
    except OSError:
        names = []
    return suggestion(target.name, names)
