"""The form in which a case was applied for: one form, or for a bundle the forms of its items merged into one.

The case row names it: `form` is a form key, or several joined by `+` as `item:form`. The versions are those pinned.
"""

from collections.abc import Mapping
from typing import Any, Final

from engine.cases.programs import form_of
from engine.dispatch import ReadContext
from engine.forms import Form, Label, merge

JOIN: Final = "+"
OF: Final = ":"


def bundle_form_name(forms: Mapping[str, str]) -> str:
    """The name of the merged form of items (item code → form key), as the case row keeps it."""
    return JOIN.join(f"{item}{OF}{form}" for item, form in forms.items())


def form_keys(name: str | None) -> list[str]:
    """The form keys that a case row's form names."""
    return [part.rpartition(OF)[2] for part in name.split(JOIN)] if name else []


def form_of_case(ctx: ReadContext, row: Mapping[str, Any]) -> Form | None:
    """The application form of a case, or None when it had none. Raises NotFound for a form that is not deployed."""
    name = row["form"]
    if not name:
        return None
    if OF not in name:
        return form_of(ctx, row, name)
    parts = [part.partition(OF) for part in name.split(JOIN)]
    forms = {item: form_of(ctx, row, form) for item, _, form in parts}
    title = row["title"]
    return merge(
        forms, key=row["bundle"] or "bundle", title=Label(title.get("zh-CN", ""), title.get("en", ""))
    )
