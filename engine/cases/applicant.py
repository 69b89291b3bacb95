"""Who applies: an organisation or a person, the contact, and the agent who may act for them.

Identifiers are checked as the standards say (GB 32100-2015, GB 11643-1999). What is shown of an applicant is masked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.forms.identifiers import check_citizen_id, check_uscc
from engine.forms.masking import mask
from engine.kernel.errors import FieldError, InvalidInput

Kind = Literal["organisation", "person"]
_ID_TYPES: Final[Mapping[str, Callable[[str], str]]] = {"uscc": check_uscc, "citizen_id": check_citizen_id}
_DEFAULT_ID: Final = {"organisation": "uscc", "person": "citizen_id"}
_LONGEST: Final = {"name": 200, "id_number": 40, "contact_name": 100, "contact_phone": 40}
_KEYS: Final = frozenset({"kind", "name", "id_type", "id_number", "contact_name", "contact_phone", "agent"})
_AGENT_KEYS: Final = frozenset({"name", "id_number", "phone"})


@dataclass(frozen=True, slots=True)
class Applicant:
    """An applicant as checked. `agent` is {name, id_number, phone} or None."""

    kind: Kind
    name: str
    id_type: str
    id_number: str
    contact_name: str | None = None
    contact_phone: str | None = None
    agent: Mapping[str, Any] | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the case row that hold an applicant."""
        return {
            "applicant_kind": self.kind,
            "applicant_name": self.name,
            "applicant_id_type": self.id_type,
            "applicant_id_number": self.id_number,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
            "agent": dict(self.agent) if self.agent else None,
        }


def read_applicant(given: Mapping[str, Any]) -> Applicant:
    """The applicant of an application. Raises InvalidInput with paths under `applicant`."""
    errors: list[FieldError] = [
        FieldError(f"applicant.{key}", "This is no part of an applicant.", "unknown-field")
        for key in sorted(set(given) - _KEYS)
    ]
    kind = given.get("kind")
    if kind not in _DEFAULT_ID:
        errors.append(FieldError("applicant.kind", "Say organisation or person.", "invalid-choice"))
    texts = {key: _text(given, key, key in ("name", "id_number"), errors) for key in _LONGEST}
    id_type = given.get("id_type") or _DEFAULT_ID.get(str(kind), "")
    id_number = _identifier(id_type, texts["id_number"], errors)
    agent = _agent(given.get("agent"), errors)
    if errors:
        raise InvalidInput("The applicant is not complete.", errors)
    return Applicant(
        kind=kind,  # type: ignore[arg-type]  # checked above: one of the two
        name=texts["name"] or "",
        id_type=id_type,
        id_number=id_number,
        contact_name=texts["contact_name"],
        contact_phone=texts["contact_phone"],
        agent=agent,
    )


def masked_name(kind: str, name: str) -> str:
    """An organisation's name is public; a person's is shown as 王*."""
    return name if kind == "organisation" else str(mask(name, "name"))


def masked(row: Mapping[str, Any]) -> dict[str, Any]:
    """`{kind, name, id_type, id_number, contact_name, contact_phone, agent}` of a case row, personal data masked."""
    kind, number = row["applicant_kind"], row["applicant_id_number"]
    agent = row["agent"]
    return {
        "kind": kind,
        "name": masked_name(kind, row["applicant_name"]),
        "id_type": row["applicant_id_type"],
        "id_number": number if row["applicant_id_type"] == "uscc" else mask(number, "id"),
        "contact_name": mask(row["contact_name"], "name"),
        "contact_phone": mask(row["contact_phone"], "phone"),
        "agent": {"name": mask(agent.get("name"), "name"), "phone": mask(agent.get("phone"), "phone")}
        if agent
        else None,
    }


def _text(given: Mapping[str, Any], key: str, required: bool, errors: list[FieldError]) -> str | None:
    value = given.get(key)
    path = f"applicant.{key}"
    if value is None or (isinstance(value, str) and not value.strip()):
        if required:
            errors.append(FieldError(path, "This is needed.", "required"))
        return None
    if not isinstance(value, str) or len(value) > _LONGEST[key]:
        errors.append(FieldError(path, f"Give a text of at most {_LONGEST[key]} characters.", "invalid"))
        return None
    return value.strip()


def _identifier(id_type: str, number: str | None, errors: list[FieldError]) -> str:
    check = _ID_TYPES.get(id_type)
    if check is None:
        errors.append(FieldError("applicant.id_type", "Say uscc or citizen_id.", "invalid-choice"))
    elif number is not None:
        try:
            return check(number)
        except InvalidInput as refused:
            errors.append(FieldError("applicant.id_number", refused.message, refused.stable_code))
    return ""


def _agent(given: Any, errors: list[FieldError]) -> Mapping[str, Any] | None:
    if given is None:
        return None
    if not isinstance(given, Mapping) or not set(given) <= _AGENT_KEYS or not given.get("name"):
        errors.append(
            FieldError("applicant.agent", "Give name, id_number and phone of the agent.", "invalid")
        )
        return None
    if not all(value is None or (isinstance(value, str) and len(value) <= 100) for value in given.values()):
        errors.append(
            FieldError("applicant.agent", "Each part is a text of at most 100 characters.", "invalid")
        )
        return None
    if given.get("id_number"):
        try:
            check_citizen_id(given["id_number"])
        except InvalidInput as refused:
            errors.append(FieldError("applicant.agent.id_number", refused.message, refused.stable_code))
    return dict(given)
