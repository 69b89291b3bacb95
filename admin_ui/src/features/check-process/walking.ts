/**
 * Goes the way to a finding on the map, by hand or by itself.
 * Who has asked for less motion sees the whole way at once instead of a play.
 */
import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type { ElementState, Finding } from '@/api/types'

const beat = 900

export const lessMotion = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** What the map shows at a place of the way: behind it done, there running, and at its end the fault itself. */
export function statesAt(finding: Finding, at: number): ElementState[] {
  const path = finding.path ?? []
  const states = new Map<string, ElementState>()
  const show = (element: string, state: ElementState['state'], count?: number) => states.set(element, { element, state, count })
  for (const element of path.slice(0, at)) show(element, 'done', (states.get(element)?.count ?? 0) + 1)
  const here = path[at]
  if (here !== undefined) show(here, 'running')
  else if (finding.element) show(finding.element, 'failed')
  return [...states.values()]
}

export function useWalk(finding: () => Finding | null) {
  const at = ref(0)
  const playing = ref(false)
  let timer = 0

  const path = computed(() => finding()?.path ?? [])
  const last = computed(() => path.value.length)
  const arrived = computed(() => at.value >= last.value)
  const element = computed(() => (arrived.value ? (finding()?.element ?? null) : path.value[at.value]!))
  const states = computed(() => {
    const one = finding()
    return one ? statesAt(one, at.value) : []
  })

  function stop(): void {
    playing.value = false
    window.clearTimeout(timer)
  }

  function go(place: number): void {
    at.value = Math.min(Math.max(place, 0), last.value)
  }

  function step(by: number): void {
    stop()
    go(at.value + by)
  }

  function beatOn(): void {
    timer = window.setTimeout(() => {
      go(at.value + 1)
      if (arrived.value) stop()
      else beatOn()
    }, beat)
  }

  function play(): void {
    stop()
    if (lessMotion()) return go(last.value)
    if (arrived.value) go(0)
    playing.value = true
    beatOn()
  }

  watch(finding, () => {
    stop()
    at.value = last.value
  })
  onBeforeUnmount(stop)

  return { at, playing, path, last, arrived, element, states, step, go, play, stop }
}
