/** The search itself: first page, more pages, and the newest question wins. */
import { ref, shallowRef } from 'vue'
import { cases, type CaseQuery } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { CaseSummary } from '@/api/types'

const pageSize = 50

export function useSearch(query: () => CaseQuery) {
  const rows = shallowRef<CaseSummary[]>([])
  const next = ref<string | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)
  let current: AbortController | null = null

  async function load(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      const page = await cases.search({ ...query(), limit: pageSize }, mine.signal)
      if (mine.signal.aborted) return
      rows.value = page.items
      next.value = page.next
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = asProblem(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }

  async function more(): Promise<void> {
    if (!next.value) return
    const page = await cases.search({ ...query(), limit: pageSize, cursor: next.value })
    rows.value = [...rows.value, ...page.items]
    next.value = page.next
  }

  return { rows, next, problem, busy, load, more }
}
