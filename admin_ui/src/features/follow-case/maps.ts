/** The maps of a case: its own process and those it has called, one of them in view. */
import { computed, ref, watch, type ShallowRef } from 'vue'
import type { Diagram, ElementState, WorkItem } from '@/api/types'

export interface CaseMap {
  id: string
  name: string
  xml: string
  elements: ElementState[]
}

/**
 * The states as a map shows them: without the process itself, and a wait for a person as “here now”,
 * because that is where the case is; what is left waiting waits on a message or a date.
 */
export function statesOnMap(states: readonly ElementState[], open: readonly Partial<WorkItem>[]): ElementState[] {
  const desks = new Set(open.filter((item) => item.state === 'ready' || item.state === 'claimed').map((item) => item.element))
  return states
    .filter((one) => one.element !== one.process)
    .map((one) => (one.state === 'waiting' && desks.has(one.element) ? { ...one, state: 'running' as const } : one))
}

export function useMaps(diagram: ShallowRef<Diagram | null>) {
  const chosen = ref('main')

  const maps = computed<CaseMap[]>(() => {
    const found = diagram.value
    if (!found) return []
    const main = { id: 'main', name: found.definition.name ?? '', xml: found.xml, elements: found.elements }
    const called = (found.processes ?? [])
      .filter((process) => process.xml !== found.xml)
      .map((process) => ({ ...process, elements: process.elements ?? found.elements }))
    return [main, ...called]
  })

  const shownMap = computed(() => maps.value.find((map) => map.id === chosen.value) ?? maps.value[0] ?? null)
  watch(diagram, () => (chosen.value = 'main'))

  return { maps, shownMap, choose: (id: string) => (chosen.value = id) }
}
