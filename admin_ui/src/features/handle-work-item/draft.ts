/**
 * Saves what is being written, by itself, and says so.
 * It never stores personal data in the browser: unsaved words live on the page and are tried again.
 */
import { onBeforeUnmount, ref } from 'vue'
import { workItems, type Answer } from '@/api/client'
import { Problem } from '@/api/problem'

export type DraftState = 'clean' | 'unsaved' | 'saving' | 'saved' | 'failed'

const pause = 1200
const patience = 6000

export function useDraft(id: () => string, answer: () => Answer) {
  const state = ref<DraftState>('clean')
  const savedAt = ref<string | null>(null)
  let timer = 0
  let closed = false

  async function save(): Promise<void> {
    window.clearTimeout(timer)
    if (closed || state.value === 'clean' || state.value === 'saved') return
    state.value = 'saving'
    try {
      const saved = await workItems.saveDraft(id(), answer())
      savedAt.value = saved.saved_at
      if (state.value === 'saving') state.value = 'saved'
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      state.value = 'failed'
      const worthTrying = error.offline || error.status >= 500
      if (worthTrying && !closed) timer = window.setTimeout(() => void save(), patience)
    }
  }

  function changed(): void {
    if (closed) return
    state.value = 'unsaved'
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void save(), pause)
  }

  /** Nothing more is saved: the item was submitted, or belongs to somebody else. */
  function close(): void {
    closed = true
    window.clearTimeout(timer)
    state.value = 'clean'
  }

  const warn = (event: BeforeUnloadEvent) => {
    if (state.value === 'unsaved' || state.value === 'failed') event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    if (state.value === 'unsaved') void save()
    window.clearTimeout(timer)
  })

  return { state, savedAt, changed, save, close }
}
