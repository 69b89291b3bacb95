"""Items and bundles as an applicant or a clerk picks them."""

from marshmallow import Schema, fields

from api.schemas.base import Localised, Names, Text


class _ItemElementsSchema(Schema):
    """What the list and the page of an item share."""

    code = fields.String()
    name = Names()
    department = fields.String()
    department_name = Text()
    legal_days = fields.Integer(metadata={"description": "Working days by law"})
    promise_days = fields.Integer(metadata={"description": "Working days promised; never more than by law"})
    definition = fields.String()
    stage = fields.String(allow_none=True)
    materials = fields.List(Localised())
    result = Localised(
        allow_none=True, metadata={"description": "The kind of licence that is issued, or null"}
    )
    elements = Localised(metadata={"description": "Further elements of the item in the catalogue"})


class ItemBriefSchema(_ItemElementsSchema):
    """An item in the list, with the key of its form."""

    form_key = fields.String(data_key="form", attribute="form")


class ItemSchema(_ItemElementsSchema):
    """An item with its whole form."""

    form = Localised(metadata={"description": "The form in full"})


class BundleItemSchema(Schema):
    """An item of a bundle."""

    code = fields.String()
    name = Names(allow_none=True)
    department = fields.String(allow_none=True)
    department_name = Text()
    key = fields.String()
    chosen_by = fields.String(
        allow_none=True, metadata={"description": "The field that leaves it out when false"}
    )


class BundleBriefSchema(Schema):
    """A bundle in the list (一件事)."""

    key = fields.String()
    name = Names()
    items_of = fields.List(fields.Nested(BundleItemSchema), data_key="items", attribute="items")
    definition = fields.String()
    department = fields.String(allow_none=True)
    department_name = Text(allow_none=True)
    elements = Localised()


class BundleSchema(BundleBriefSchema):
    """A bundle with the merged form that asks each field once."""

    form = Localised()
    materials = fields.List(Localised())
