"""Incidents: what the platform could not do by itself, and what people answer in its place."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Instant, PageQuery, Text


class IncidentSchema(Schema):
    """One call or timer that failed."""

    id = fields.String()
    kind = fields.String(metadata={"enum": ["call", "timer"]})
    case_id = fields.String()
    case_number = fields.String(allow_none=True)
    case_title = Text(allow_none=True)
    element = fields.String()
    element_name = fields.String(metadata={"description": "What people call it; its id where it has no name"})
    connector = fields.String(allow_none=True)
    code = fields.String(metadata={"description": "Stable; the cause as machines know it"})
    cause = Text()
    remedy = Text()
    error = fields.String(allow_none=True, metadata={"description": "The technical detail, without secrets"})
    attempts = fields.Integer()
    since = Instant()
    due_at = Instant(allow_none=True)
    next_attempt_at = Instant(
        allow_none=True,
        metadata={"description": "When it is tried again by itself; null: not before people act"},
    )
    answerable = fields.Boolean(metadata={"description": "Whether it can be answered by hand"})


class IncidentsQuery(PageQuery):
    """Which incidents."""

    kind = fields.String(load_default=None, validate=validate.OneOf(("call", "timer")))
    case_id = fields.String(load_default=None, validate=validate.Length(1, 26))
    code = fields.String(load_default=None, validate=validate.Length(1, 80))


class IncidentIdSchema(Schema):
    """Which incident it was."""

    id = fields.String()


class IncidentAnswerSchema(Schema):
    """What the service would have answered, or the BPMN error it would have meant; and how one knows."""

    data = fields.Dict(keys=fields.String(), load_default=dict)
    error = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    reason = fields.String(required=True, validate=validate.Length(1, 2000))
