"""The archive of a backup: a ZIP of streams, and a manifest that names each with its size and SHA-256.

The manifest is written last, and the archive takes its name only when it is whole: a backup that was interrupted is none.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from engine.kernel.errors import InvalidInput

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
BLOCK: Final = 1 << 20


class BadArchive(InvalidInput):
    """The archive is not one of ours, is damaged, or does not fit here."""

    code = "bad-archive"


@dataclass(frozen=True, slots=True)
class Part:
    """One stream. `name` in the archive; `table` and `columns` for a table of PostgreSQL."""

    name: str
    size: int
    sha256: str
    table: str = ""
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Manifest:
    """What an archive holds: `database` is sqlite or postgresql, `revision` that of its schema, parts in loading order."""

    database: str
    revision: str
    made_at: str
    parts: list[Part] = field(default_factory=list)
    format: int = FORMAT


class Writing:
    """An archive being written."""

    def __init__(self, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    def add(self, name: str, blocks: Iterable[bytes | memoryview], **told: Any) -> Part:
        """Write one stream; `told` are further values of its `Part`."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._file.open(entry, "w", force_zip64=True) as stream:
            for block in blocks:
                digest.update(block)
                size += len(block)
                stream.write(block)
        part = Part(name, size, digest.hexdigest(), **told)
        self.manifest.parts.append(part)
        return part


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writing]:
    """Write an archive that appears at `path`, readable by its owner alone, when the block ends well."""
    unfinished = path.with_name(path.name + ".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            os.fdopen(handle, "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        ):
            yield Writing(file, manifest)
            file.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        with unfinished.open("rb") as whole:
            os.fsync(whole.fileno())
        unfinished.replace(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


class Reading:
    """An archive that is whole: every stream has been compared with its checksum."""

    def __init__(self, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    def blocks(self, part: Part) -> Iterator[bytes]:
        """The bytes of one stream."""
        with self._file.open(part.name) as stream:
            while block := stream.read(BLOCK):
                yield block


@contextmanager
def reading(path: Path) -> Iterator[Reading]:
    """Open an archive and check every byte of it first. Raises BadArchive."""
    try:
        file = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadArchive(
            f"{path} is not a backup that can be read ({error}); give the file that `jingban backup` wrote."
        )
    with file:
        found = Reading(file, _manifest(file, path))
        for part in found.manifest.parts:
            _check(found, part)
        yield found


def _manifest(file: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        told = json.loads(file.read(MANIFEST))
        parts = [Part(**{**part, "columns": tuple(part["columns"])}) for part in told.pop("parts")]
        manifest = Manifest(**told, parts=parts)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        raise BadArchive(f"{path} has no manifest that can be read; it is not a whole backup.")
    if manifest.format != FORMAT:
        raise BadArchive(f"{path} is of format {manifest.format}; restore it with the release that wrote it.")
    return manifest


def _check(found: Reading, part: Part) -> None:
    digest = hashlib.sha256()
    try:
        for block in found.blocks(part):
            digest.update(block)
    except (KeyError, OSError, zipfile.BadZipFile, EOFError) as error:
        raise BadArchive(f"{part.name} cannot be read ({error}); use another backup.")
    if digest.hexdigest() != part.sha256:
        raise BadArchive(f"{part.name} was changed after the backup; use another one.")
