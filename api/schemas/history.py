"""The history of a case: events, states as of an event, verification, diagram and clock."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Day, Instant, Localised, Text


class ActorSchema(Schema):
    """Who did it."""

    id = fields.String(allow_none=True)
    name = Text(allow_none=True)


class CapacitySchema(Schema):
    """In which capacity."""

    department = fields.String(allow_none=True)
    department_name = Text(allow_none=True)
    role = fields.String(allow_none=True)
    role_name = Text(allow_none=True)
    on_behalf_of = fields.String(allow_none=True)


class EventSchema(Schema):
    """One event of the hash chain."""

    seq = fields.Integer()
    at = Instant()
    actor = fields.Nested(ActorSchema)
    capacity = fields.Nested(CapacitySchema, allow_none=True)
    action = fields.String()
    action_name = Text()
    element = fields.String(allow_none=True)
    element_name = Text(allow_none=True)
    act = fields.String(allow_none=True)
    data = fields.Raw(allow_none=True, metadata={"description": "Masked"})
    hash = fields.String()
    prev_hash = fields.String()


class HistoryQuery(Schema):
    """Which part of the history."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 1000))


class HistoryPageSchema(Schema):
    """Events in order; `next` is the `after` of the next page."""

    items = fields.List(fields.Nested(EventSchema), required=True)
    next = fields.Integer(allow_none=True)


class ReplayQuery(Schema):
    """As of which event; the last when absent."""

    seq = fields.Integer(load_default=None, validate=validate.Range(min=1))


class ElementStateSchema(Schema):
    """How an element of the diagram stands."""

    element = fields.String()
    process = fields.String(allow_none=True)
    state = fields.String(metadata={"enum": ["done", "running", "waiting", "cancelled", "failed", "skipped"]})
    count = fields.Integer()
    since = Instant(allow_none=True)
    who = fields.Raw(allow_none=True)
    department = fields.String(allow_none=True)


class ReplaySchema(Schema):
    """Everything as of one event."""

    seq = fields.Integer()
    at = Instant()
    state = fields.Raw()
    elements = fields.List(fields.Nested(ElementStateSchema))
    work_items = fields.List(Localised())
    data = fields.Raw()
    clock = fields.Raw(allow_none=True)


class VerificationSchema(Schema):
    """Is the chain whole, and does re-execution agree?"""

    chain = fields.String(metadata={"enum": ["ok", "broken"]})
    execution = fields.String(metadata={"enum": ["ok", "differs"]})
    events = fields.Integer()
    first_difference = fields.Raw(
        allow_none=True, metadata={"description": "{seq, field, expected, found} or null"}
    )


class ProcessDiagramSchema(Schema):
    """A called process with its own elements."""

    id = fields.String()
    name = Text(allow_none=True)
    xml = fields.String()
    elements = fields.List(fields.Nested(ElementStateSchema))


class DiagramSchema(Schema):
    """The diagram with the state of each element."""

    xml = fields.String()
    definition = fields.Dict()
    elements = fields.List(fields.Nested(ElementStateSchema))
    processes = fields.List(fields.Nested(ProcessDiagramSchema))


class TermSchema(Schema):
    """One of the two limits, explained."""

    days = fields.Integer(allow_none=True, metadata={"description": "Working days"})
    due = Day(allow_none=True)
    used = fields.Integer(allow_none=True)
    remaining = fields.Integer(allow_none=True)
    explanation = fields.List(Localised(), metadata={"description": "[{date, text, kind}]"})


class MemberClockSchema(Schema):
    """The limits of one item of the case."""

    item_code = fields.String()
    accepted_on = Day(allow_none=True)
    promise = fields.Nested(TermSchema, allow_none=True)
    legal = fields.Nested(TermSchema, allow_none=True)
    light = fields.String(allow_none=True)


class ClockSchema(Schema):
    """The promised and the legal limit side by side."""

    accepted_on = Day(allow_none=True)
    promise = fields.Nested(TermSchema, allow_none=True)
    legal = fields.Nested(TermSchema, allow_none=True)
    light = fields.String(allow_none=True)
    clock = fields.String(metadata={"enum": ["running", "stopped", "not-started", "ended"]})
    as_of = Instant()
    members = fields.List(fields.Nested(MemberClockSchema), metadata={"description": "Item by item"})


class ProgressSchema(Schema):
    """One step as the applicant sees it."""

    stage = fields.Raw(allow_none=True)
    item = fields.Raw(allow_none=True)
    name = Text(allow_none=True)
    department = fields.String(allow_none=True)
    department_name = Text(allow_none=True)
    state = fields.String(metadata={"enum": ["done", "running", "waiting", "cancelled"]})
    round = fields.Integer()
    since = Instant(allow_none=True)
    until = fields.Raw(allow_none=True)
