/** Versions of what can run, and what is wrong with files. */
export interface Definition {
  id: string
  key: string
  version: number
  kind: 'bpmn' | 'dmn' | 'form'
  name: string | null
  file: string
}

export type Severity = 'error' | 'warning' | 'info'

export interface Finding {
  file: string | null
  rule: string
  severity: Severity
  element: string | null
  line: number | null
  message: string
  help: string
  /** Only of the proof: the elements on the way there. */
  path?: string[]
}
