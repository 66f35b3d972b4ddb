"""Hours and quarter-hours of the user's own meters and sensors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np

from planner.domain.profiles import Hours, MeterProfile, ValuesProfile
from planner.files.messages import Said
from planner.reading.columns import Columns, read_columns, read_number, read_sheet
from planner.reading.desk import Desk, Path
from planner.reading.profiles.calendar import HOURS
from planner.reading.profiles.intervals import place_by_stamp, place_in_order
from planner.reading.profiles.repairs import REPAIRS
from planner.reading.profiles.rows import Bench, Rows
from planner.reading.profiles.stamps import Stamp, factory_seconds, parse_stamp
from planner.reading.profiles.zones import find_zone
from planner.reading.tables import Row, no_column

ONLY_WITH_STAMPS = ("time_zone", "stamp")
DIGIT = re.compile(r"\d")


def make_meter(
    desk: Desk, path: Path, given: MeterProfile | ValuesProfile, hours: Hours, made: Mapping[str, Sequence[float]]
) -> Sequence[float] | None:
    """The file's values by hour, quarter-hours averaged. 8760 values."""
    columns = _columns(desk, path, given)
    if columns is None or not _fields_fit(desk, path, given):
        return None
    bench = Bench(desk, path, given, columns.table, hours.calendar_year)
    rows = _rows(bench, hours)
    if rows is None:
        return None
    placed = place_in_order(bench, rows) if given.time_column is None else place_by_stamp(bench, rows)
    if placed is None:
        return None
    left, step = placed
    for repair in REPAIRS:
        repaired = repair(bench, left, step)
        if repaired is None:
            return None
        left = repaired
    return tuple(left.values.reshape(HOURS, -1).mean(axis=1).tolist())


def _columns(desk: Desk, path: Path, given: MeterProfile | ValuesProfile) -> Columns | None:
    """The file, which has the columns that are named."""
    here: Path = (*path, "file")
    suffix = given.file.rpartition(".")[2].lower()
    if suffix not in ("csv", "xlsx"):
        desk.refuse(
            here,
            f"`{given.file}` 不是 .csv 或 .xlsx 文件；请另存为其中一种",
            f"`{given.file}` is neither a .csv nor an .xlsx file; save it as one of them",
        )
        return None
    if suffix == "csv" and given.sheet is not None:
        desk.refuse((*path, "sheet"), "CSV 文件没有工作表，请删去 sheet", "a CSV file has no sheets; remove sheet")
    columns = read_columns(desk, here, given.file) if suffix == "csv" else read_sheet(desk, here, given.file, given.sheet)
    if columns is None:
        return None
    wanted = {"column": given.column, "time_column": given.time_column}
    missing = {field: name for field, name in wanted.items() if name is not None and name not in columns.names}
    for field, name in missing.items():
        said = no_column(columns.table, name)
        desk.refuse((*path, field), said.zh, said.en)
    return None if missing else columns


def _fields_fit(desk: Desk, path: Path, given: MeterProfile | ValuesProfile) -> bool:
    """Whether every field has an effect: without stamps there is nothing to convert and nothing comes twice."""
    if given.time_column is not None:
        return True
    idle = [field for field in ONLY_WITH_STAMPS if field in given.model_fields_set and getattr(given, field) is not None]
    for field in idle:
        desk.refuse((*path, field), f"没有 time_column，{field} 不起作用", f"without time_column, {field} has no effect")
    if "duplicates" in given.repair:
        desk.refuse(
            (*path, "repair"),
            "没有 time_column，无从判断重复（duplicates）",
            "without time_column there are no stamps to come twice (duplicates)",
        )
    return not idle and "duplicates" not in given.repair


def _rows(bench: Bench, hours: Hours) -> Rows | None:
    """Times and values of every row in which something is written; None when some cells can't be read."""
    written = [row for row in bench.table.rows if any(row.cells.values())]
    if not written:
        bench.refuse(bench.table.rows[0].line, None, "没有数据", "there are no values")
        return None
    values, starts = _values(bench, written), _starts(bench, written, hours)
    if values is None or starts is None:
        return None
    return Rows(starts, values, np.array([row.line for row in written]))


def _values(bench: Bench, rows: Sequence[Row]) -> np.ndarray | None:
    """Numbers, NaN for empty cells."""
    texts = [row.cells[bench.given.column] for row in rows]
    numbers = [read_number(text) for text in texts]
    wrong = [place for place, number in enumerate(numbers) if number is None and texts[place]]
    if wrong:
        what = Said(f"“{texts[wrong[0]]}”不是数字（共 {len(wrong)} 行）", f'"{texts[wrong[0]]}" is no number ({len(wrong)} rows)')
        what += _thousands(texts[wrong[0]]) or Said(
            "；请写数字，小数点用英文句点；缺测请留空，可由 repair: [gaps] 补上",
            "; give numbers with a decimal point; leave cells without a reading empty, which repair: [gaps] can fill",
        )
        bench.refuse(rows[wrong[0]].line, None, what.zh, what.en)
        return None
    return np.array([np.nan if number is None else number for number in numbers])


def _thousands(text: str) -> Said | None:
    """What to do about a number with thousands separators; None for anything else."""
    plain = text.replace(",", "").replace("，", "")
    if plain == text or read_number(plain) is None:
        return None
    return Said(
        f"；请去掉千位分隔符，写 {plain}（Excel 中把单元格格式改为“常规”再另存）",
        f"; leave out thousands separators: {plain} (in Excel set the cells to the format General and save again)",
    )


def _starts(bench: Bench, rows: Sequence[Row], hours: Hours) -> np.ndarray | None:
    """Seconds since 1 January on the factory's clock; zeros without stamps."""
    column = bench.given.time_column
    if column is None:
        return np.zeros(len(rows), dtype=np.int64)
    stamps = _stamps(bench, rows, column)
    zones = _zones(bench, hours, stamps) if stamps is not None else None
    if stamps is None or zones is None:
        return None
    seconds = factory_seconds(stamps, *zones, bench.year)
    if None in seconds:
        row = rows[seconds.index(None)]
        bench.refuse(
            row.line,
            column,
            f"时区 {zones[0].key} 没有“{row.cells[column]}”这一时刻（夏令时开始时跳过）；请检查 time_zone",
            f'"{row.cells[column]}" does not exist in {zones[0].key}, where daylight saving skips it; check time_zone',
        )
        return None
    return np.array(seconds, dtype=np.int64)


def _stamps(bench: Bench, rows: Sequence[Row], column: str) -> Sequence[Stamp] | None:
    stamps = [parse_stamp(row.cells[column]) for row in rows]
    unread = [row for row, stamp in zip(rows, stamps, strict=True) if stamp is None]
    if unread:
        what = Said(
            f"“{unread[0].cells[column]}”不是可读的时间（共 {len(unread)} 行）",
            f'"{unread[0].cells[column]}" is no time that can be read ({len(unread)} rows)',
        )
        what += _no_reading(unread, rows, column)
        bench.refuse(unread[0].line, column, what.zh, what.en)
        return None
    return [stamp for stamp in stamps if stamp is not None]


def _no_reading(unread: Sequence[Row], rows: Sequence[Row], column: str) -> Said:
    """What to do about it: sums and remarks at the foot of an export are to be deleted, other times to be written otherwise."""
    foot = list(unread) == list(rows[-len(unread) :]) and not any(DIGIT.search(row.cells[column]) for row in unread)
    if foot:
        return Said("；若是表尾的合计或说明，请删去该行", "; delete the row if it is a sum or a remark at the foot of the table")
    return Said(
        "；请写成 2025-01-01 00:15、2025/1/1 0:15 或 2025-01-01T00:15+08:00",
        "; write 2025-01-01 00:15, 2025/1/1 0:15 or 2025-01-01T00:15+08:00",
    )


def _zones(bench: Bench, hours: Hours, stamps: Sequence[Stamp]) -> tuple[ZoneInfo, ZoneInfo] | None:
    """Time zones of stamps that name none, and of the factory; the latter was checked before."""
    factory, named = ZoneInfo(hours.time_zone), bench.given.time_zone
    if named is None:
        return factory, factory
    here: Path = (*bench.path, "time_zone")
    if all(stamp.offset is not None for stamp in stamps):
        bench.desk.refuse(
            here, "所有时间都自带时区，time_zone 不起作用，请删去", "every stamp names its own zone, so time_zone has no effect; remove it"
        )
        return None
    zone = find_zone(bench.desk, here, named)
    return None if zone is None else (zone, factory)
