"""A folder of results that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from planner.errors import OutputNotWritten


def write_folder(target: Path, files: Mapping[str, str | bytes], *, ours: Iterable[str] = (), force: bool = False) -> None:
    """Write every file into a new folder beside ``target``, flush it to the disk, and only then give it its name.

    An existing target is refused without ``force``; with it, the old folder is put aside until the new one stands. ``ours`` are
    names that an old folder may hold besides those of ``files``.
    """
    check_target(target, (*files, *ours), force=force)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _not_written(target, error) from error
    try:
        _fill(draft, files)
        _publish(draft, target)
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_into(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder that may hold others; each one appears whole or not at all."""
    if folder.is_symlink():
        raise OutputNotWritten(f"{folder} 是符号链接，不写入", f"{folder} is a symbolic link; nothing is written through it")
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_file(path, content)
    except OSError as error:
        raise _not_written(folder, error) from error


def _write_file(path: Path, content: bytes) -> None:
    """A draft beside the file, flushed, then renamed; a link of the same name is replaced, not followed."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(draft, 0o666 & ~_umask())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def check_target(target: Path, names: Iterable[str], *, force: bool) -> None:
    """Refuse, before any long work, a target that could not be written. ``names`` are the files that will go there."""
    if target.is_symlink():
        raise OutputNotWritten(f"{target} 是符号链接，不写入", f"{target} is a symbolic link; nothing is written through it")
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputNotWritten(f"{target} 是文件，不是文件夹", f"{target} is a file, not a folder")
    if force:
        _check_ours(target, names)
    elif any(target.iterdir()):
        raise OutputNotWritten(
            f"{target} 已存在且非空；换一个文件夹，或用 --force 覆盖",
            f"{target} exists and is not empty; name another folder, or use --force to replace it",
        )


def _check_ours(target: Path, names: Iterable[str]) -> None:
    """``--force`` replaces the whole folder, so it must never meet one that holds anything but files of these very names."""
    ours = set(names)
    foreign = sorted(item.name for item in target.iterdir() if item.name not in ours or not stat.S_ISREG(item.lstat().st_mode))
    if foreign:
        raise OutputNotWritten(
            f"{target} 里的 {foreign[0]} 不是本命令会写的文件，不会覆盖；请换一个文件夹",
            f"{target} holds {foreign[0]}, which is not a file that this command writes, so nothing is replaced; name another folder",
        )


def _fill(draft: Path, files: Mapping[str, str | bytes]) -> None:
    draft.chmod(0o777 & ~_umask())
    for name, content in files.items():
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            out.write(content.encode("utf-8") if isinstance(content, str) else content)
            out.flush()
            os.fsync(out.fileno())
    _sync_folder(draft)


def _publish(draft: Path, target: Path) -> None:
    """Rename the draft; put an old folder aside first and bring it back if the rename fails."""
    aside: Path | None = None
    if target.exists():
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent)) / target.name
        target.rename(aside)
    try:
        draft.rename(target)
    except OSError:
        if aside is not None:
            aside.rename(target)
            aside.parent.rmdir()
        raise
    _sync_folder(target.parent)
    if aside is not None:
        shutil.rmtree(aside.parent, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    """Make the folder's entries durable where the system can open folders (Windows can't)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _not_written(target: Path, error: OSError) -> OutputNotWritten:
    reason = error.strerror or str(error)
    return OutputNotWritten(f"无法写入 {target}：{reason}", f"can't write {target}: {reason}")
