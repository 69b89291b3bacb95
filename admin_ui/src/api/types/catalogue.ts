/** What can be applied for, and what an application carries. */
import type { FormData, FormView, MaterialRule } from './form'
import type { Names } from './person'

export interface Item {
  code: string
  name: Names | string
  department: string
  department_name?: string
  legal_days: number | null
  promise_days: number | null
  form: string | FormView | null
  definition?: string
  materials?: MaterialRule[]
  result?: string | null
}

export interface Bundle {
  key: string
  name: Names | string
  items: { code: string; name: Names | string; department: string; key?: string }[]
  form?: FormView | null
  definition?: string
}

export interface Applicant {
  kind: 'organisation' | 'person'
  name: string
  id_type: 'uscc' | 'citizen_id'
  id_number: string
  contact_name: string
  contact_phone: string
  agent?: { name: string; id_number: string; phone: string }
}

export interface MaterialSent {
  key: string
  /** What to call what the form of the case does not list. */
  title?: string
  file_name?: string
  media_type?: string
  content_base64?: string
  promise?: boolean
}

export interface Application {
  item?: string
  bundle?: string
  applicant: Applicant
  project_code?: string
  data: FormData
  materials: MaterialSent[]
  channel: string
}
