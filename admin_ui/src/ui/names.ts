/** Reads a name that the server may give as one string or in both languages. */
import { currentLocale } from '@/app/i18n'
import type { Names } from '@/api/types'

export function nameOf(name: Names | string | null | undefined): string {
  if (!name) return ''
  if (typeof name === 'string') return name
  return name[currentLocale()] ?? name['zh-CN']
}
