"""Forms: what a person fills in for an item, checked, merged over a bundle, cut to what each may see.

`read_form` reads a file, `merge` makes one form of several, `project` and `as_view` show a part of it, `validate`
checks what was filled in, `mask_data` hides personal data. Values only; nothing here is stored or fetched.
"""

from engine.forms.files import NamedFile, StoredFile, named_files, refuse_files, settle_files
from engine.forms.masking import mask, mask_data
from engine.forms.merge import merge
from engine.forms.model import Field, Form, Label, Material, Option, Section, walk
from engine.forms.project import project
from engine.forms.reading import read_form
from engine.forms.validate import Validated, validate
from engine.forms.view import as_view

__all__ = [
    "Field",
    "Form",
    "Label",
    "Material",
    "NamedFile",
    "Option",
    "Section",
    "StoredFile",
    "Validated",
    "as_view",
    "mask",
    "mask_data",
    "merge",
    "named_files",
    "project",
    "read_form",
    "refuse_files",
    "settle_files",
    "validate",
    "walk",
]
