"""The job: begin, ask the service outside any transaction, then answer or set back. It may be run any number of times."""

from collections.abc import Callable, Mapping
from random import random
from typing import Any, Final

from engine.cases.calls.answer import AnswerCall
from engine.cases.calls.begin import BeginCall
from engine.cases.calls.set_back import SetBackCall
from engine.connectors import Connectors, Refusal, Request, Unavailable
from engine.dispatch import Command
from engine.kernel import errors
from engine.kernel.errors import JingbanError
from engine.kernel.log import logger

PASSING: Final = frozenset({"stale-version", "outcome-unknown"})
"""Codes that say: the answer was not taken now, and may be later. So does every `errors.Unavailable`."""
_log = logger("calls")


class CallService:
    """Makes calls for a platform. `execute` runs a command as the platform itself."""

    def __init__(self, execute: Callable[[Command], Any], connectors: Connectors) -> None:
        self._execute = execute
        self._connectors = connectors

    def __call__(self, case_id: str, act: str, run: str) -> None:
        """One run of one call."""
        asked = self._execute(BeginCall(case_id, act, int(run)))
        if asked is None:
            return
        try:
            self._execute(self._answer(case_id, act, asked))
        except Unavailable as unavailable:
            self._set_back(case_id, act, run, unavailable.stable_code, unavailable.message, unavailable.again)
        except JingbanError as error:
            # the service has answered; it is the process that cannot take the answer
            passing = isinstance(error, errors.Unavailable) or error.stable_code in PASSING
            code = error.stable_code if passing else "answer-unusable"
            self._set_back(case_id, act, run, code, error.message, passing)
        except Exception as error:  # noqa: BLE001  # whatever it was, the call must not hang without anybody knowing
            _log.exception("call failed", extra={"case_id": case_id, "act": act})
            self._set_back(case_id, act, run, "call-failed", type(error).__name__, True)

    def _answer(self, case_id: str, act: str, asked: Mapping[str, Any]) -> AnswerCall:
        request = Request(
            f"{case_id}-{act}",
            asked["attempt"],
            asked["inputs"],
            self._connectors.secret(asked["secret"]),
            asked["errors"],
        )
        try:
            result = self._connectors.find(asked["connector"]).call(request)
        except Refusal as refusal:
            return AnswerCall(case_id, act, refusal.data, refusal.code, refusal.message)
        return AnswerCall(case_id, act, dict(result))

    def _set_back(self, case_id: str, act: str, run: str, code: str, error: str, again: bool) -> None:
        _log.warning("call set back", extra={"case_id": case_id, "act": act, "code": code, "again": again})
        self._execute(SetBackCall(case_id, act, int(run), code, error, again, random()))  # no secret
