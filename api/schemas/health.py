"""Is it alive, is it ready?"""

from marshmallow import Schema, fields


class LiveSchema(Schema):
    """The process answers."""

    status = fields.String()


class ReadySchema(Schema):
    """The parts that an answer needs."""

    status = fields.String(metadata={"enum": ["ready", "not-ready"]})
    checks = fields.Dict(keys=fields.String(), values=fields.Raw())
