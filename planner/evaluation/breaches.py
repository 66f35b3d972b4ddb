"""Where a plan breaks physics or the scenario's limits: the kinds of breaches, their sentences, and the book that collects them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

import numpy as np

from planner.domain.base import Text
from planner.evaluation.physics import FLOOR, find_slack
from planner.evaluation.plan_reader import Array

SHOWN_PER_KIND = 5
"""Sentences shown of one kind; the rest is counted."""


class Kind(Enum):
    """Kinds of breaches, each a sentence in Chinese and English: who, and by how much."""

    UNKNOWN = ("方案中的{who}不属于本情景", "the plan names {who}, which this scenario does not have")
    NUMBER = ("{who}不是有限的非负数：{amount}", "{who} is not a finite number of at least zero: {amount}")
    SHORT = ("{who}供应不足，缺 {amount}", "{who} is short by {amount}")
    SURPLUS = ("{who}供应多于使用，多 {amount}", "{who} has {amount} more than is used")
    CAPACITY = ("{who}的运行量超出在线规模所能，多 {amount}", "{who} runs {amount} above what its online size can do")
    GENERATION = ("{who}的发电（产热）量超出在线规模所能，多 {amount}", "{who} generates {amount} above what its online size can make")
    STORE_POWER = ("{who}的充放合计超出功率，多 {amount}", "{who} charges and discharges {amount} above its power")
    LEVEL = ("{who}的储量超出容量，多 {amount}", "{who} holds {amount} above its energy size")
    STORE_STEP = ("{who}的储量与充放不符，差 {amount}", "the level of {who} does not follow from charge and discharge, by {amount}")
    STORE_CYCLE = ("{who}的周期首尾不闭合，差 {amount}", "the cycle of {who} does not close on itself, by {amount}")
    SAVING = ("{who}的节能量超出其份额，多 {amount}", "{who} saves {amount} above its own share")
    JOINT_SAVING = (
        "{who}上各项节能合计超出乘积公式所允许，多 {amount}",
        "the savings on {who} together are {amount} above what the product of their shares allows",
    )
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


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach: what, where, and by how much at worst."""

    kind: Kind
    who: Text
    amount: float
    unit: str
    year: int | None = None
    position: int | None = None
    """Slice, from 1, when the year has several."""
    slices: int = 1
    """Slices of the year in which it occurs."""

    def to_text(self) -> Text:
        """The sentence, with year and slice in front."""
        amount = f"{self.amount:.6g} {self.unit}".rstrip()
        zh, en = self.kind.value
        return Text(
            zh=self._where_zh() + zh.format(who=self.who.zh, amount=amount) + "。",
            en=self._where_en() + en.format(who=self.who.en, amount=amount) + ".",
        )

    def _where_zh(self) -> str:
        more = f"（共 {self.slices} 个时段，此处最大）" if self.slices > 1 else ""
        place = f"第 {self.position} 时段{more}" if self.position is not None else ""
        return f"{self.year} 年{place}：" if self.year is not None else ""

    def _where_en(self) -> str:
        more = f" (worst of {self.slices} slices)" if self.slices > 1 else ""
        place = f", slice {self.position}{more}" if self.position is not None else ""
        return f"{self.year}{place}: " if self.year is not None else ""


class Breaches:
    """Collects breaches in the order of the checks."""

    def __init__(self, slice_count: int) -> None:
        self._slice_count = slice_count
        self._found: dict[Kind, list[Breach]] = defaultdict(list)

    def add(self, kind: Kind, who: Text, amount: float, unit: str = "", year: int | None = None) -> None:
        """Record a breach that has no slice."""
        self._found[kind].append(Breach(kind, who, amount, unit, year))

    def check_most(
        self, kind: Kind, who: Text, amount: Array | float, most: Array | float, unit: str, year: int | None = None, scale: float = 0.0
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
        position = worst + 1 if excess.size > 1 and excess.size == self._slice_count else None
        self._found[kind].append(Breach(kind, who, float(excess[worst]), unit, year, position, int(above.sum())))

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
