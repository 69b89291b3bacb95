"""What a person filled in at a task, checked against the task's form. Nothing is stored unless all of it is right.

`decision` and `opinion` are ordinary fields of the form when it has fields of these names; REST carries them apart
because every desk has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.cases.form_scope import form_scope
from engine.cases.programs import form_of
from engine.dispatch import ReadContext
from engine.forms import Form, validate, walk
from engine.history.filled_in import recorded_answers
from engine.history.log import first_event
from engine.kernel.errors import FieldError, InvalidInput
from engine.work.files import check_files
from engine.work.item import ItemAtHand

LONGEST_OPINION: Final = 5_000
LONGEST_DECISION: Final = 80


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers. `data` holds every field, decision and opinion among them."""

    data: Mapping[str, Any]
    decision: str | None
    opinion: str | None


def check_answers(
    ctx: ReadContext,
    at: ItemAtHand,
    data: Mapping[str, Any],
    decision: str | None,
    opinion: str | None,
    *,
    partial: bool = False,
) -> Answers:
    """Validate. Raises InvalidInput with paths `data.…`, `decision`, `opinion`."""
    errors = _length_errors(decision, opinion)
    form = task_form(ctx, at)
    if form is None:
        errors += [
            FieldError(f"data.{key}", "This task has no form; leave its data empty.", "unknown-field")
            for key in sorted(data)
        ]
        filled: dict[str, Any] = {}
    else:
        given = _with_desk_fields(form, data, decision, opinion)
        known = _known(ctx, at)
        scope = {**_stated(ctx, at, form, known), **known}
        checked = validate(form, given, role=at.item["role"], scope=scope, partial=partial)
        errors += [_at_the_desk(error) for error in checked.errors]
        filled = dict(checked.data)
        if form.takes_files:
            errors += check_files(ctx, at, form, filled)
    if errors:
        raise InvalidInput(
            f"{len(errors)} field(s) need attention; the first is {errors[0].path}.",
            errors,
            code="form-invalid",
        )
    told = {"decision": decision, "opinion": opinion}
    filled.update({name: value for name, value in told.items() if value is not None and name not in filled})
    return Answers(filled, filled.get("decision"), filled.get("opinion"))


def _known(ctx: ReadContext, at: ItemAtHand) -> dict[str, Any]:
    item = at.item
    return form_scope(
        at.case,
        ctx.today,
        items=at.case["members"],
        item=item["item_code"],
        role=item["role"],
        stage=item["stage"],
        round=item["round"],
    )


def _stated(ctx: ReadContext, at: ItemAtHand, form: Form, known: Mapping[str, Any]) -> dict[str, Any]:
    """What the applicant stated, where this form looks beyond its own fields; else nothing needs to be read."""
    fields = list(walk(form.fields))
    keys = {field.key for field in fields} | set(known)
    conditions = [each for field in fields for each in (field.required_if, field.visible_if) if each]
    outside = any(condition.names - keys for condition in conditions)
    if not (outside or any(field.readonly for field in fields)):
        return {}
    return application_data(ctx, at.case["id"])


def task_form(ctx: ReadContext, at: ItemAtHand) -> Form | None:
    """The form of a work item in the version pinned for its case, or None."""
    return form_of(ctx, at.case, at.item["form"]) if at.item["form"] else None


def application_data(ctx: ReadContext, case_id: str) -> dict[str, Any]:
    """What the applicant stated, by field."""
    return recorded_answers(first_event(ctx.db, case_id))


def _with_desk_fields(
    form: Form, data: Mapping[str, Any], decision: str | None, opinion: str | None
) -> dict[str, Any]:
    known = {field.key for field in form.fields}
    told = {"decision": decision, "opinion": opinion}
    return {**data, **{name: value for name, value in told.items() if value is not None and name in known}}


def _length_errors(decision: str | None, opinion: str | None) -> list[FieldError]:
    bounds = (("decision", decision, LONGEST_DECISION), ("opinion", opinion, LONGEST_OPINION))
    return [
        FieldError(name, f"At most {most} characters.", "too-long")
        for name, value, most in bounds
        if value is not None and len(value) > most
    ]


def _at_the_desk(error: FieldError) -> FieldError:
    path = error.path
    if path in ("data.decision", "data.opinion"):
        return FieldError(path.removeprefix("data."), error.message, error.code)
    return error
