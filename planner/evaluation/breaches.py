"""Where a plan breaks physics or the scenario's limits: the kinds of breaches, their sentences, and the book that collects them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

import numpy as np

from planner.domain.base import Text
from planner.domain.case import Case
from planner.evaluation.moments import name_day, name_slice
from planner.evaluation.physics import FLOOR, find_slack
from planner.evaluation.plan_reader import Array

SHOWN_PER_KIND = 5
"""Sentences shown of one kind; the rest is counted."""


class Kind(Enum):
    """Kinds of breaches, each a sentence in Chinese and English: who, and by how much."""

    RESOLUTION = ("方案的时间分辨率与本情景不同（{who}）", "the plan is not resolved as this scenario is: {who}")
    UNKNOWN = ("方案中的{who}不属于本情景", "the plan names {who}, which this scenario does not have")
    NUMBER = ("{who}不是有限的非负数：{amount}", "{who} is not a finite number of at least zero: {amount}")
    SHORT = ("{who}供应不足，缺 {amount}", "{who} is short by {amount}")
    SURPLUS = ("{who}供应多于使用，多 {amount}", "{who} has {amount} more than is used")
    CAPACITY = ("{who}的运行量超出在线规模所能，多 {amount}", "{who} runs {amount} above what its online size can do")
    MINIMUM_LOAD = ("{who}的运行量低于最低负荷，少 {amount}", "{who} runs {amount} below its minimum load")
    RAMP = ("{who}的负荷变化过快，每小时多 {amount}", "{who} changes its load {amount} per hour faster than it can")
    GENERATION = ("{who}的发电（产热）量超出在线规模所能，多 {amount}", "{who} generates {amount} above what its online size can make")
    STORE_POWER = ("{who}的充放合计超出功率，多 {amount}", "{who} charges and discharges {amount} above its power")
    STORE_BOTH = ("{who}同时充放，同时量 {amount}", "{who} charges and discharges at once, {amount} of both")
    STORE_CYCLES = ("{who}的放出量超出循环次数所允许，多 {amount}", "{who} takes out {amount} above its cycles per year")
    LEVEL = ("{who}的储量超出容量，多 {amount}", "{who} holds {amount} above its energy size")
    EMPTY = ("{who}的储量为负，低于零 {amount}", "{who} holds {amount} less than nothing")
    STORE_STEP = ("{who}的储量与充放不符，差 {amount}", "the level of {who} does not follow from charge and discharge, by {amount}")
    STORE_CYCLE = ("{who}的周期首尾不闭合，差 {amount}", "the cycle of {who} does not close on itself, by {amount}")
    SAVING = ("{who}的节能量超出其份额，多 {amount}", "{who} saves {amount} above its own share")
    JOINT_SAVING = (
        "{who}上各项节能合计超出乘积公式所允许，多 {amount}",
        "the savings on {who} together are {amount} above what the product of their shares allows",
    )
    NOT_FLEXIBLE = ("{who}不可移动，却移动了 {amount}", "{who} can't be moved in time, yet {amount} of it is")
    MOVED_OUT = ("{who}移出的负荷超出其份额，多 {amount}", "{amount} more of {who} is moved out than its share allows")
    MOVED_IN = ("{who}移入的负荷超出其份额，多 {amount}", "{amount} more of {who} is moved in than its share allows")
    WINDOW = ("{who}在窗口内移入与移出不等，差 {amount}", "what is moved of {who} does not come back in its window, by {amount}")
    CUT = ("{who}的减排超出其份额，多 {amount}", "{who} cuts {amount} above its own share")
    JOINT_CUT = (
        "{who}的各项过程减排合计超出乘积公式所允许，多 {amount}",
        "the process cuts on {who} together are {amount} above what the product of their shares allows",
    )
    CAPTURE_SIZE = ("{who}的捕集量超出在线规模，多 {amount}", "{who} captures {amount} above its online size")
    CAPTURE_SHARE = ("{who}的捕集量超出捕集率所允许，多 {amount}", "{who} captures {amount} above its share of the target's CO2")
    JOINT_CAPTURE = (
        "{who}上各捕集措施处理的 CO2 超出其排放，多 {amount}",
        "the captures on {who} treat {amount} more CO2 than it emits",
    )
    PEAK = ("{who}的计费最大需量偏低，少 {amount}", "the billed maximum of {who} is {amount} below the load")
    CONTRACTED = ("{who}的购入功率超出合同容量，多 {amount}", "{who} is bought at {amount} above the contracted capacity")
    NOT_BOUGHT = ("{who}不能外购，却购入 {amount}", "{who} can't be bought, yet {amount} is")
    BUY_LIMIT = ("{who}的购入量超出上限，多 {amount}", "{amount} more of {who} is bought than the limit allows")
    NOT_SOLD = ("{who}不能外售，却售出 {amount}", "{who} can't be sold, yet {amount} is")
    SELL_LIMIT = ("{who}的售出量超出上限，多 {amount}", "{amount} more of {who} is sold than the limit allows")
    EXPORT = ("{who}的售出量超出厂内生产，多 {amount}", "{amount} more of {who} is sold than is made on site")
    DEDUCTED = (
        "{who}的绿电、绿证与抵扣的外售合计超出购入量，多 {amount}",
        "claims on {who} and the sales deducted from it exceed what is bought by {amount}",
    )
    CLAIMS = ("{who}的绿电与绿证合计超出购入量，多 {amount}", "green power and certificates on {who} exceed what is bought by {amount}")
    PURCHASE_LIMIT = ("{who}的购买量超出上限，多 {amount}", "{who} is {amount} above its purchase limit")
    REMOVAL_LIMIT = ("{who}的清除量超出上限，多 {amount}", "{who} is {amount} above its removal limit")
    REMOVAL_SIZE = ("{who}的清除量超出在线规模，多 {amount}", "{who} removes {amount} above its online size")
    TOO_EARLY = ("{who}尚不可用，却已有 {amount}", "{who} is not available yet, but has {amount}")
    REFERENCE = ("参考方案不得有新措施，{who}却有 {amount}", "the reference may hold no new measure, but {who} has {amount}")
    CARBON = ("{who}的清缴量偏低，少 {amount}", "{who}: {amount} too little is surrendered")
    VINTAGE = ("{who}不能在该年投运，却新增 {amount}", "{who} can't start to operate in that year, but {amount} is added")
    SIZE_LIMIT = ("{who}的在线规模超出上限，多 {amount}", "{who} is {amount} above its size limit")
    ENERGY_LIMIT = ("{who}的储能容量超出上限，多 {amount}", "{who} is {amount} above its energy limit")
    ENERGY_RATIO = ("{who}的容量不等于时长乘功率，差 {amount}", "the energy of {who} is not its hours times its power, by {amount}")
    YEARLY_LIMIT = ("{who}的当年新增超出上限，多 {amount}", "{who} adds {amount} above its yearly limit")
    GROWTH = ("{who}的新增增长过快，多 {amount}", "{who} adds {amount} more than its growth allows")
    GROUP = ("{who}的共用上限被超出，多 {amount}", "the shared limit {who} is exceeded by {amount}")
    REQUIRES = ("{who}超出其前提措施所允许的规模，多 {amount}", "{who} is {amount} larger than the measure it requires allows")
    EXCLUDES = ("{who}互斥，却同时建设 {amount}", "{who} exclude each other, yet both are built, {amount} of the smaller")
    UNITS = ("{who}不是整台（套），与最近整数相差 {amount}", "{who} is not built in whole units, by {amount}")
    MINIMUM = ("{who}低于最小规模，少 {amount}", "{who} is {amount} below its minimum size")
    BUDGET = ("{who}超支 {amount}", "the {who} is exceeded by {amount}")


class Place(Enum):
    """What the positions of a comparison are, and how many of them are told in Chinese and English."""

    SLICE = ("（共 {count} 个时段，此处最大）", " (worst of {count} slices)")
    DAY = ("（共 {count} 天，此处最大）", " (worst of {count} days)")
    WINDOW = ("（共 {count} 个窗口，此处最大）", " (worst of {count} windows)")


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach: what, where, and by how much at worst."""

    kind: Kind
    who: Text
    amount: float
    unit: str
    year: int | None = None
    when: Text | None = None
    """Slice, day or window, when the year has several."""
    count: int = 1
    """Slices, days or windows of the year in which it occurs."""
    place: Place = Place.SLICE

    def to_text(self) -> Text:
        """The sentence, with year and slice in front."""
        amount = f"{self.amount:.6g} {self.unit}".rstrip()
        zh, en = self.kind.value
        return Text(
            zh=self._where_zh() + zh.format(who=self.who.zh, amount=amount) + "。",
            en=self._where_en() + en.format(who=self.who.en, amount=amount) + ".",
        )

    def _where_zh(self) -> str:
        if self.year is None:
            return ""
        if self.when is None:
            return f"{self.year} 年："
        return f"{self.year} 年{self.when.zh}" + (self.place.value[0].format(count=self.count) if self.count > 1 else "") + "："

    def _where_en(self) -> str:
        if self.year is None:
            return ""
        if self.when is None:
            return f"{self.year}: "
        return f"{self.year}, {self.when.en}" + (self.place.value[1].format(count=self.count) if self.count > 1 else "") + ": "


class Breaches:
    """Collects breaches in the order of the checks."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._found: dict[Kind, list[Breach]] = defaultdict(list)

    def add(self, kind: Kind, who: Text, amount: float, unit: str = "", year: int | None = None) -> None:
        """Record a breach that has no slice."""
        self._found[kind].append(Breach(kind, who, amount, unit, year))

    def check_most(
        self,
        kind: Kind,
        who: Text,
        amount: Array | float,
        most: Array | float,
        unit: str,
        year: int | None = None,
        scale: float = 0.0,
        place: Place = Place.SLICE,
    ) -> None:
        """Record a breach where ``amount`` is above ``most`` by more than the tolerance; of several slices the worst is told."""
        difference = amount - most
        if (difference if isinstance(difference, float) else difference.max(initial=0.0)) <= FLOOR:
            return  # no tolerance is smaller than the floor
        excess = np.atleast_1d(np.asarray(difference, dtype=np.float64))
        above = excess > find_slack(amount, most, scale)
        if not above.any():
            return
        worst = int(np.argmax(excess))
        when = self._name(place, worst) if excess.size > 1 else None
        self._found[kind].append(Breach(kind, who, float(excess[worst]), unit, year, when, int(above.sum()), place))

    def _name(self, place: Place, position: int) -> Text:
        """The slice, day or window at a position from 0; a window by the slice with which it begins."""
        match place:
            case Place.DAY:
                return Text(zh=f" {name_day(position)}", en=name_day(position))
            case Place.WINDOW:
                first = name_slice(self._case, position)
                return Text(zh=f"自{first.zh}起的窗口", en=f"window from {first.en} on")
            case Place.SLICE:
                return name_slice(self._case, position)

    def to_texts(self) -> tuple[Text, ...]:
        """Sentences by kind, the rest of a long kind counted."""
        return tuple(text for kind, found in self._found.items() for text in _tell(kind, found))


def _tell(kind: Kind, found: list[Breach]) -> list[Text]:
    texts = [breach.to_text() for breach in found[:SHOWN_PER_KIND]]
    more = len(found) - SHOWN_PER_KIND
    if more > 0:
        name = kind.name.lower().replace("_", " ")
        texts.append(Text(zh=f"同类问题（{name}）还有 {more} 处。", en=f"And {more} more of this kind ({name})."))
    return texts
