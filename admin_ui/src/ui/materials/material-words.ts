/** Facts of a material as short words. */
import type { MaterialHeld } from '@/api/types'

export function sizeOf(bytes: number | null): { key: string; n: string } | null {
  if (bytes === null) return null
  if (bytes < 1_048_576) return { key: 'materials.kilobytes', n: String(Math.max(1, Math.round(bytes / 1024))) }
  return { key: 'materials.megabytes', n: (bytes / 1_048_576).toFixed(1) }
}

export type Preview = 'image' | 'pdf' | 'text' | 'none'

/** How a file may be shown inside the page; SVG and HTML never are, because they can carry scripts. */
export function previewOf(material: MaterialHeld): Preview {
  const type = material.media_type ?? ''
  if (/^image\/(png|jpeg|gif|webp)$/.test(type)) return 'image'
  if (type === 'application/pdf') return 'pdf'
  return type === 'text/plain' ? 'text' : 'none'
}

export function isHeld(material: MaterialHeld): boolean {
  return Boolean(material.file_name)
}
