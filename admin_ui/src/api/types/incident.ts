/** What the platform could not do by itself, as people see it. */
export interface Incident {
  id: string
  kind: 'call' | 'timer'
  case_id: string
  case_number: string | null
  case_title: string | null
  element: string
  element_name: string
  connector: string | null
  code: string
  cause: string
  remedy: string
  error: string | null
  attempts: number
  since: string
  due_at: string | null
  next_attempt_at: string | null
  answerable: boolean
}

export interface IncidentAnswer {
  data: Record<string, unknown>
  error: string | null
  reason: string
}
