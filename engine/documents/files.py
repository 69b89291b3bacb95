"""Materials as files that an answer may name: those with content. A promise is no file."""

from collections.abc import Collection

from sqlalchemy import select

from engine.dispatch import ReadContext
from engine.documents.add_material import Material
from engine.documents.tables import materials
from engine.forms import StoredFile
from engine.store.canonical import sha256_hex


def files_of(ctx: ReadContext, case_id: str, keys: Collection[str]) -> dict[str, StoredFile]:
    """The files of a case among `keys`, by key; one statement."""
    columns = (materials.c[name] for name in ("key", "file_name", "media_type", "size", "sha256"))
    wanted = select(*columns).where(
        materials.c.case_id == case_id, materials.c.key.in_(keys), materials.c.sha256.is_not(None)
    )
    return {key: StoredFile(*row) for key, *row in ctx.db.execute(wanted)}


def as_stored(material: Material) -> StoredFile:
    """A material that is being handed in, as it will be kept."""
    content = material.content or b""
    return StoredFile(material.file_name, material.media_type, len(content), sha256_hex(content))
