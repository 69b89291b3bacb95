/** What is written saves itself, says so, and is tried again when the network fails. */
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { workItems } from '@/api/client'
import { Problem } from '@/api/problem'
import { useDraft } from '@/features/handle-work-item/draft'

const answer = { data: { note: '一' }, decision: null, opinion: null }

function written() {
  let draft!: ReturnType<typeof useDraft>
  const wrapper = mount(defineComponent({
    setup() {
      draft = useDraft(() => 'w1', () => answer)
      return () => h('div')
    },
  }))
  return { draft, wrapper }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a draft', () => {
  it('is saved once after a pause in writing', async () => {
    const save = vi.spyOn(workItems, 'saveDraft').mockResolvedValue({ saved_at: '2026-03-02T09:41:00+08:00' })
    const { draft } = written()
    draft.changed()
    await vi.advanceTimersByTimeAsync(800)
    draft.changed()
    expect(save).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1200)
    expect(save).toHaveBeenCalledExactlyOnceWith('w1', answer)
    expect(draft.state.value).toBe('saved')
  })

  it('is tried again after the network failed', async () => {
    const save = vi.spyOn(workItems, 'saveDraft').mockRejectedValueOnce(new Problem(0, {})).mockResolvedValue({ saved_at: '2026-03-02T09:41:00+08:00' })
    const { draft } = written()
    draft.changed()
    await vi.advanceTimersByTimeAsync(1200)
    expect(draft.state.value).toBe('failed')
    await vi.advanceTimersByTimeAsync(6000)
    expect(save).toHaveBeenCalledTimes(2)
    expect(draft.state.value).toBe('saved')
  })

  it('is not tried again when the item is no longer mine', async () => {
    const save = vi.spyOn(workItems, 'saveDraft').mockRejectedValue(new Problem(403, {}))
    const { draft } = written()
    draft.changed()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(save).toHaveBeenCalledOnce()
  })

  it('is saved when the page is left in the middle of a pause', async () => {
    const save = vi.spyOn(workItems, 'saveDraft').mockResolvedValue({ saved_at: '2026-03-02T09:41:00+08:00' })
    const { draft, wrapper } = written()
    draft.changed()
    wrapper.unmount()
    expect(save).toHaveBeenCalledOnce()
  })

  it('stays unsaved after the item was submitted', async () => {
    const save = vi.spyOn(workItems, 'saveDraft')
    const { draft } = written()
    draft.changed()
    draft.close()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(save).not.toHaveBeenCalled()
  })
})
