/** What is written in the dialog, made into an answer; null where it is not complete yet. */
import type { IncidentAnswer } from '@/api/types'

export interface Written {
  way: 'data' | 'error'
  data: string
  error: string
  reason: string
}

/** The JSON object of a text; empty text is an empty object, anything else is null. */
export function objectOf(text: string): Record<string, unknown> | null {
  if (!text.trim()) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

export function answerOf(written: Written): IncidentAnswer | null {
  const reason = written.reason.trim()
  if (!reason) return null
  if (written.way === 'error') {
    const error = written.error.trim()
    return error ? { data: {}, error, reason } : null
  }
  const data = objectOf(written.data)
  return data && { data, error: null, reason }
}
