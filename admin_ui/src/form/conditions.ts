/**
 * Decides in the browser which fields are shown and which must be answered, with the same FEEL text as the server.
 * The server decides again; a condition that fails here shows the field rather than hiding it.
 */
import { evaluate } from 'feelin'
import type { Field } from '@/api/types'

export type Scope = Record<string, unknown>

/** True only when the condition is true; a value it needs may still be empty. */
export function holds(condition: string, scope: Scope): boolean {
  return evaluate(condition.replace(/^=/, ''), scope).value === true
}

export function isVisible(field: Field, scope: Scope): boolean {
  if (!field.visible_if) return true
  try {
    return holds(field.visible_if, scope)
  } catch {
    return true
  }
}

export function isRequired(field: Field, scope: Scope): boolean {
  if (field.required) return true
  if (!field.required_if) return false
  try {
    return holds(field.required_if, scope)
  } catch {
    return false
  }
}
