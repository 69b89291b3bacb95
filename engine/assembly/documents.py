"""Wires documents: papers and licences that processes issue, materials, and the public check of a licence."""

from engine.cases.events import CaseAccepted
from engine.dispatch import Registry, Services
from engine.documents.add_material import AddMaterial, add_material
from engine.documents.files import files_of
from engine.documents.licence import issue_licence
from engine.documents.notice import give_notice
from engine.documents.queries import (
    CaseDocuments,
    CaseMaterials,
    GetMaterial,
    VerifyLicence,
    case_documents,
    case_materials,
    get_material,
    verify_licence,
)
from engine.documents.receipt import deliver, give_receipt, notify_acceptance
from engine.documents.refusal import refuse_in_writing
from engine.work.files import FilesOfCase


def wire(registry: Registry, services: Services) -> None:
    """Register every operation, verb, query and subscription of documents."""
    services.provide(FilesOfCase, files_of)
    registry.on(CaseAccepted, notify_acceptance)
    registry.operation("document.receipt", give_receipt)
    registry.operation("case.deliver", deliver)
    registry.operation("case.notice", give_notice)
    registry.operation("case.refuse", refuse_in_writing)
    registry.operation("licence.issue", issue_licence)
    registry.command(AddMaterial, add_material)
    registry.query(CaseMaterials, case_materials)
    registry.query(GetMaterial, get_material)
    registry.query(CaseDocuments, case_documents)
    registry.query(VerifyLicence, verify_licence)
