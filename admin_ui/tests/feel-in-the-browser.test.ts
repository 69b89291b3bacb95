/** The table of expressions that the server's tests run too: feelin answers the same, or exactly as the table records. */
import { readFileSync } from 'node:fs'
import { FeelDate, FeelDateTime, FeelDuration, FeelTime, evaluate, isRange, toFeel, unaryTest } from 'feelin'
import { describe, expect, it } from 'vitest'

interface Row {
  topic: string
  kind: 'expression' | 'unary'
  expression: string
  scope: Record<string, unknown>
  expected: unknown
  browser: 'same' | 'differs'
  browser_result?: unknown
}

const rows: Row[] = JSON.parse(readFileSync('../docs/feel/browser-table.json', 'utf8'))

/** A value of the table as feelin has it; dates, times and durations are written as `{"@": kind, "v": text}`. */
function given(form: unknown): unknown {
  if (Array.isArray(form)) return form.map(given)
  if (form === null || typeof form !== 'object') return form
  if ('@' in form && 'v' in form) return evaluate(`@"${String(form.v)}"`).value
  return Object.fromEntries(Object.entries(form).map(([key, value]) => [key, given(value)]))
}

/** A value of feelin in the form of the table. */
function shown(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(shown)
  if (value instanceof FeelDate) return { '@': 'date', v: value.iso }
  if (value instanceof FeelTime) return { '@': 'time', v: value.iso }
  if (value instanceof FeelDateTime) return { '@': 'date and time', v: value.iso }
  if (value instanceof FeelDuration) {
    return { '@': `${value.yearsMonths ? 'years and months' : 'days and time'} duration`, v: value.iso }
  }
  if (isRange(value)) {
    const [open, close] = [value['start included'] ? '[' : '(', value['end included'] ? ']' : ')']
    return { '@': 'range', v: `${open}${toFeel(value.start)}..${toFeel(value.end)}${close}` }
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]))
}

function answer(row: Row): unknown {
  const scope = given(row.scope) as Record<string, unknown>
  try {
    return shown((row.kind === 'unary' ? unaryTest : evaluate)(row.expression, scope).value)
  } catch {
    return { '@': 'error' }
  }
}

const topics = [...new Set(rows.map((row) => row.topic))]

describe.each(topics)('%s', (topic) => {
  const those = rows.filter((row) => row.topic === topic).map((row) => [row.expression, row] as const)
  it.each(those)('%s', (_, row) => {
    expect(answer(row)).toEqual(row.browser === 'same' ? row.expected : row.browser_result)
    if (row.browser === 'differs') expect(answer(row)).not.toEqual(row.expected)
  })
})

it('has rows of every kind', () => {
  expect(rows.length).toBeGreaterThanOrEqual(250)
})
