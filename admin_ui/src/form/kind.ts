/** What one kind of field is: a component, its empty value, and how an answer is tidied before it is sent. */
import type { Component } from 'vue'
import type { Field } from '@/api/types'

export interface FieldKind {
  component: Component
  empty: (field: Field) => unknown
  sanitise: (value: unknown, field: Field) => unknown
  /** Takes a whole row of the form instead of half of it. */
  wide?: boolean
  /** Brings its own label for each part (groups, lists, single boxes). */
  selfLabelled?: boolean
  /** Wants to know where in the form it stands. */
  placed?: boolean
}

export interface FieldProps {
  field: Field
  modelValue: unknown
  inputId: string
  invalid: boolean
  describedBy?: string
}

export function textOrNull(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}
