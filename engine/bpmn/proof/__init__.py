"""Proof before publish: soundness by exploring the token machine, and bounds of time and duty. One rule, one file in `rules`.

Everything here says "not decided" rather than guess when a bound of states or time is reached.
"""

from engine.bpmn.proof.bounds import TimeBound, time_bound
from engine.bpmn.proof.soundness import Proof, prove, prove_process

__all__ = ["Proof", "TimeBound", "prove", "prove_process", "time_bound"]
