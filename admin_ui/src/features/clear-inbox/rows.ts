/**
 * The rows of an inbox: first page, more pages, and news that waits to be shown.
 * It refuses to move rows under the reader: what arrives is announced, not inserted.
 */
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { inbox, type InboxQuery } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { InboxCounts, Page, WorkItem } from '@/api/types'

const pageSize = 40
const lookEvery = 30_000

export interface Source {
  page: (query: InboxQuery, signal?: AbortSignal) => Promise<Page<WorkItem>>
  counts: () => Promise<InboxCounts>
}

export function sourceOf(department: string | undefined): Source {
  return {
    page: (query, signal) => (department ? inbox.ofDepartment(department, query, signal) : inbox.mine(query, signal)),
    counts: () => inbox.counts(department),
  }
}

export function useRows(source: Source, query: () => InboxQuery) {
  const rows = shallowRef<WorkItem[]>([])
  const next = ref<string | null>(null)
  const counts = shallowRef<InboxCounts | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(true)
  const arrived = shallowRef<WorkItem[]>([])
  let current: AbortController | null = null

  async function load(limit = pageSize): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      const [page, numbers] = await Promise.all([
        source.page({ ...query(), limit }, mine.signal),
        source.counts(),
      ])
      if (mine.signal.aborted) return
      rows.value = page.items
      next.value = page.next
      counts.value = numbers
      arrived.value = []
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = asProblem(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }

  async function more(): Promise<void> {
    if (!next.value) return
    const page = await source.page({ ...query(), limit: pageSize, cursor: next.value })
    const known = new Set(rows.value.map((row) => row.id))
    rows.value = [...rows.value, ...page.items.filter((row) => !known.has(row.id))]
    next.value = page.next
  }

  function replace(item: WorkItem): void {
    rows.value = rows.value.map((row) => (row.id === item.id ? { ...row, ...item } : row))
  }

  async function look(): Promise<void> {
    if (document.hidden || busy.value || problem.value) return
    try {
      const [page, numbers] = await Promise.all([source.page({ ...query(), limit: pageSize }), source.counts()])
      const known = new Set(rows.value.map((row) => row.id))
      arrived.value = page.items.filter((row) => !known.has(row.id))
      counts.value = numbers
    } catch (error) {
      // A missed look is made up by the next one; a lasting outage is told by the page's own state.
      asProblem(error)
    }
  }

  let timer = 0
  onMounted(() => (timer = window.setInterval(() => void look(), lookEvery)))
  onBeforeUnmount(() => window.clearInterval(timer))

  const loaded = computed(() => Math.max(pageSize, Math.min(rows.value.length, 200)))
  return { rows, next, counts, problem, busy, arrived, load, more, replace, loaded }
}
