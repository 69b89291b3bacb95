"""Materials and documents of a case."""

import base64
import binascii
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from api.schemas.base import Day, Instant, Text

LARGEST_BASE64 = 28 * 1024 * 1024  # 20 MiB of content


class Base64(fields.Field[bytes]):
    """Bytes as base64 text (RFC 4648 §4)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:
        text = value if isinstance(value, str) else ""
        if not text:
            raise ValidationError("This must be base64 text.")
        if len(text) > LARGEST_BASE64:
            raise ValidationError("This file is too large; at most 20 MiB can be handed in at once.")
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("This is not base64 text.") from None


class MaterialInputSchema(Schema):
    """A material that is handed in: its content, or the promise to bring it (容缺)."""

    key = fields.String(required=True, validate=validate.Length(1, 80))
    title = fields.String(
        load_default=None,
        validate=validate.Length(1, 200),
        metadata={"description": "What to call a material that the form of the case does not list"},
    )
    file_name = fields.String(load_default=None, validate=validate.Length(1, 255))
    media_type = fields.String(load_default=None, validate=validate.Length(1, 120))
    content = Base64(data_key="content_base64", load_default=None)
    promise = fields.Boolean(load_default=False)


class MaterialSchema(Schema):
    """A material of the case."""

    key = fields.String()
    title = Text()
    source = fields.String(allow_none=True)
    file_name = fields.String(allow_none=True)
    media_type = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)
    sha256 = fields.String(allow_none=True)
    shared_by = fields.Raw(allow_none=True)
    promised = fields.Boolean(metadata={"description": "Promised to be brought later (容缺)"})
    received_at = Instant(allow_none=True)


class DocumentSchema(Schema):
    """A document that the case produced: licence, notice, receipt."""

    id = fields.String()
    kind = fields.String()
    number = fields.String(allow_none=True)
    title = Text(allow_none=True)
    text = Text(allow_none=True)
    item_code = fields.String(allow_none=True)
    issued_on = Day(allow_none=True)
    valid_until = Day(allow_none=True)
    status = fields.String(allow_none=True)
    verification_code = fields.String(allow_none=True)


class LicenceSchema(Schema):
    """A licence as the public may see it: the holder masked."""

    number = fields.String()
    kind = Text()
    holder = fields.Raw(metadata={"description": "Masked"})
    issued_on = Day(allow_none=True)
    valid_until = Day(allow_none=True)
    status = fields.String()
    issuer = Text(allow_none=True)


class VerifiedLicenceSchema(Schema):
    """Is this licence genuine and in force?"""

    genuine = fields.Boolean()
    in_force = fields.Boolean()
    licence = fields.Nested(LicenceSchema, allow_none=True)
