"""Issuing an electronic licence: numbered by GB/T 36904-2018, verifiable by a code that cannot be guessed.

A licence is issued only upon a decision in favour; issuing it puts that decision on record if no step before has done
so. A change of status is a new version of the number and never a deletion.
"""

import secrets
from datetime import date, timedelta
from typing import Any, Final

from engine.cases import national
from engine.cases.conclude import OUTCOMES
from engine.cases.members import Member, move
from engine.cases.numbers import next_serial
from engine.cases.operations import Call
from engine.documents.tables import licences
from engine.forms.identifiers import licence_identifier
from engine.kernel.ids import ALPHABET

CODE_LENGTH: Final = 20
"""Characters of a verification code; 32^20 codes are not searched."""

VALID: Final = "valid"


def issue_licence(call: Call) -> dict[str, Any]:
    """Operation `licence.issue` {licence, holder?} → {licence_number, verification_code}.

    The type and issuer codes are those the catalogue had when the case began. Raises ExecutionFailed
    (`licence-undefined`) when the item has none, Conflict when the item was refused or withdrawn.
    """
    member = call.member
    kind = member["licence"]
    if not kind:
        raise call.failed(
            "has no licence to issue: the catalogue names none for this item", "licence-undefined"
        )
    _decide(call, member)
    today = call.ctx.today
    serial = next_serial(call.ctx, f"licence {kind['type_code']} {kind['issuer_code']} {today.year}")
    number = licence_identifier(kind["type_code"], kind["issuer_code"], f"{today.year}{serial:06d}", 1)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    row = {
        "number": number,
        "region": call.case.row["region"],
        "case_id": call.case.id,
        "item_code": member["code"],
        "kind": kind["name"],
        "holder_name": call.text("holder", call.case.row["applicant_name"]),
        "holder_id_number": call.case.row["applicant_id_number"],
        "issuer": member["department"],
        "issued_on": today,
        "valid_until": _valid_until(today, kind.get("valid_days")),
        "status": VALID,
        "verification_code": code,
        "version": 1,
    }
    call.ctx.changes.insert(licences, row)
    member["licence_number"] = number
    call.case.members_changed()
    return {"licence_number": number, "verification_code": code}


def _decide(call: Call, member: Member) -> None:
    if member["state"] in national.IN_FAVOUR:
        return
    word = call.variables.get("outcome") or call.variables.get("decision")
    states = OUTCOMES.get(word, ()) if isinstance(word, str) else ()
    in_favour = [state for state in states if state in national.IN_FAVOUR]
    if not in_favour:
        raise call.failed(f"needs a decision in favour; the decision is {word!r}", "licence-without-decision")
    move(member, in_favour[0], call.ctx.today)


def _valid_until(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)
