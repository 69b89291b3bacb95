/** Incidents: what is written becomes an answer only when it is complete; the page offers what the person may do. */
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/app/i18n'
import { me } from '@/app/session'
import { answerOf, objectOf } from '@/features/settle-incidents/answer'
import IncidentsPage from '@/features/settle-incidents/IncidentsPage.vue'
import type { Incident, Me } from '@/api/types'

const written = { way: 'data' as const, data: '{"body": {"n": 1}}', error: '', reason: '电话核实' }

describe('an answer by hand', () => {
  it.each([
    ['', {}],
    ['{"a": 1}', { a: 1 }],
    ['[1]', null],
    ['null', null],
    ['{', null],
  ])('reads %j as an object or not at all', (text, value) => expect(objectOf(text)).toEqual(value))

  it('holds data, or an error, and always a reason', () => {
    expect(answerOf(written)).toEqual({ data: { body: { n: 1 } }, error: null, reason: '电话核实' })
    expect(answerOf({ ...written, reason: ' ' })).toBeNull()
    expect(answerOf({ ...written, data: '{' })).toBeNull()
    expect(answerOf({ ...written, way: 'error' })).toBeNull()
    expect(answerOf({ ...written, way: 'error', error: ' taken ' })).toEqual({ data: {}, error: 'taken', reason: '电话核实' })
  })
})

const incident = (id: string, kind: Incident['kind']): Incident => ({
  id,
  kind,
  case_id: `case-${id}`,
  case_number: `220101-${id}`,
  case_title: '施工许可',
  element: 'Ask',
  element_name: '核验',
  connector: 'http',
  code: 'service-timeout',
  cause: '对方系统没有在规定时间内应答。',
  remedy: '确认对方系统恢复后重试，或者人工答复。',
  error: 'tax.example did not answer in time',
  attempts: 8,
  since: '2026-03-02T01:00:00+00:00',
  due_at: null,
  next_attempt_at: null,
  answerable: kind === 'call',
})

const asked: string[] = []

function serverSays(items: Incident[]): void {
  vi.stubGlobal('fetch', async (address: string, request?: RequestInit) => {
    asked.push(`${request?.method ?? 'GET'} ${address}`)
    const body = String(address).includes('/retry') ? { id: 'x' } : { items, next: null, total: items.length }
    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  })
}

async function page(...permissions: string[]) {
  me.value = { permissions, memberships: [] } as unknown as Me
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }] })
  const mounted = mount(IncidentsPage, { global: { plugins: [i18n, router] }, attachTo: document.body })
  await flushPromises()
  return mounted
}

enableAutoUnmount(afterEach)

describe('the page of incidents', () => {
  beforeEach(() => {
    asked.length = 0
    document.body.innerHTML = ''
  })

  it('tells cause and remedy, and offers a reader nothing to do', async () => {
    serverSays([incident('1', 'call')])
    const shown = await page('incident:read')
    expect(shown.text()).toContain('对方系统没有在规定时间内应答。')
    expect(shown.text()).toContain('确认对方系统恢复后重试')
    expect(shown.findAll('.acts button')).toHaveLength(0)
  })

  it('leads to the case only those who may read it', async () => {
    serverSays([incident('1', 'call')])
    expect((await page('incident:read', 'case:read')).findAll('tbody a')).toHaveLength(1)
    const administrator = await page('incident:read', 'incident:retry')
    expect(administrator.findAll('tbody a')).toHaveLength(0)
    expect(administrator.find('.keys').text()).not.toContain('Enter')
  })

  it('offers retry for all and an answer only for calls', async () => {
    serverSays([incident('1', 'call'), incident('2', 'timer')])
    const shown = await page('incident:read', 'incident:retry', 'incident:answer')
    expect(shown.findAll('tbody tr').map((row) => row.findAll('.acts button').length)).toEqual([2, 1])
  })

  it('retries by the button and by the key', async () => {
    serverSays([incident('1', 'call'), incident('2', 'call')])
    const shown = await page('incident:read', 'incident:retry')
    await shown.find('.acts button').trigger('click')
    await flushPromises()
    expect(shown.findAll('tbody tr')).toHaveLength(1)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }))
    await flushPromises()
    expect(asked.filter((line) => line.startsWith('POST')).map((line) => line.slice(line.indexOf('/incidents')))).toEqual([
      '/incidents/1/retry',
      '/incidents/2/retry',
    ])
  })

  it('says so when there is nothing to settle', async () => {
    serverSays([])
    expect((await page('incident:read')).text()).toContain('没有待处置的异常')
  })
})
