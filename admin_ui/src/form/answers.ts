/** Answers of a whole form: empty ones to begin with, tidy ones to send. */
import type { Field, FormData } from '@/api/types'
import { kindOf } from './registry'

export function emptyOf(fields: readonly Field[]): FormData {
  const data: FormData = {}
  for (const field of fields) data[field.key] = field.default ?? kindOf(field).empty(field)
  return data
}

/** Tidies every answer and leaves out what was not answered. */
export function sanitiseAll(fields: readonly Field[], data: FormData): FormData {
  const tidy: FormData = {}
  for (const field of fields) {
    const value = kindOf(field).sanitise(data[field.key], field)
    if (value !== null && value !== undefined && value !== '') tidy[field.key] = value
  }
  return tidy
}

/** `data.rows[0].name`, `/data/rows/0/name` and `rows.0.name` all name the same field. */
export function pathOf(path: string): string {
  const dotted = path
    .replace(/^[/$.]+/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/\//g, '.')
  return dotted.replace(/^data\./, '')
}
