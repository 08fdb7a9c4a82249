"""The lights of the compliance panel, and the allocation of a surplus: pure values, no storage."""

from collegial.compliance.rules.facts import Due, Facts, Place, Weighed
from collegial.compliance.rules.figures import FIGURES, figure
from collegial.compliance.rules.lights import Light, LightState, lights, worst
from collegial.compliance.rules.surplus import Surplus, SurplusPlan, plan_surplus

__all__ = [
    "FIGURES",
    "Due",
    "Facts",
    "Light",
    "LightState",
    "Place",
    "Surplus",
    "SurplusPlan",
    "Weighed",
    "figure",
    "lights",
    "plan_surplus",
    "worst",
]
