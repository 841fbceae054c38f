"""Steps: named parts of a section, each with a result of its own (SPEC 8)."""

from .implementation import Step, StepDetail, Steps

__all__ = ["Step", "StepDetail", "Steps"]
