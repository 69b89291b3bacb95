/** What the fields of one form share: visibility, duty, complaints. Given by the form, used by each row. */
import type { InjectionKey } from 'vue'
import type { Field } from '@/api/types'
import type { FileTaker } from './files'

export interface FormContext {
  visible: (field: Field) => boolean
  required: (field: Field) => boolean
  complaint: (path: string) => string | null
  readonly: () => boolean
  touched: (path: string) => void
  idOf: (path: string) => string
  /** Where files go; null when whoever fills in the form may not hand in files. */
  files: () => FileTaker | null
  /** Where a file that was handed in can be read. */
  fileAddress: (key: string) => string | null
  /** Says at a field what is wrong, or with null that nothing is. */
  complain: (path: string, words: string | null) => void
  /** Notes that a file is on its way, or there. */
  send: (path: string, going: boolean) => void
  /** Whether a file at this path, or inside it, is on its way. */
  sending: (path: string) => boolean
}

export const formKey: InjectionKey<FormContext> = Symbol('form')
