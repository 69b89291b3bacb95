/** Work items: what waits on a desk, until when, and what may be done with it. */
import type { CaseSummary } from './case'
import type { FormData, FormView, Option } from './form'

export type Light = 'green' | 'yellow' | 'red'
export type WorkState = 'ready' | 'claimed' | 'completed' | 'cancelled'
export type InboxState = 'ready' | 'claimed' | 'done'

export interface WorkItem {
  id: string
  case_id: string
  case_number: string
  element: string
  name: string
  kind?: string | null
  priority?: string | null
  department: string
  department_name?: string
  role: string
  role_name?: string
  assignee: string | { id: string; name: string } | null
  assignee_name?: string | null
  state: WorkState
  item_code: string | null
  item_name?: string | null
  project_code: string | null
  stage: string | null
  applicant: string | { name: string } | null
  channel: string
  round: number
  opened_at: string
  waiting_since?: string | null
  completed_at?: string | null
  due_promise: string | null
  due_legal: string | null
  remaining_workdays: number | null
  light: Light | null
  clock: 'running' | 'stopped' | 'not-started' | 'ended'
  stop_reason: string | null
  flags: string[]
  from?: string | { name: string; department_name?: string } | null
  form: string | FormView | null
  allowed_actions: string[]
  version: number
}

export interface OpinionGiven {
  element: string
  name: string
  department: string
  department_name?: string
  user_name?: string
  decision: string | null
  decision_name?: string | null
  opinion: string | null
  at: string
}

export interface MaterialHeld {
  key: string
  title: string
  source: string
  file_name: string | null
  media_type: string | null
  size: number | null
  sha256?: string | null
  shared_by?: string[] | null
  received_at: string | null
  promised_by?: string | null
}

export interface Draft {
  data: FormData
  opinion: string | null
  decision: string | null
  saved_at?: string
}

export interface WorkItemOpened extends Omit<WorkItem, 'form'> {
  form: FormView | null
  data: FormData
  draft: Draft | null
  application: { form: FormView; data: FormData } | null
  case: CaseSummary
  opinions: OpinionGiven[]
  materials: MaterialHeld[]
  decisions: Option[]
  refused_actions: Record<string, string>
}

export interface InboxCounts {
  light: Partial<Record<Light, number>>
  item: Record<string, number>
  stage: Record<string, number>
  channel?: Record<string, number>
  state: Partial<Record<InboxState, number>>
  mine: number
  pool: number
  names?: { item?: Record<string, string>; stage?: Record<string, string> }
}

export interface Completion {
  work_item: WorkItem
  case: CaseSummary
  opened: WorkItem[]
}
