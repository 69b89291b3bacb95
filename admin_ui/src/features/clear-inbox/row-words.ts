/** Turns a work item's facts into the few words a row has room for. */
import type { WorkItem } from '@/api/types'

export function applicantOf(item: WorkItem): string {
  if (!item.applicant) return '—'
  return typeof item.applicant === 'string' ? item.applicant : item.applicant.name
}

export function assigneeOf(item: WorkItem): string {
  if (item.assignee_name) return item.assignee_name
  if (!item.assignee) return '—'
  return typeof item.assignee === 'string' ? item.assignee : item.assignee.name
}

export function fromOf(item: WorkItem): string {
  if (!item.from) return '—'
  if (typeof item.from === 'string') return item.from
  return [item.from.department_name, item.from.name].filter(Boolean).join(' · ')
}
