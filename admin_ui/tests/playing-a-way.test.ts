/** The bar under a map, for the way to a fault and for the history of a case: one look, one set of keys. */
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/app/i18n'
import type { HistoryEvent } from '@/api/types'
import WayBar from '@/features/check-process/WayBar.vue'
import ReplayBar from '@/features/follow-case/ReplayBar.vue'

const global = { plugins: [i18n], stubs: { ElButton: { template: '<button><slot /></button>' } } }
const way = (change = {}) => mount(WayBar, { props: { at: 1, last: 3, playing: false, name: '审查', ...change }, global })
const event = (seq: number) => ({ seq, action: 'complete', action_name: '提交', at: '2026-03-02T09:00:00+08:00' }) as unknown as HistoryEvent
const replay = (change = {}) =>
  mount(ReplayBar, { props: { events: [event(4), event(7), event(9)], playing: false, seq: 7, speed: 1, ...change }, global })

describe('the bar of the way to a fault', () => {
  it('steps, plays and pauses, and goes where the slider is set', async () => {
    const bar = way()
    await bar.get('[aria-label="上一步"]').trigger('click')
    await bar.get('[aria-label="下一步"]').trigger('click')
    expect(bar.emitted('step')).toEqual([[-1], [1]])
    await bar.get('[aria-label="播放"]').trigger('click')
    expect(bar.emitted('play')).toHaveLength(1)
    await bar.get('input').setValue('3')
    expect(bar.emitted('go')).toEqual([[3]])
    await way({ playing: true }).get('[aria-label="暂停"]').trigger('click')
  })

  it('cannot be left at either end, and tells the place in words', () => {
    expect(way({ at: 0 }).get('[aria-label="上一步"]').attributes('disabled')).toBeDefined()
    expect(way({ at: 3 }).get('[aria-label="下一步"]').attributes('disabled')).toBeDefined()
    expect(way().get('input').attributes('aria-valuetext')).toBe('第 2 步，共 3 步：审查')
  })
})

describe('the bar of a replay', () => {
  it('has a tick for each event, those passed marked, and goes to the event of a place', async () => {
    const bar = replay()
    expect(bar.findAll('.tick').map((tick) => tick.classes('passed'))).toEqual([true, true, false])
    await bar.get('input').setValue('2')
    expect(bar.emitted('update:seq')).toEqual([[9]])
    expect(bar.get('input').attributes('aria-valuetext')).toContain('提交')
  })

  it('plays, stops and changes its speed', async () => {
    const bar = replay({ playing: true })
    await bar.get('.round').trigger('click')
    expect(bar.emitted('stop')).toHaveLength(1)
    await bar.findAll('.speeds button')[1]!.trigger('click')
    expect(bar.emitted('update:speed')).toEqual([[10]])
  })
})
