"""Folders that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.errors import OutputNotWritten
from planner.report import writing
from planner.report.writing import check_target, write_folder, write_into

FILES: dict[str, str | bytes] = {"a.txt": "甲", "b.bin": b"\x00"}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_a_new_folder_holds_every_file_and_nothing_else(tmp_path: Path) -> None:
    write_folder(tmp_path / "deep" / "out", FILES)
    assert {p.name: p.read_bytes() for p in (tmp_path / "deep" / "out").iterdir()} == {"a.txt": "甲".encode(), "b.bin": b"\x00"}
    assert leftovers(tmp_path / "deep") == []


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", FILES)
    assert (tmp_path / "out" / "a.txt").exists()


def test_existing_results_need_force(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_folder(target, FILES)
    with pytest.raises(OutputNotWritten, match="--force"):
        write_folder(target, {"a.txt": "new"})
    assert (target / "a.txt").read_text(encoding="utf-8") == "甲"
    write_folder(target, {"a.txt": "new", "b.bin": b""}, force=True)
    assert (target / "a.txt").read_text(encoding="utf-8") == "new"
    assert leftovers(tmp_path) == []


def test_force_never_replaces_what_is_not_ours(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_folder(target, FILES)
    (target / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputNotWritten, match=r"thesis\.docx"):
        write_folder(target, FILES, force=True)
    assert (target / "thesis.docx").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(OutputNotWritten, match="not a folder"):
        check_target(tmp_path / "out", FILES, force=True)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    for write in (lambda: write_folder(tmp_path / "out", FILES, force=True), lambda: write_into(tmp_path / "out", {"a": b""})):
        with pytest.raises(OutputNotWritten, match="symbolic link"):
            write()
    assert list((tmp_path / "real").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_inside_a_folder_is_replaced_and_its_victim_spared(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").symlink_to(victim)
    write_into(tmp_path / "out", {"a": b"new"})
    assert victim.read_text(encoding="utf-8") == "precious"
    assert (tmp_path / "out" / "a").read_bytes() == b"new"


def test_a_failing_disk_leaves_the_old_folder_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    write_folder(target, FILES)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(OutputNotWritten, match="No space left"):
        write_folder(target, FILES, force=True)
    assert (target / "a.txt").read_text(encoding="utf-8") == "甲"
    assert leftovers(tmp_path) == []


def test_a_failing_rename_brings_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    write_folder(target, FILES)
    rename = Path.rename

    def fail_for_drafts(self: Path, to: Path) -> Path:
        if to == target and self.parent == target.parent:
            raise OSError(13, "Permission denied")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fail_for_drafts)
    with pytest.raises(OutputNotWritten, match="Permission denied"):
        write_folder(target, FILES, force=True)
    assert (target / "a.txt").read_text(encoding="utf-8") == "甲"
    assert leftovers(tmp_path) == []


def test_force_replaces_files_only(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_folder(target, FILES)
    (target / "a.txt").unlink()
    (target / "a.txt").mkdir()
    (target / "a.txt" / "thesis").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputNotWritten, match=r"a\.txt"):
        write_folder(target, FILES, force=True)
    assert (target / "a.txt" / "thesis").exists()


def test_the_results_of_another_command_are_not_called_foreign(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"comparison.json": "{}"})
    with pytest.raises(OutputNotWritten, match=r"comparison\.json, which is not a file that this command writes"):
        check_target(tmp_path / "out", FILES, force=True)
