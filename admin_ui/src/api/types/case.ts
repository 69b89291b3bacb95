/** A case as its readers see it: summary, clock, history, diagram and papers. */
import type { Names } from './person'
import type { Light, WorkItem } from './work'

export interface ApplicantView {
  kind: 'organisation' | 'person'
  name: string
  id_number?: string | null
  contact_name?: string | null
  contact_phone?: string | null
}

export interface Licence {
  id?: string
  kind: string
  number: string
  title?: string | null
  issued_on: string
  valid_until?: string | null
  verification_code?: string | null
  status?: string | null
}

export interface CaseSummary {
  id: string
  number: string
  state: 'active' | 'completed' | 'withdrawn' | 'terminated' | 'failed' | 'suspended'
  national_state: { code: number; name: string } | null
  item: { code: string; name: string } | null
  bundle: { key: string; name: string } | null
  title?: string | null
  definition: { key: string; version: number; name?: string }
  project_code: string | null
  stage: string | null
  applicant: ApplicantView
  channel: string
  region: string
  received_at: string
  accepted_on: string | null
  due_promise: string | null
  due_legal: string | null
  remaining_workdays: number | null
  remaining_legal_workdays: number | null
  light: Light | null
  clock: 'running' | 'stopped' | 'not-started' | 'ended'
  stop_reason: string | null
  finished_at: string | null
  result: string | null
  version: number
  allowed_actions?: string[]
}

export interface BundleMember {
  item_code: string
  name: string
  department: string
  department_name?: string | null
  state: { code: number | string; name: string } | string
  result: string | null
  reason?: string | null
  licence_number: string | null
}

export interface CaseView extends CaseSummary {
  members: BundleMember[]
  work_items: WorkItem[]
  next_event: { kind: string; date: string | null; text: Names | string } | null
  licences: Licence[]
  allowed_actions: string[]
}

export interface HistoryEvent {
  seq: number
  at: string
  actor: { id: string; name: string } | null
  capacity: {
    department: string
    role: string
    department_name?: string
    role_name?: string
  } | null
  action: string
  action_name?: string
  element: string | null
  element_name?: string | null
  act?: string | null
  data?: Record<string, unknown> | null
  hash: string
  prev_hash: string | null
}

export type ElementCondition = 'done' | 'running' | 'waiting' | 'cancelled' | 'failed' | 'skipped'

export interface ElementState {
  element: string
  state: ElementCondition
  count?: number
  since?: string | null
  who?: string | null
  department?: string | null
  process?: string | null
}

export interface Diagram {
  xml: string
  definition: { key: string; version: number; name?: string }
  elements: ElementState[]
  processes?: { id: string; name: string; xml: string; elements?: ElementState[] }[]
}

/** One stretch of days on the way to a due date, with the law that counts it or leaves it out. */
export interface ClockStep {
  date: string
  first?: string
  last?: string
  text: Names | string
  name?: string
  name_en?: string
  basis?: string
  kind: string
}

export interface ClockSide {
  days: number | null
  due: string | null
  used: number | null
  remaining: number | null
  explanation: ClockStep[]
}

export interface Clock {
  accepted_on: string | null
  promise: ClockSide | null
  legal: ClockSide | null
  light: Light | null
  as_of: string
}

export interface Replay {
  seq: number
  at: string
  state: string
  elements: ElementState[]
  work_items: Partial<WorkItem>[]
  data: Record<string, unknown>
  clock: {
    accepted_on: string | null
    due_promise: string | null
    due_legal: string | null
    used: number | null
    remaining: number | null
    light: Light | null
  } | null
}

export interface Verification {
  chain: 'ok' | 'broken'
  execution: 'ok' | 'differs'
  events: number
  first_difference: { seq: number; field: string; expected: unknown; found: unknown } | null
}

export interface ProgressStep {
  stage?: string
  item?: string
  name: string
  department: string
  department_name?: string
  state: string
  since: string | null
  until: string | null
}

export interface IssuedDocument {
  id: string
  kind: string
  number: string | null
  title: string | null
  text?: string | null
  issued_on: string | null
  valid_until?: string | null
  status?: string | null
  verification_code: string | null
}

export interface LicenceCheck {
  genuine: boolean
  in_force: boolean
  licence: {
    number: string
    kind: string
    holder: string
    issued_on: string
    valid_until: string | null
    issuer: string
  } | null
}
