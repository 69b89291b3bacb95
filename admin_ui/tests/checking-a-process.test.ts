/** The check of a process: the worst first, the way on the map step by step, and no play for who wants less motion. */
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, shallowRef } from 'vue'
import type { Finding } from '@/api/types'
import { i18n, useLanguage } from '@/app/i18n'
import FindingList from '@/features/check-process/FindingList.vue'
import { sorted, useChecking } from '@/features/check-process/checking'
import { statesAt, useWalk } from '@/features/check-process/walking'

const finding = (change: Partial<Finding> = {}): Finding => ({
  file: 'main.bpmn',
  rule: 'proof-deadlock',
  severity: 'error',
  element: 'Join',
  line: 7,
  message: 'the process can get stuck here',
  help: 'Join with the kind of gateway that split.',
  path: ['Start', 'Split', 'Review', 'Review'],
  ...change,
})

function motion(reduced: boolean): void {
  vi.stubGlobal('matchMedia', () => ({ matches: reduced }))
  window.matchMedia = (() => ({ matches: reduced })) as unknown as typeof window.matchMedia
}

function walking(one: Finding | null) {
  const chosen = shallowRef<Finding | null>(null)
  let walk!: ReturnType<typeof useWalk>
  mount(defineComponent({ setup: () => ((walk = useWalk(() => chosen.value)), () => h('div')) }))
  chosen.value = one
  return nextTick().then(() => walk)
}

beforeEach(() => motion(false))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  useLanguage('zh-CN')
})

describe('the findings', () => {
  it('come the worst first and else in the order of the file', () => {
    const [hint, late, early] = [finding({ severity: 'info' }), finding({ line: 9 }), finding({ line: 3 })]
    expect(sorted([hint, late, early])).toEqual([late, early, hint])
  })

  it('are told in the language of the reader, with the exact words below', async () => {
    const one = finding()
    const list = mount(FindingList, { props: { findings: [one], chosen: one }, global: { plugins: [i18n] } })
    expect(list.text()).toContain('流程会卡死')
    expect(list.text()).toContain('the process can get stuck here')
    useLanguage('en')
    await nextTick()
    expect(list.text()).toContain('The process gets stuck')
    expect(list.text()).toContain('Join · line 7 · main.bpmn')
  })

  it('say the remedy in Chinese before the exact words, those too that only the lint knows', () => {
    const one = finding({ rule: 'gateway-useless', message: "the gateway 'G' neither splits nor merges", help: 'Remove it.' })
    const list = mount(FindingList, { props: { findings: [one], chosen: one }, global: { plugins: [i18n] } })
    expect(list.find('strong').text()).toBe('网关既不分支也不汇合')
    expect(list.findAll('.more p').map((line) => line.text())).toEqual([
      '怎么改：删去网关，或补上漏画的顺序流。',
      "技术细节：the gateway 'G' neither splits nor merges — Remove it.",
      'gateway-useless',
    ])
    expect(list.findAll('.more p')[1]!.classes()).toContain('muted')
  })

  it('keep the words of the server in English, and of a rule that this page does not know', async () => {
    const [known, newer] = [finding({ rule: 'gateway-useless' }), finding({ rule: 'not-yet-translated' })]
    const shown = (one: Finding) => {
      const list = mount(FindingList, { props: { findings: [one], chosen: one }, global: { plugins: [i18n] } })
      return [list.find('strong').text(), ...list.findAll('.more p').map((line) => line.text())]
    }
    expect(shown(newer)).toEqual([newer.message, `怎么改：${newer.help}`, newer.rule])
    useLanguage('en')
    expect(shown(known)).toEqual([known.message, `How to mend it: ${known.help}`, known.rule])
  })

  it('are walked by key, and the focus goes along', async () => {
    const all = [finding(), finding({ element: 'Other' })]
    const list = mount(FindingList, { props: { findings: all, chosen: all[0]! }, global: { plugins: [i18n] }, attachTo: document.body })
    await (list.vm as unknown as { move: (by: number) => Promise<void> }).move(1)
    expect(list.emitted('choose')).toEqual([[all[1]]])
    list.unmount()
  })
})

describe('the way on the map', () => {
  it('shows what is behind, where one is, and at its end the fault', () => {
    expect(statesAt(finding(), 1)).toEqual([
      { element: 'Start', state: 'done', count: 1 },
      { element: 'Split', state: 'running', count: undefined },
    ])
    expect(statesAt(finding(), 4)).toContainEqual({ element: 'Review', state: 'done', count: 2 })
    expect(statesAt(finding(), 4)).toContainEqual({ element: 'Join', state: 'failed', count: undefined })
  })

  it('marks only the place of a finding that has no way', () => {
    expect(statesAt(finding({ path: undefined }), 0)).toEqual([{ element: 'Join', state: 'failed', count: undefined }])
  })

  it('begins at the fault and steps back and forth within its ends', async () => {
    const walk = await walking(finding())
    expect([walk.at.value, walk.element.value]).toEqual([4, 'Join'])
    walk.step(-3)
    expect([walk.at.value, walk.element.value]).toEqual([1, 'Split'])
    walk.step(-9)
    expect(walk.at.value).toBe(0)
    walk.step(99)
    expect(walk.arrived.value).toBe(true)
  })

  it('plays from the start to the fault and then stops', async () => {
    vi.useFakeTimers()
    const walk = await walking(finding())
    walk.play()
    expect([walk.playing.value, walk.at.value]).toEqual([true, 0])
    vi.advanceTimersByTime(900)
    expect(walk.at.value).toBe(1)
    vi.advanceTimersByTime(10_000)
    expect([walk.playing.value, walk.at.value]).toEqual([false, 4])
  })

  it('does not play for who has asked for less motion: it is shown whole', async () => {
    motion(true)
    const walk = await walking(finding())
    walk.go(0)
    walk.play()
    expect([walk.playing.value, walk.at.value]).toEqual([false, 4])
  })
})

describe('a check', () => {
  it('sends the files as a form and keeps what the server found', async () => {
    const asked = vi.fn().mockResolvedValue(new Response(JSON.stringify({ findings: [finding()] })))
    vi.stubGlobal('fetch', asked)
    const checking = useChecking()
    await checking.checkFiles([new File(['<definitions/>'], 'main.bpmn')])
    const [address, request] = asked.mock.calls[0]! as [string, RequestInit]
    expect(address).toBe('/api/v1/lint')
    expect(((request.body as FormData).get('files') as File).name).toBe('main.bpmn')
    expect(new Headers(request.headers).has('Content-Type')).toBe(false)
    expect(checking.counts.value).toEqual({ error: 1, warning: 0, info: 0 })
  })

  it('shows the newest question only', async () => {
    const late: ((found: Response) => void)[] = []
    vi.stubGlobal('fetch', vi.fn(() => new Promise<Response>((resolve) => late.push(resolve))))
    const checking = useChecking()
    const first = checking.checkFiles([new File(['<a/>'], 'first.bpmn')])
    const second = checking.checkFiles([new File(['<b/>'], 'second.bpmn')])
    await vi.waitFor(() => expect(late).toHaveLength(2))
    late[1]!(new Response(JSON.stringify({ findings: [] })))
    await second
    late[0]!(new Response(JSON.stringify({ findings: [finding()] })))
    await first
    expect(Object.keys(checking.files.value)).toEqual(['second.bpmn'])
    expect(checking.findings.value).toEqual([])
  })
})
