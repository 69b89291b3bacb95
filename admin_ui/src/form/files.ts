/** Files among the answers: an answer only refers to a file; whoever shows the form says where files go. */
import type { Field } from '@/api/types'
import type { FileComplaint } from '@/ui/materials/files'

/** What is kept as the answer. `id` is the key of a material; the server fills in the rest from what it stores. */
export interface FileAnswer {
  id: string
  name: string
  type: string
  size: number
  sha256?: string | null
}

export interface FileTaker {
  /** Takes a file for the field at `path`. Throws `Problem` or `RefusedFile`; nothing has changed then. */
  take: (path: string, field: Field, file: File) => Promise<FileAnswer>
  /** The field at `path` no longer refers to a file. */
  drop?: (path: string) => void
}

export class RefusedFile extends Error {
  constructor(readonly complaint: FileComplaint) {
    super(complaint.key)
  }
}

/** A file answer, which may be a bare id; null when there is none. */
export function fileOf(value: unknown): Partial<FileAnswer> | null {
  if (typeof value === 'string') return value ? { id: value } : null
  const id = value && typeof value === 'object' ? (value as { id?: unknown }).id : null
  return typeof id === 'string' ? (value as FileAnswer) : null
}

/** Every file that answers refer to: path and material key. */
export function filesIn(value: unknown, path = ''): [string, string][] {
  if (value === null || typeof value !== 'object') return []
  const own = fileOf(value)
  const inner = Object.entries(value).flatMap(([key, one]) => filesIn(one, path ? `${path}.${key}` : key))
  return own?.id && path ? [[path, own.id], ...inner] : inner
}

const longestKey = 80
const longestTitle = 200

/** What a file is called among the materials: its question, and in rows of a list which row. */
export function titleAt(path: string, field: Pick<Field, 'title'>): string {
  const rows = path.split('.').filter((part) => /^\d+$/.test(part))
  const place = rows.map((row) => Number(row) + 1).join('-')
  return `${field.title.slice(0, longestTitle - 20)} ${place}`.trim()
}

/**
 * The key under which the file of a field is handed in: the same again for the same place, so that another choice
 * replaces the first; never one that another answer uses, as happens when rows of a list moved up.
 */
export function freeKey(stem: string, tail: string, answers: unknown, path: string): string {
  const used = new Set(filesIn(answers).flatMap(([at, key]) => (at === path ? [] : [key])))
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? tail : `${tail}-${n}`
    const key = stem.slice(0, longestKey - end.length) + end
    if (!used.has(key)) return key
  }
}
