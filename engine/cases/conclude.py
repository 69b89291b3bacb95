"""Operations that move an item to another national state: decisions, refusals of acceptance, and the steps between."""

from collections.abc import Mapping
from typing import Any, Final

from engine.cases import national
from engine.cases.members import Member, is_open, move
from engine.cases.operations import Call

OUTCOMES: Final[Mapping[str, tuple[int, ...]]] = {
    "grant": (national.GRANTED,),
    "granted": (national.GRANTED,),
    "grant_with_duty": (national.GRANTED_WITH_DUTY,),
    "granted_with_duty": (national.GRANTED_WITH_DUTY,),
    "refuse": (national.DENIED,),
    "refused": (national.DENIED,),
    "withdrawn": (national.WITHDRAWN, national.RETURNED),
    "returned": (national.RETURNED,),
    "lapsed": (national.RETURNED,),
    "not_handled": (national.RETURNED,),
    "not_accepted": (national.NOT_REQUIRED, national.NOT_OURS),
    "not_required": (national.NOT_REQUIRED,),
    "not_ours": (national.NOT_OURS,),
}
"""The words in which processes give a result, with the states they may mean; the first is meant when none is reached."""

REFUSALS: Final = frozenset(
    {national.RETURNED, national.NOT_REQUIRED, national.NOT_OURS, national.DENIED, national.WITHDRAWN}
)


def set_state(call: Call) -> dict[str, Any]:
    """Operation `case.state` {code} → {national_state}: a step along the table of national states."""
    return _move(call, call.whole("code"), None)


def refuse(call: Call) -> dict[str, Any]:
    """Operation `case.refuse` {code, reason} → {national_state, reason}: never without a reason (行政许可法 art. 38)."""
    reason = call.text("reason")
    target = call.whole("code")
    if target not in REFUSALS:
        raise call.failed(f"cannot refuse with the state {target}", "not-a-refusal")
    return {**_move(call, target, reason), "reason": reason}


def conclude(call: Call) -> dict[str, Any]:
    """Operation `case.result` {result, reason?, outcomes?} → {national_state, result}: what was decided.

    Within an item it settles that item; a result that an earlier step has recorded changes nothing, another one is
    refused. For a bundle as a whole `outcomes` {item: word} settles the items that nobody has handled.
    """
    if _concerns_bundle(call):
        return _conclude_bundle(call)
    reason = call.inputs.get("reason")
    word = call.text("result")
    _settle(call, call.member, word, reason if isinstance(reason, str) else None)
    call.case.members_changed()
    return {"national_state": call.member["state"], "result": call.member["result"]}


def outcome_states(call: Call, word: str) -> tuple[int, ...]:
    """The national states that a word for a result may mean. Raises ExecutionFailed (`outcome-unknown`)."""
    states = OUTCOMES.get(word)
    if states is None:
        raise call.failed(
            f"does not know the result {word!r}; known: {', '.join(OUTCOMES)}", "outcome-unknown"
        )
    return states


def _concerns_bundle(call: Call) -> bool:
    named = call.inputs.get("item_code") or call.variables.get("item_code")
    return len(call.case.members) > 1 and named not in call.case.members


def _conclude_bundle(call: Call) -> dict[str, Any]:
    outcomes = call.inputs.get("outcomes")
    for code, word in (outcomes if isinstance(outcomes, Mapping) else {}).items():
        if code in call.case.members and isinstance(word, str):
            _settle(call, call.case.members[code], word, None)
    still_open = [member["code"] for member in call.case.members.values() if is_open(member)]
    if still_open:
        raise call.failed(f"leaves items without a result: {', '.join(still_open)}", "items-open")
    call.case.members_changed()
    return {"national_state": call.case.row["national_state"], "result": call.case.row["result"]}


def _settle(call: Call, member: Member, word: str, reason: str | None) -> None:
    states = outcome_states(call, word)
    if member["state"] not in states:
        move(member, states[0], call.ctx.today)
    if reason:
        member["reason"] = reason


def _move(call: Call, target: int, reason: str | None) -> dict[str, Any]:
    if target not in national.MOVES:
        raise call.failed(f"does not know the national state {target}", "state-unknown")
    member = call.member
    move(member, target, call.ctx.today)
    if reason:
        member["reason"] = reason
    call.case.members_changed()
    return {"national_state": target}
