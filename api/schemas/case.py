"""Cases: what starts one, how one looks, and what acts on one."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Day, Instant, PageQuery, Text
from api.schemas.material import DocumentSchema, MaterialInputSchema
from api.schemas.people import CHANNELS
from api.schemas.work_item import WorkItemSchema

CASE_STATES = ("active", "completed", "withdrawn", "terminated", "failed", "suspended")
LIGHTS = ("green", "yellow", "red")


class AgentSchema(Schema):
    """Who acts for the applicant."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    id_number = fields.String(required=True, validate=validate.Length(1, 30))
    phone = fields.String(required=True, validate=validate.Length(1, 30))


class ApplicantInputSchema(Schema):
    """Who applies."""

    kind = fields.String(required=True, validate=validate.OneOf(("organisation", "person")))
    name = fields.String(required=True, validate=validate.Length(1, 200))
    id_type = fields.String(required=True, validate=validate.OneOf(("uscc", "citizen_id")))
    id_number = fields.String(required=True, validate=validate.Length(1, 30))
    contact_name = fields.String(load_default=None, validate=validate.Length(1, 100))
    contact_phone = fields.String(load_default=None, validate=validate.Length(1, 30))
    agent = fields.Nested(AgentSchema, load_default=None)


class StartCaseSchema(Schema):
    """An application: of an item, a bundle, or a definition."""

    item = fields.String(load_default=None, validate=validate.Length(1, 100))
    bundle = fields.String(load_default=None, validate=validate.Length(1, 100))
    definition = fields.String(load_default=None, validate=validate.Length(1, 100))
    applicant = fields.Nested(ApplicantInputSchema, required=True)
    project_code = fields.String(load_default=None, validate=validate.Length(1, 50))
    data = fields.Dict(keys=fields.String(), load_default=dict)
    materials = fields.List(
        fields.Nested(MaterialInputSchema), load_default=list, validate=validate.Length(max=200)
    )
    channel = fields.String(load_default="window", validate=validate.OneOf(CHANNELS))


class CodeNameSchema(Schema):
    """A code and what it is called."""

    code = fields.Raw()
    name = Text()


class KeyNameSchema(Schema):
    """A key, what it is called, and its id and version where it has them."""

    id = fields.String()
    key = fields.String()
    name = Text()
    version = fields.Integer()


class MaskedAgentSchema(Schema):
    """Who acts for the applicant, masked."""

    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class MaskedApplicantSchema(Schema):
    """Who applies, personal data masked."""

    kind = fields.String()
    name = fields.String()
    id_type = fields.String(allow_none=True)
    id_number = fields.String(allow_none=True)
    contact_name = fields.String(allow_none=True)
    contact_phone = fields.String(allow_none=True)
    agent = fields.Nested(MaskedAgentSchema, allow_none=True)


class NextEventSchema(Schema):
    """The next legal date."""

    kind = fields.String()
    date = Day()
    text = Text()


class CaseBriefSchema(Schema):
    """A case in a list."""

    id = fields.String()
    number = fields.String()
    state = fields.String(metadata={"enum": list(CASE_STATES)})
    national_state = fields.Nested(CodeNameSchema)
    title = Text()
    item = fields.Nested(CodeNameSchema, allow_none=True)
    bundle = fields.Nested(KeyNameSchema, allow_none=True)
    definition = fields.Nested(KeyNameSchema)
    project_code = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    department = fields.String(allow_none=True, metadata={"description": "The leading department"})
    department_name = Text(allow_none=True)
    applicant = fields.Nested(MaskedApplicantSchema)
    channel = fields.String()
    region = fields.String()
    received_at = Instant()
    accepted_on = Day(allow_none=True)
    due_promise = Day(allow_none=True)
    due_legal = Day(allow_none=True)
    remaining_workdays = fields.Integer(allow_none=True)
    remaining_legal_workdays = fields.Integer(allow_none=True)
    light = fields.String(allow_none=True, metadata={"enum": [*LIGHTS, None]})
    clock = fields.String(metadata={"enum": ["running", "stopped", "not-started", "ended"]})
    stop_reason = fields.String(allow_none=True)
    finished_at = Instant(allow_none=True)
    result = fields.Raw(allow_none=True)
    next_event = fields.Raw(
        allow_none=True, metadata={"description": "{kind, date, text}: the next legal event"}
    )
    allowed_actions = fields.List(fields.String())
    version = fields.Integer()


class MemberSchema(Schema):
    """One item of the case: a refusal of one never voids another."""

    item_code = fields.String()
    name = Text()
    department = fields.String(allow_none=True)
    department_name = Text(allow_none=True)
    state = fields.Nested(CodeNameSchema)
    accepted_on = Day(allow_none=True)
    due_promise = Day(allow_none=True)
    due_legal = Day(allow_none=True)
    promise_days = fields.Integer(allow_none=True)
    legal_days = fields.Integer(allow_none=True)
    remaining_workdays = fields.Integer(allow_none=True)
    light = fields.String(allow_none=True)
    flags = fields.List(fields.String())
    result = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    licence_number = fields.String(allow_none=True)
    finished_on = Day(allow_none=True)


class CaseSchema(CaseBriefSchema):
    """One case with its open work items, members and licences."""

    members = fields.List(fields.Nested(MemberSchema))
    work_items = fields.List(fields.Nested(WorkItemSchema))
    licences = fields.List(fields.Nested(DocumentSchema))


class CasesQuery(PageQuery):
    """Which cases."""

    q = fields.String(load_default=None, validate=validate.Length(1, 100))
    state = fields.String(load_default=None, validate=validate.OneOf(CASE_STATES))
    item = fields.String(load_default=None, validate=validate.Length(1, 100))
    light = fields.String(load_default=None, validate=validate.OneOf(LIGHTS))
    mine = fields.Boolean(load_default=False)


class MessageSchema(Schema):
    """A message for the case."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    payload = fields.Dict(keys=fields.String(), load_default=dict)
    correlation = fields.Raw(load_default=None, allow_none=True)
    keep = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 40),
        metadata={
            "description": "ISO 8601 duration, such as P3D: how long it is kept when nobody awaits it yet"
        },
    )


class SentMessageSchema(Schema):
    """What became of a message that was correlated."""

    delivered = fields.Boolean()
    kept_until = Instant(allow_none=True)


class ReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=validate.Length(1, 2000))
