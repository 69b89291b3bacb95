/**
 * One question to the server with its three outcomes: not yet, answer, problem.
 * A newer question makes the older answer void, so a slow reply never overwrites a fresh one.
 */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Asked<T> {
  value: ShallowRef<T | null>
  problem: ShallowRef<Problem | null>
  busy: Ref<boolean>
  ask: () => Promise<void>
}

export function useAsked<T>(question: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const value = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)
  let current: AbortController | null = null

  async function ask(): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    busy.value = true
    try {
      const answer = await question(mine.signal)
      if (current !== mine) return
      value.value = answer
      problem.value = null
    } catch (error) {
      if (current !== mine || mine.signal.aborted) return
      problem.value = asProblem(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }

  return { value, problem, busy, ask }
}
