"""Deployments, versions of definitions, findings, evaluations and simulations."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Instant, PageQuery
from api.schemas.problem import FindingSchema


class DefinitionSchema(Schema):
    """One version of a process, decision or form."""

    id = fields.String()
    key = fields.String()
    kind = fields.String(metadata={"enum": ["bpmn", "dmn", "form"]})
    version = fields.Integer()
    name = fields.String(allow_none=True)
    file = fields.String()
    hash = fields.String()
    deployment_id = fields.String()
    state = fields.String()
    deployed_at = Instant()


class DeploymentSchema(Schema):
    """What one deployment made."""

    id = fields.String()
    name = fields.String(allow_none=True)
    created_at = Instant()
    definitions = fields.List(fields.Nested(DefinitionSchema))
    findings = fields.List(fields.Nested(FindingSchema))


class FindingsSchema(Schema):
    """Everything that lint has to say."""

    findings = fields.List(fields.Nested(FindingSchema))


class DefinitionsQuery(PageQuery):
    """Which definitions."""

    key = fields.String(load_default=None)
    kind = fields.String(load_default=None, validate=validate.OneOf(("bpmn", "dmn", "form")))
    latest = fields.Boolean(
        load_default=False, metadata={"description": "Only the newest version of each key"}
    )


class EvaluationSchema(Schema):
    """A question to a decision."""

    decision = fields.String(
        load_default=None, metadata={"description": "Name or id; the only one when absent"}
    )
    inputs = fields.Dict(keys=fields.String(), load_default=dict)


class EvaluatedSchema(Schema):
    """The answer of a decision and how it came about."""

    value = fields.Raw(allow_none=True)
    trace = fields.Raw(allow_none=True)
    warnings = fields.List(fields.String())


class SimulationSchema(Schema):
    """A process to be run in memory."""

    files = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 200)),
        values=fields.String(),
        load_default=None,
        metadata={
            "description": "Sources by file name, the process to run first; or the id of a `definition`"
        },
    )
    definition = fields.String(load_default=None, metadata={"description": "Id of a deployed version"})
    process = fields.String(load_default=None)
    data = fields.Dict(keys=fields.String(), load_default=dict)
    answers = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "By element id: one answer or a list of answers in turn"},
    )
    messages = fields.List(
        fields.Raw(), load_default=list, metadata={"description": "Name, or {name, payload}"}
    )
    signals = fields.List(fields.String(), load_default=list)
    until = fields.AwareDateTime(load_default=None)
    max_steps = fields.Integer(load_default=10_000, validate=validate.Range(1, 10_000))
    follow = fields.Raw(
        load_default=None,
        metadata={"description": "A finding of the proof, or its steps: go the way to it instead"},
    )


class SimulatedSchema(Schema):
    """The trace of a simulation; the lines of `jingban simulate --format jsonl`."""

    events = fields.List(fields.Dict())
    end = fields.Dict()
