/** What happened, by whom, in few words; and which colour its tick on the time line has. */
import type { HistoryEvent } from '@/api/types'

export type EventKind = 'case' | 'work' | 'clock' | 'document' | 'other'

const kinds: Record<string, EventKind> = {
  case: 'case',
  work: 'work',
  clock: 'clock',
  timer: 'clock',
  document: 'document',
  licence: 'document',
  material: 'document',
  notice: 'document',
}

export function kindOf(event: HistoryEvent): EventKind {
  if (event.action === 'case:operation_done') return 'other'
  return kinds[event.action.split(/[:.]/)[0] ?? ''] ?? 'other'
}

export function whoOf(event: HistoryEvent, system: string): string {
  const person = event.actor?.name ?? system
  const office = event.capacity?.department_name ?? event.capacity?.department
  return office ? `${person} · ${office}` : person
}

/** What was filled in, or else what the event itself tells. */
function told(event: HistoryEvent): Record<string, unknown> {
  const data = event.data ?? {}
  const inner = data.data
  return inner && typeof inner === 'object' ? { ...data, ...inner } : data
}

/** The conclusion that an event carries, as a value. */
export function decisionOf(event: HistoryEvent): string | null {
  const value = told(event).decision
  return typeof value === 'string' ? value : null
}

/** The opinion or reason that an event carries, when there is one to read. */
export function wordsOf(event: HistoryEvent): string | null {
  const data = told(event)
  for (const key of ['opinion', 'reason', 'text']) {
    const value = data[key]
    if (typeof value === 'string' && value) return value
  }
  return null
}
