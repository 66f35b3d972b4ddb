"""A sheet of an Excel workbook as a table of text cells, like a CSV file."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from planner.errors import InputRefused, Problem
from planner.files.messages import listed, suggestion
from planner.files.text import TABLE_BYTES_LIMIT
from planner.reading.tables import ROWS_LIMIT, Table, table_of

UNPACKED_BYTES_LIMIT = 10 * TABLE_BYTES_LIMIT
"""A workbook is packed; this is the most that it may unpack to. [bytes]"""


def read_workbook(path: Path, sheet: str | None, shown: str) -> Table:
    """The table of a sheet, by default the first, or InputRefused. Needs the extra ``excel``."""
    try:
        from python_calamine import CalamineError, load_workbook
    except ImportError:
        raise _refused(
            shown,
            '读取 Excel 需要 python-calamine：请执行 pip install "planner[excel]"，或另存为 CSV',
            'reading Excel needs python-calamine: pip install "planner[excel]", or save the file as CSV',
        ) from None
    _check_size(path, shown)
    try:
        workbook = load_workbook(path)
        name = workbook.sheet_names[0] if sheet is None else sheet
        if name not in workbook.sheet_names:
            there, near = listed(workbook.sheet_names), suggestion(name, workbook.sheet_names)
            raise _refused(
                shown,
                f"没有名为 `{name}` 的工作表；现有：{there.zh}{near.zh}",
                f"there is no sheet `{name}`; it has {there.en}{near.en}",
            )
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=ROWS_LIMIT + 2)
    except (CalamineError, OSError, ValueError) as failure:
        raise _refused(shown, f"不是可读取的 Excel 文件（{failure}）", f"not a readable Excel file ({failure})") from None
    if len(rows) > ROWS_LIMIT + 1:
        raise _refused(shown, f"超过 {ROWS_LIMIT} 行", f"more than {ROWS_LIMIT} rows")
    return _table(shown, [[_text(cell) for cell in row] for row in rows])


def _table(shown: str, rows: Sequence[Sequence[str]]) -> Table:
    """Rows and columns in which nothing is written are left out."""
    filled = [place for place, column in enumerate(zip(*rows, strict=True)) if any(column)]
    records = [(line, [row[place] for place in filled]) for line, row in enumerate(rows, 1) if any(row)]
    return table_of(shown, records, [",".join(row) for row in rows])


def _text(cell: object) -> str:
    """A cell as CSV would write it; times to the second, since Excel counts days in fractions."""
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _check_size(path: Path, shown: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _refused(
            shown, "不是 Excel 的 .xlsx 文件；请在 Excel 中另存为 .xlsx 或 CSV", "not an Excel .xlsx file; save it as .xlsx or CSV in Excel"
        ) from None
    if unpacked > UNPACKED_BYTES_LIMIT:
        limit = f"{UNPACKED_BYTES_LIMIT / 1e6:g} MB"
        raise _refused(shown, f"解压后大于 {limit} 的上限", f"larger than the limit of {limit} when unpacked")


def _refused(shown: str, zh: str, en: str) -> InputRefused:
    return InputRefused([Problem(shown, 0, 0, "file", zh, en)])
