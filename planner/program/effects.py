"""The assessed abatement of measures, by class, as an equation."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.domain.case import (
    CaptureData,
    ConversionData,
    GenerationData,
    ProcessData,
    PurchaseData,
    RemovalData,
    SavingData,
    StorageData,
)
from planner.program.structure import add_sum, collect, equation, of_kind


def add(model: Any) -> None:
    """The abatement of every class."""
    _add_effect_terms(model)
    equation(model, define_effect_t, model.EFFECTS, model.Y)


def define_effect_t(model: Any, a: Any, y: Any) -> Any:
    r"""A class's abatement is the sum of its measures' flows at reference factors, less their own energy. [t]

    .. math:: A_{ay} = \sum_{m \in a} \varrho_{my} f_{my}, \qquad f_{my} \text{: the measure's own flow in the year}

    Source: docs/accounting.md, assessed abatement; index R02, R11.
    """
    return model.effect_t[a, y] == (
        sum(
            model.conversion_effect[a, y, s] + model.generation_effect[a, y, s]
            + model.discharge_effect[a, y, s] - model.charge_effect[a, y, s]
            for s in model.S
        )
        + model.saving_effect[a, y] + model.cut_effect[a, y]
        + model.purchase_effect[a, y] + model.capture_effect[a, y] + model.removal_effect[a, y]
    )  # fmt: skip


def _add_effect_terms(model: Any) -> None:
    case, numbers = model.case, model.numbers
    rf = numbers.reference_factor

    def classes(m: Any) -> list[str]:
        return [str(m.measure_class), *(["substitution"] if m.substitution else [])]

    def slices(name: str, variable_: Any, kind: Any, leads: Any, factor: Any) -> None:
        rows = (
            ((a, y), (*lead, y), factor(m, lead, y))
            for m in of_kind(case, kind) for lead in leads(m) for y in model.Y for a in classes(m)
        )  # fmt: skip
        add_sum(model, name, variable_, collect(row for row in rows if np.any(row[2])), 1)

    def one(m: Any) -> list[Any]:
        return [(m.id,)]

    def conversion(m: Any, _: Any, y: int) -> Any:
        """Per unit of activity; one value for each slice where an input differs from slice to slice."""
        x = m.converter
        shaped = [amount * rf(c, y) * np.array(x.input_shape[c]) for c, amount in x.inputs.items() if c in x.input_shape]
        even = {c: amount for c, amount in x.inputs.items() if c not in x.input_shape}
        return numbers.consumed(x.outputs, y) - numbers.consumed(even, y) - numbers.direct(x) - sum(shaped)

    slices("conversion_effect", model.activity, ConversionData, one, conversion)
    slices("generation_effect", model.generated, GenerationData, one, lambda m, _, y: rf(m.commodity, y))
    slices("discharge_effect", model.discharge, StorageData, one, lambda m, _, y: rf(m.commodity, y))
    slices("charge_effect", model.charge, StorageData, one, lambda m, _, y: rf(m.commodity, y))

    def yearly(name: str, variable_: Any, kind: Any, leads: Any, factor: Any) -> None:
        rows = (
            ((a, y), (*lead, y), factor(m, lead, y))
            for m in of_kind(case, kind) for lead in leads(m) for y in model.Y for a in classes(m)
        )  # fmt: skip
        add_sum(model, name, variable_, collect(row for row in rows if row[2]), 0)

    yearly(
        "saving_effect", model.saved, SavingData, lambda m: [(m.id, d) for d in m.saves],
        lambda m, lead, y: rf(case.demands[lead[1]].commodity, y) - numbers.consumed(m.consumes, y),
    )  # fmt: skip
    cuts = list(model.CUT)
    yearly(
        "cut_effect", model.cut, ProcessData, lambda m: [key for key in cuts if key[0] == m.id],
        lambda m, lead, y: case.gwp[lead[2]] * (1 - numbers.consumed(m.consumes, y)),
    )  # fmt: skip
    yearly("purchase_effect", model.purchased, PurchaseData, one, lambda m, _, y: rf(m.commodity, y) * numbers.counts(m.form))
    for name, variable_, kind in (("capture_effect", model.captured, CaptureData), ("removal_effect", model.removed, RemovalData)):
        yearly(name, variable_, kind, one, lambda m, _, y: 1 - numbers.consumed(m.consumes, y))
