"""Open to everybody: is this licence genuine and in force?"""

from typing import Any

from flask import g

from api.http.exchange import ask
from api.http.routes import Resource
from api.schemas.material import VerifiedLicenceSchema
from engine.dispatch import ANONYMOUS
from engine.documents.queries import VerifyLicence

resource = Resource("verification", "Public check of licences")


@resource.get("/verification/<code>", answers=VerifiedLicenceSchema, public=True)
def verify_licence(code: str) -> Any:
    """Check a licence by the code printed on it; an unknown code is answered with `genuine: false`."""
    g.actor = ANONYMOUS
    return ask(VerifyLicence(code))
