"""People, departments, roles and deputies, and the session of one of them."""

from marshmallow import Schema, fields, validate

from api.schemas.base import Day, Instant, Names, Text

CHANNELS = ("window", "web", "mobile", "terminal")


class LogInSchema(Schema):
    """User name and password."""

    username = fields.String(required=True, validate=validate.Length(1, 100))
    password = fields.String(required=True, load_only=True, validate=validate.Length(1, 1000))
    channel = fields.String(load_default="web", validate=validate.OneOf(CHANNELS))


class MembershipSchema(Schema):
    """One role in one department."""

    department = fields.String()
    department_name = Text()
    role = fields.String()
    role_name = Text()


class StandInSchema(MembershipSchema):
    """A place in which I stand in for somebody today."""

    absent = fields.Raw(data_key="for", attribute="for")


class MeSchema(Schema):
    """Who I am and what I may do."""

    id = fields.String()
    username = fields.String()
    name = fields.String()
    region = fields.String()
    channel = fields.String()
    memberships = fields.List(fields.Nested(MembershipSchema))
    permissions = fields.List(fields.String())
    stand_ins = fields.List(
        fields.Nested(StandInSchema), metadata={"description": "For whom I stand in today (AB岗)"}
    )


class SessionSchema(Schema):
    """A new session: the token is shown once."""

    token = fields.String()
    expires_at = Instant()
    user = fields.Nested(MeSchema)


class DepartmentSchema(Schema):
    """A department of the region."""

    code = fields.String()
    name = Names()
    parent = fields.String(allow_none=True)
    region = fields.String()


class UserSchema(Schema):
    """A person as colleagues see one another."""

    id = fields.String()
    username = fields.String()
    name = fields.String()
    memberships = fields.List(fields.Nested(MembershipSchema))


class UsersQuery(Schema):
    """Which people."""

    department = fields.String(load_default=None, validate=validate.Length(1, 100))
    q = fields.String(load_default=None, validate=validate.Length(1, 100))


class RoleSchema(Schema):
    """A role and what it may do."""

    code = fields.String()
    name = Names()
    permissions = fields.List(fields.String())


class SubstitutionSchema(Schema):
    """Who stands in for whom, and when (AB岗)."""

    id = fields.String()
    absent = fields.Raw()
    substitute = fields.Raw()
    department = fields.String()
    from_day = Day(data_key="from", attribute="from")
    until = Day(allow_none=True)
