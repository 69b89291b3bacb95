/** The list of incidents: first page, more pages, one taken out when it is settled. */
import { ref, shallowRef } from 'vue'
import { incidents } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { Incident } from '@/api/types'

const pageSize = 50

export function useIncidents(kind: () => string) {
  const rows = shallowRef<Incident[]>([])
  const next = ref<string | null>(null)
  const total = ref(0)
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(true)
  let current: AbortController | null = null

  async function load(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      const page = await incidents.list({ kind: kind() || undefined, limit: pageSize, count: true }, mine.signal)
      if (mine.signal.aborted) return
      rows.value = page.items
      next.value = page.next
      total.value = page.total ?? page.items.length
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = asProblem(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }

  async function more(): Promise<void> {
    if (!next.value) return
    const page = await incidents.list({ kind: kind() || undefined, limit: pageSize, cursor: next.value })
    rows.value = [...rows.value, ...page.items]
    next.value = page.next
  }

  function settled(id: string): void {
    rows.value = rows.value.filter((one) => one.id !== id)
    total.value = Math.max(0, total.value - 1)
  }

  return { rows, next, total, problem, busy, load, more, settled }
}
