/**
 * Walks through a case event by event, by hand or by itself.
 * What is shown comes from the server for that event; nothing is guessed in between.
 */
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ShallowRef } from 'vue'
import { cases } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { HistoryEvent, Replay } from '@/api/types'

export const speeds = [1, 10, 100] as const
const beat = 1200

export function useReplay(id: () => string, events: ShallowRef<HistoryEvent[]>) {
  const seq = ref<number | null>(null)
  const shown = shallowRef<Replay | null>(null)
  const playing = ref(false)
  const speed = ref<(typeof speeds)[number]>(1)
  const kept = new Map<number, Replay>()
  let timer = 0

  const last = computed(() => events.value.at(-1)?.seq ?? 0)
  const first = computed(() => events.value[0]?.seq ?? 0)

  async function read(at: number): Promise<void> {
    try {
      const replay = kept.get(at) ?? (await cases.replay(id(), at))
      kept.set(at, replay)
      if (seq.value === at) shown.value = replay
    } catch (error) {
      asProblem(error)
      stop()
    }
  }

  function stop(): void {
    playing.value = false
    window.clearTimeout(timer)
  }

  async function step(): Promise<void> {
    if (!playing.value || seq.value === null) return
    if (seq.value >= last.value) return stop()
    const next = events.value.find((event) => event.seq > seq.value!)!.seq
    seq.value = next
    await read(next)
    if (playing.value) timer = window.setTimeout(() => void step(), beat / speed.value)
  }

  function play(): void {
    if (seq.value === null || seq.value >= last.value) seq.value = first.value
    playing.value = true
    void read(seq.value)
    timer = window.setTimeout(() => void step(), beat / speed.value)
  }

  const enter = () => (seq.value = last.value)

  function leave(): void {
    stop()
    seq.value = null
    shown.value = null
  }

  watch(seq, (at) => {
    if (at !== null) void read(at)
  })
  onBeforeUnmount(stop)

  return { seq, shown, playing, speed, first, last, play, stop, enter, leave }
}
