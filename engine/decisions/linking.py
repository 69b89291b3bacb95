"""Resolves references between elements and between files: which file an import means, which node an href means."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.decisions.boxes import Place
from engine.decisions.elements import Definitions, Import, Node, Reference
from engine.decisions.source import DMN_NAMESPACES
from engine.kernel.errors import Finding


@dataclass(frozen=True, slots=True)
class Link:
    """A resolved reference: the import alias that leads there (empty: names stay bare), file, id, variable name."""

    alias: str
    file: int
    id: str
    name: str

    @property
    def visible(self) -> str:
        """The variable through which the element's value is reached from FEEL."""
        return self.alias or self.name

    @property
    def qualified(self) -> str:
        """The element's qualified name (10.4): `alias.name` when it is imported under an alias."""
        return f"{self.alias}.{self.name}" if self.alias else self.name


class Linker:
    """Answers references of any of the files; each unknown one is a finding, once."""

    def __init__(self, files: Sequence[Definitions], findings: list[Finding]) -> None:
        self._files = files
        self._findings = findings
        self._reported: set[tuple[int, Reference]] = set()
        self._by_namespace: dict[str, list[int]] = {}
        for number, definitions in enumerate(files):
            self._by_namespace.setdefault(definitions.namespace, []).append(number)
        for number, definitions in enumerate(files):
            for item in definitions.imports:
                if self.file_of(number, item) is None:
                    self._report_import(item)

    def file_of(self, number: int, item: Import) -> int | None:
        """The index of the file that an import of file `number` means; its location decides between equals."""
        found = [other for other in self._by_namespace.get(item.namespace, []) if other != number]
        if item.location and len(found) > 1:
            wanted = PurePosixPath(item.location.replace("\\", "/")).name
            found.sort(key=lambda other: PurePosixPath(self._files[other].file).name != wanted)
        return found[0] if found else None

    def links(
        self, number: int, references: Sequence[Reference], place: Place, *kinds: type[Node]
    ) -> tuple[Link, ...]:
        """The links of references made in file `number`; those that lead nowhere, or to another kind, are left out."""
        found = []
        for reference in references:
            link = self._link(number, reference)
            if link is not None and isinstance(self._files[link.file].nodes[link.id], kinds):
                found.append(link)
            elif (number, reference) not in self._reported and not self._is_missing(number, reference):
                self._reported.add((number, reference))
                wanted = " or ".join(kind.__name__ for kind in kinds)
                shown = f"{reference.namespace or ''}#{reference.id}"
                message = f"The reference {shown!r:.200} leads to no {wanted}."
                self._add("dmn-reference", message, place, "Draw the requirement again, or import the model.")
        return tuple(found)

    def missing(self, number: int) -> list[Import]:
        """The imports of file `number` whose models are not among the files; what they would bring is null."""
        return [item for item in self._files[number].imports if self.file_of(number, item) is None]

    def _is_missing(self, number: int, reference: Reference) -> bool:
        return any(item.namespace == reference.namespace for item in self.missing(number))

    def _link(self, number: int, reference: Reference) -> Link | None:
        if reference.namespace is None:
            return self._at(number, reference.id, "") or self._in_default_namespace(number, reference.id)
        for item in self._files[number].imports:
            if item.namespace == reference.namespace:
                target = self.file_of(number, item)
                if target is not None and (link := self._at(target, reference.id, item.name)) is not None:
                    return link
        for target in self._by_namespace.get(reference.namespace, []):
            if (link := self._at(target, reference.id, "")) is not None:
                return link
        return None

    def _in_default_namespace(self, start: int, key: str) -> Link | None:
        """An element of a model that is imported without a name, as if it were the importing model's own (1.5)."""
        seen, waiting = {start}, [start]
        while waiting:
            number = waiting.pop(0)
            for item in self._files[number].imports:
                target = self.file_of(number, item) if not item.name else None
                if target is not None and target not in seen:
                    if (link := self._at(target, key, "")) is not None:
                        return link
                    seen.add(target)
                    waiting.append(target)
        return None

    def _at(self, number: int, key: str, alias: str) -> Link | None:
        node = self._files[number].nodes.get(key)
        return None if node is None else Link(alias, number, key, node.variable.name)

    def _report_import(self, item: Import) -> None:
        if item.kind and item.kind not in DMN_NAMESPACES and "/DMN/" not in item.kind:
            message = f"The import {item.name!r} of type {item.kind!r:.80} is not read; only DMN models are."
        else:
            message = f"The imported model {item.namespace!r:.200} is not among the files."
        self._add("dmn-import", message, item.place, "Deploy the imported model together with this one.")

    def _add(self, rule: str, message: str, place: Place, help_text: str) -> None:
        self._findings.append(Finding(rule, "warning", message, place.id, place.line, place.file, help_text))
