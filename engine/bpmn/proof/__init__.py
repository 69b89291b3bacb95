"""Proof before publish: soundness by exploring the token machine without data, and bounds of time and duty.

Everything here says "not decided" rather than guess when a bound of states or time is reached.
"""

from engine.bpmn.proof.bounds import TimeBound, time_bound
from engine.bpmn.proof.soundness import Proof, prove

__all__ = ["Proof", "TimeBound", "prove", "time_bound"]
