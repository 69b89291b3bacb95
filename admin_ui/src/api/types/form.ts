/** A form as the server shows it in one language: fields, sections, materials. */
export type FieldType =
  | 'text'
  | 'textarea'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'select'
  | 'multiselect'
  | 'uscc'
  | 'citizen_id'
  | 'phone'
  | 'email'
  | 'postcode'
  | 'project_code'
  | 'region'
  | 'file'
  | 'group'
  | 'list'
  | 'opinion'

export interface Option {
  value: string
  title: string
}

export interface Field {
  key: string
  type: FieldType
  title: string
  help?: string | null
  required?: boolean
  required_if?: string | null
  visible_if?: string | null
  readonly?: boolean
  default?: unknown
  options?: Option[]
  unit?: string | null
  min?: string | number | null
  max?: string | number | null
  min_length?: number | null
  max_length?: number | null
  pattern?: string | null
  personal?: string | null
  source?: string | null
  accept?: string[]
  max_mb?: number | null
  'x-items'?: string[]
  fields?: Field[]
}

export interface Section {
  key: string
  title: string
  fields: string[]
}

export interface MaterialRule {
  key: string
  title: string
  kind: 'original' | 'copy' | 'electronic'
  necessity: 'required' | 'optional' | 'later'
  source: string
  shared_by?: string[]
  accept?: string[]
  max_mb?: number | null
  copies?: number | null
  basis?: string | null
  help?: string | null
}

export interface FormView {
  key: string
  title: string
  sections?: Section[]
  fields: Field[]
  materials?: MaterialRule[]
}

export type FormData = Record<string, unknown>
