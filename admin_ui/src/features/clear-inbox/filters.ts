/** The filter of an inbox lives in the address, so that a link or the back key restores it. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { InboxQuery } from '@/api/client'
import type { InboxState } from '@/api/types'

export const filterNames = ['light', 'item', 'stage', 'channel', 'q'] as const
export type FilterName = (typeof filterNames)[number]
export type Filters = Partial<Record<FilterName, string>>

const states: readonly InboxState[] = ['ready', 'claimed', 'done']

function single(query: LocationQuery, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function readFilters(query: LocationQuery): Filters {
  const found: Filters = {}
  for (const name of filterNames) {
    const value = single(query, name)
    if (value) found[name] = value
  }
  return found
}

export function readState(query: LocationQuery, otherwise: InboxState): InboxState {
  const value = single(query, 'state') as InboxState | undefined
  return value && states.includes(value) ? value : otherwise
}

export function useFilters(firstState: InboxState) {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => readFilters(route.query))
  const state = computed(() => readState(route.query, firstState))
  const filtered = computed(() => Object.keys(filters.value).length > 0)

  function write(change: Record<string, string | undefined>): void {
    const query = { ...route.query, ...change }
    for (const key of Object.keys(query)) if (!query[key]) delete query[key]
    void router.replace({ query })
  }

  const asQuery = computed<InboxQuery>(() => ({ state: state.value, ...filters.value }))
  const clear = () => write(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  return { filters, state, filtered, asQuery, write, clear }
}
