"""Looking at one XML element: children of the model's namespace, text, names, places. No DMN meaning here."""

from dataclasses import dataclass, field
from typing import Any

from engine.decisions.boxes import Place
from engine.kernel.errors import Finding, Severity


@dataclass(slots=True)
class Reading:
    """One file being read: its namespace, its default expression language and the findings so far."""

    file: str
    namespace: str
    language: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def local(self, element: Any) -> str | None:
        """The local name of an element of the model namespace; None for extensions and foreign elements."""
        namespace, _, name = element.tag.rpartition("}")
        return name if namespace[1:] == self.namespace else None

    def children(self, element: Any, name: str) -> list[Any]:
        """Direct children called `name`."""
        return list(element.iterchildren(f"{{{self.namespace}}}{name}"))

    def child(self, element: Any, name: str) -> Any | None:
        """The first direct child called `name`."""
        return next(element.iterchildren(f"{{{self.namespace}}}{name}"), None)

    def text(self, element: Any, name: str) -> str | None:
        """The text of the child called `name`, as written; None when there is no such child."""
        found = self.child(element, name)
        return None if found is None else "".join(found.itertext())

    def place(self, element: Any) -> Place:
        """The element's line and the nearest id at or above it."""
        at = element
        while at is not None and not at.get("id"):
            at = at.getparent()
        return Place(self.file, None if at is None else at.get("id"), element.sourceline or None)

    def find(
        self, rule: str, message: str, element: Any, help_text: str, severity: Severity = "warning"
    ) -> None:
        """Keep a finding about `element`."""
        place = self.place(element)
        self.findings.append(Finding(rule, severity, message, place.id, place.line, self.file, help_text))


def clean_name(text: str | None) -> str:
    """A FEEL name with its white space folded to single blanks (10.3.1.2)."""
    return " ".join((text or "").split())


def clean_type(text: str | None) -> str | None:
    """A type reference without surrounding space; None when empty."""
    return clean_name(text) or None


def is_true(text: str | None) -> bool:
    """An xsd:boolean."""
    return (text or "").strip() in ("true", "1")


def foreign_language(text: str | None) -> str | None:
    """None for FEEL in any spelling or version (the default too), else the language's name."""
    name = (text or "").strip()
    return None if not name or "feel" in name.lower() else name
