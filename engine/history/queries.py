"""What may be asked about the log of a case; each question has its own file."""

from engine.history.read import CaseHistory, case_history
from engine.history.replay import ReplayCase, replay_case
from engine.history.verify_case import VerifyAll, VerifyCase, verify_all, verify_case

__all__ = [
    "CaseHistory",
    "ReplayCase",
    "VerifyAll",
    "VerifyCase",
    "case_history",
    "replay_case",
    "verify_all",
    "verify_case",
]
