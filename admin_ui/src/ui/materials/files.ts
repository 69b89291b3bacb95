/** What may be handed in, and how it travels. Checked here first, so that nobody uploads in vain. */

export interface FileRule {
  accept?: string[]
  max_mb?: number | null
}

export interface FileComplaint {
  key: string
  values: Record<string, string | number>
}

/** What a file is when nobody knows its kind: browsers know no drawings of CAD programs. */
export const unknownType = 'application/octet-stream'

/** The server takes at most this much in one file. */
const mostMegabytes = 20

export function limitOf(rule: FileRule): number {
  return Math.min(rule.max_mb ?? mostMegabytes, mostMegabytes)
}

export function kindsOf(rule: FileRule): string {
  return (rule.accept ?? []).map((type) => type.split('/').at(-1)!.toUpperCase()).join('、')
}

export function refuseFile(rule: FileRule, file: { type: string; size: number }): FileComplaint | null {
  if (file.size === 0) return { key: 'materials.emptyFile', values: {} }
  if (rule.accept?.length && !rule.accept.includes(file.type)) {
    return { key: 'materials.wrongType', values: { types: kindsOf(rule) } }
  }
  const limit = limitOf(rule)
  return file.size > limit * 1_048_576 ? { key: 'materials.tooBig', values: { n: limit } } : null
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const chunks: string[] = []
  for (let at = 0; at < bytes.length; at += 0x8000) chunks.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)))
  return btoa(chunks.join(''))
}

/** The file as the server takes it. Rejects when the file can no longer be read from the disk. */
export async function sentFile(file: File) {
  return {
    file_name: file.name,
    media_type: file.type || unknownType,
    content_base64: await base64Of(file),
  }
}
