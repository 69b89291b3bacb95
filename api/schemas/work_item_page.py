"""A work item with everything that its page shows, and what completing it brings about."""

from marshmallow import Schema, fields

from api.schemas.base import Instant, Localised, Text
from api.schemas.case import CaseBriefSchema
from api.schemas.material import MaterialSchema
from api.schemas.work_item import WorkItemSchema


class OpinionSchema(Schema):
    """An opinion that was given in this case."""

    act = fields.String()
    item_code = fields.String(allow_none=True)
    element = fields.String()
    name = Text(allow_none=True)
    department = fields.String()
    department_name = Text()
    user_name = fields.String(allow_none=True)
    decision = fields.String(allow_none=True)
    opinion = fields.String(allow_none=True)
    at = Instant()


class ApplicationSchema(Schema):
    """What the applicant stated, as far as this department and role may see it."""

    form = Localised()
    data = fields.Dict()


class WorkItemDetailSchema(WorkItemSchema):
    """A work item with everything that its page shows."""

    form_name = fields.String(data_key="form_key", attribute="form_key", allow_none=True)
    form_key = Localised(
        data_key="form",
        attribute="form",
        allow_none=True,
        metadata={"description": "The form in full, or null"},
    )
    data = fields.Dict(metadata={"description": "What was entered so far and I may see, by field"})
    draft = fields.Raw(allow_none=True)
    application = fields.Nested(ApplicationSchema, allow_none=True)
    case = fields.Nested(CaseBriefSchema)
    opinions = fields.List(fields.Nested(OpinionSchema))
    materials = fields.List(fields.Nested(MaterialSchema))
    decisions = fields.List(Localised(), metadata={"description": "[{value, title}]: what can be decided"})
    refused_actions = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        metadata={"description": "Why the other actions are refused"},
    )


class CompletedSchema(Schema):
    """What a completion brought about."""

    work_item = fields.Nested(WorkItemSchema)
    case = fields.Nested(CaseBriefSchema)
    opened = fields.List(fields.Nested(WorkItemSchema))
