"""Items and bundles as an applicant or a clerk picks them."""

from marshmallow import Schema, fields

from api.schemas.base import Names, Text


class ItemBriefSchema(Schema):
    """An item in the list."""

    code = fields.String()
    name = Names()
    department = fields.String()
    department_name = Text()
    legal_days = fields.Integer(metadata={"description": "Working days by law"})
    promise_days = fields.Integer(metadata={"description": "Working days promised; never more than by law"})
    form_key = fields.String(data_key="form", attribute="form")
    definition = fields.String()
    materials = fields.List(fields.Dict())
    result = fields.Raw(allow_none=True)


class ItemSchema(ItemBriefSchema):
    """An item with its whole form."""

    form_key = fields.Raw(data_key="form", attribute="form", metadata={"description": "The form in full"})


class BundleItemSchema(Schema):
    """An item of a bundle."""

    code = fields.String()
    name = fields.Raw()
    department = fields.String()
    department_name = Text()
    key = fields.String()


class BundleBriefSchema(Schema):
    """A bundle in the list (一件事)."""

    key = fields.String()
    name = Names()
    items_of = fields.List(fields.Nested(BundleItemSchema), data_key="items", attribute="items")
    definition = fields.String()


class BundleSchema(BundleBriefSchema):
    """A bundle with the merged form that asks each field once."""

    form = fields.Raw()
