/** What can be said about an answer before it is sent. Each complaint is a message key with its numbers. */
import type { Field, FormData } from '@/api/types'
import { isRequired, isVisible, type Scope } from './conditions'
import { isCitizenId, isUscc } from './identifiers'
import { kindOf } from './registry'

export interface Complaint {
  key: string
  values: Record<string, string | number>
}

export type Complaints = Record<string, Complaint>

const shapes: Record<string, (text: string) => boolean> = {
  uscc: isUscc,
  citizen_id: isCitizenId,
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  postcode: (text) => /^\d{6}$/.test(text),
  project_code: (text) => /^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/.test(text),
}

const chosen = new Set(['select', 'opinion', 'multiselect', 'boolean', 'date', 'datetime', 'region'])

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function checkNumber(field: Field, value: unknown): Complaint | null {
  const number = Number(value)
  if (!Number.isFinite(number)) return { key: 'form.number', values: {} }
  if (field.type === 'integer' && !Number.isInteger(number)) return { key: 'form.whole', values: {} }
  if (field.min != null && number < Number(field.min)) return { key: 'form.least', values: { limit: field.min } }
  if (field.max != null && number > Number(field.max)) return { key: 'form.most', values: { limit: field.max } }
  return null
}

function checkText(field: Field, text: string): Complaint | null {
  if (field.min_length && text.length < field.min_length) return { key: 'form.short', values: { limit: field.min_length } }
  if (field.max_length && text.length > field.max_length) return { key: 'form.long', values: { limit: field.max_length } }
  const shape = shapes[field.type]
  return shape && !shape(text) ? { key: `form.${field.type}`, values: {} } : null
}

function checkOne(field: Field, value: unknown, scope: Scope): Complaint | null {
  if (isEmpty(value)) {
    const key = field.type === 'file' ? 'form.attach' : chosen.has(field.type) ? 'form.choose' : 'form.required'
    return isRequired(field, scope) ? { key, values: { title: field.title } } : null
  }
  if (['integer', 'decimal', 'money'].includes(field.type)) return checkNumber(field, value)
  return typeof value === 'string' ? checkText(field, value) : null
}

/** Complaints by path for all fields that are shown and may be filled. */
export function check(fields: readonly Field[], data: FormData, scope: Scope, at = ''): Complaints {
  const found: Complaints = {}
  for (const field of fields) {
    if (field.readonly || !isVisible(field, scope)) continue
    const path = at + field.key
    const value = kindOf(field).sanitise(data[field.key], field)
    const complaint = checkOne(field, value, scope)
    if (complaint) found[path] = complaint
    else if (field.type === 'group') Object.assign(found, check(field.fields ?? [], (value ?? {}) as FormData, scope, `${path}.`))
    else if (field.type === 'list') {
      for (const [index, row] of ((value ?? []) as FormData[]).entries())
        Object.assign(found, check(field.fields ?? [], row, { ...scope, ...row }, `${path}.${index}.`))
    }
  }
  return found
}
