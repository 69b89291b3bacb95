"""Work items (待办): how they look in the inbox and on their page, and what their verbs read."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Day, Instant, PageQuery, Text


class WorkItemSchema(Schema):
    """A work item as the inbox shows it."""

    id = fields.String()
    case_id = fields.String()
    case_number = fields.String()
    act = fields.String(metadata={"description": "The performance of the element that this item stands for"})
    index = fields.Raw(allow_none=True, metadata={"description": "Which one of several instances, or null"})
    element = fields.String()
    name = Text(allow_none=True)
    kind = fields.String(allow_none=True)
    priority = fields.String(allow_none=True)
    department = fields.String()
    department_name = Text()
    role = fields.String(allow_none=True)
    role_name = Text(allow_none=True)
    assignee = fields.String(allow_none=True, metadata={"description": "User id"})
    assignee_name = fields.String(allow_none=True)
    substitute = fields.Boolean(metadata={"description": "Claimed by a deputy (AB岗)"})
    state = fields.String(metadata={"enum": ["ready", "claimed", "completed", "cancelled"]})
    item_code = fields.String(allow_none=True)
    item_name = Text(allow_none=True)
    project_code = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    applicant = fields.Raw(metadata={"description": "Masked"})
    channel = fields.String()
    round = fields.Integer()
    opened_at = Instant()
    waiting_since = Instant(allow_none=True)
    claimed_at = Instant(allow_none=True)
    completed_at = Instant(allow_none=True)
    completed_by_name = fields.String(allow_none=True)
    decision = fields.String(allow_none=True)
    limit_days = fields.Integer(allow_none=True, metadata={"description": "Working days for this step"})
    due_promise = Day(allow_none=True)
    due_legal = Day(allow_none=True)
    remaining_workdays = fields.Integer(allow_none=True)
    light = fields.String(allow_none=True, metadata={"enum": ["green", "yellow", "red", None]})
    clock = fields.String(metadata={"enum": ["running", "stopped", "not-started", "ended"]})
    stop_reason = fields.String(allow_none=True)
    flags = fields.List(fields.String())
    form_key = fields.Raw(data_key="form", attribute="form", allow_none=True)
    previous = fields.Raw(data_key="from", attribute="from", allow_none=True)
    allowed_actions = fields.List(fields.String())
    version = fields.Integer()


class AnswerSchema(Schema):
    """What a person enters: the form, an opinion and a decision."""

    data = fields.Dict(keys=fields.String(), load_default=dict)
    opinion = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=10_000))
    decision = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))


class DraftSavedSchema(Schema):
    """When the draft was saved."""

    saved_at = Instant()


class InboxQuery(PageQuery):
    """Which work items."""

    state = fields.String(load_default="open", validate=validate.OneOf(("open", "ready", "claimed", "done")))
    role = fields.String(load_default=None, validate=validate.Length(1, 100))
    item = fields.String(load_default=None, validate=validate.Length(1, 100))
    light = fields.String(load_default=None, validate=validate.OneOf(("green", "yellow", "red")))
    stage = fields.String(load_default=None, validate=validate.Length(1, 100))
    channel = fields.String(load_default=None, validate=validate.Length(1, 100))
    q = fields.String(load_default=None, validate=validate.Length(1, 100))
    sort = fields.String(load_default="light", validate=validate.OneOf(("light", "due", "opened")))


class InboxCountsQuery(Schema):
    """Whose inbox is counted: mine, or a department's."""

    department = fields.String(load_default=None, validate=validate.Length(1, 100))


class InboxCountsSchema(Schema):
    """How much there is."""

    light = fields.Dict(keys=fields.String(), values=fields.Integer())
    item = fields.Dict(keys=fields.String(), values=fields.Integer())
    stage = fields.Dict(keys=fields.String(), values=fields.Integer())
    state = fields.Dict(keys=fields.String(), values=fields.Integer())
    mine = fields.Integer()
    pool = fields.Integer()
