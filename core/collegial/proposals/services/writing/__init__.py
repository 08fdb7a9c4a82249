"""Write a draft piece by piece, each under the revision that its writer saw."""

from collegial.proposals.services.writing.facts import FactsFields, write_facts
from collegial.proposals.services.writing.pieces import (
    ActionFields,
    AxisFields,
    ChangedMeanwhile,
    add_action,
    add_axis,
    write_action,
    write_axis,
)
from collegial.proposals.services.writing.structure import (
    move_piece,
    put_in_order,
    remove_action,
    remove_axis,
)

__all__ = [
    "ActionFields",
    "AxisFields",
    "ChangedMeanwhile",
    "FactsFields",
    "add_action",
    "add_axis",
    "move_piece",
    "put_in_order",
    "remove_action",
    "remove_axis",
    "write_action",
    "write_axis",
    "write_facts",
]
