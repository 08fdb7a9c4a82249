"""How far the pole goes with the loans and guarantees of a fund (L54)."""

import enum


class FundMode(enum.Enum):
    """It introduces files to another, manages for a licensed body, or acts itself: a regulated business."""

    REFER = "refer"
    DELEGATED = "delegated"
    OWN = "own"
