/** What the fields of one form share: visibility, duty, complaints. Given by the form, used by each row. */
import type { InjectionKey } from 'vue'
import type { Field } from '@/api/types'

export interface FormContext {
  visible: (field: Field) => boolean
  required: (field: Field) => boolean
  complaint: (path: string) => string | null
  readonly: () => boolean
  touched: (path: string) => void
  idOf: (path: string) => string
}

export const formKey: InjectionKey<FormContext> = Symbol('form')
