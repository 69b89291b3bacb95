/** A finished answer as a reader sees it. Nothing is edited here. */
import type { Field } from '@/api/types'

export interface Words {
  yes: string
  no: string
  empty: string
}

function titleOf(field: Field, value: unknown): string {
  return field.options?.find((option) => option.value === value)?.title ?? String(value)
}

function grouped(value: unknown): string {
  const [whole = '', rest] = String(value).split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return rest === undefined ? spaced : `${spaced}.${rest}`
}

export function shownValue(field: Field, value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '') return words.empty
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (Array.isArray(value)) return value.length ? value.map((one) => titleOf(field, one)).join('、') : words.empty
  if (['integer', 'decimal', 'money'].includes(field.type)) return `${grouped(value)}${field.unit ? ` ${field.unit}` : ''}`
  if (typeof value === 'object') return (value as { name?: string }).name ?? JSON.stringify(value)
  return field.options?.length ? titleOf(field, value) : String(value)
}
