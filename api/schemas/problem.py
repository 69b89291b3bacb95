"""The shape of every refusal (RFC 9457). Documentation only: problem documents are written by `api.http.problem`."""

from marshmallow import Schema, fields


class FieldErrorSchema(Schema):
    """One located reason."""

    path = fields.String(metadata={"description": "Dotted path, e.g. data.applicant.phone"})
    message = fields.String()
    code = fields.String()


class StepSchema(Schema):
    """One step of the way to a finding."""

    what = fields.String(metadata={"enum": ["start", "done", "occurs", "fails", "escalates"]})
    element = fields.String()
    elements = fields.List(fields.String(), metadata={"description": "Started in this step, in order"})
    choices = fields.List(fields.Boolean(), metadata={"description": "Answers to the conditions met"})
    code = fields.String()


class FindingSchema(Schema):
    """One thing that is wrong with a file, and where."""

    file = fields.String(allow_none=True)
    rule = fields.String()
    severity = fields.String(metadata={"enum": ["error", "warning", "info"]})
    element = fields.String(allow_none=True)
    line = fields.Integer(allow_none=True)
    message = fields.String()
    help = fields.String()
    path = fields.List(
        fields.String(),
        metadata={"description": "Only of the proof: the elements on the way there, in order"},
    )
    steps = fields.List(
        fields.Nested(StepSchema), metadata={"description": "Only of the proof: what `follow` goes"}
    )


class ProblemSchema(Schema):
    """A problem document."""

    type = fields.String()
    title = fields.String(metadata={"description": "In the language of Accept-Language (zh-CN or en)"})
    status = fields.Integer()
    code = fields.String(metadata={"description": "Stable; decide by this, not by the text"})
    detail = fields.String(metadata={"description": "What happened and what to do next"})
    instance = fields.String()
    errors = fields.List(fields.Nested(FieldErrorSchema))
    findings = fields.List(fields.Nested(FindingSchema))
