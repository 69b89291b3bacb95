/** What a refusal tells: status, stable code, places, and words in the reader's language. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressOf, send, speak, whenLoggedOut } from '@/api/http'
import { Problem } from '@/api/problem'

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = body === undefined ? null : JSON.stringify(body)
  const response = new Response(text, { status, headers: { 'Content-Type': 'application/problem+json', ...headers } })
  vi.stubGlobal('fetch', vi.fn().mockResolvedValue(response))
}

const caught = async (promise: Promise<unknown>): Promise<Problem> => promise.then(
  () => { throw new Error('no problem was thrown') },
  (error: unknown) => error as Problem,
)

afterEach(() => {
  vi.unstubAllGlobals()
  speak('zh-CN')
  whenLoggedOut(() => undefined)
})

describe('a refusal', () => {
  it('keeps code, places and whatever else the server says', async () => {
    answer(409, { title: '已被他人领取', code: 'already-claimed', detail: 'claimed by 孙丽', assignee_name: '孙丽' })
    const problem = await caught(send('POST', '/work-items/1/claim'))
    expect(problem).toMatchObject({ status: 409, code: 'already-claimed', message: '已被他人领取', conflict: true })
    expect(problem.more.assignee_name).toBe('孙丽')
  })

  it('prefers the exact detail in English', async () => {
    speak('en')
    answer(409, { title: 'Already claimed', detail: 'This work item was claimed by 孙丽.' })
    expect((await caught(send('POST', '/x'))).message).toBe('This work item was claimed by 孙丽.')
  })

  it('without a readable body still has its status', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(new Response('<html>', { status: 502 })))
    expect(await caught(send('GET', '/x'))).toMatchObject({ status: 502, code: 'http-502', errors: [] })
  })

  it('is told apart from silence', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('failed to fetch')))
    expect((await caught(send('GET', '/x'))).offline).toBe(true)
  })

  it('of an unknown person logs out, except at the door itself', async () => {
    const left = vi.fn()
    whenLoggedOut(left)
    answer(401, {})
    await caught(send('POST', '/session'))
    expect(left).not.toHaveBeenCalled()
    await caught(send('GET', '/me'))
    expect(left).toHaveBeenCalledOnce()
  })
})

describe('a request', () => {
  it('carries language, version, idempotency key and, on writes only, the CSRF word', async () => {
    document.cookie = 'jingban_csrf=a%2Bb'
    answer(200, { ok: true }, { ETag: '"3"' })
    const reply = await send('POST', '/x', { body: { a: 1 }, ifMatch: '"2"', idempotencyKey: 'k' })
    expect(reply).toEqual({ value: { ok: true }, etag: '"3"' })
    const headers = vi.mocked(fetch).mock.calls[0]![1]!.headers as Headers
    const expected = { 'Accept-Language': 'zh-CN', 'If-Match': '"2"', 'Idempotency-Key': 'k', 'X-CSRF-Token': 'a+b' }
    for (const [name, value] of Object.entries(expected)) expect(headers.get(name)).toBe(value)
    answer(200, {})
    await send('GET', '/x')
    expect((vi.mocked(fetch).mock.calls[0]![1]!.headers as Headers).has('X-CSRF-Token')).toBe(false)
  })

  it('leaves empty filters out of the address', () => {
    expect(addressOf('/cases', { q: '王', state: '', light: undefined, limit: 20 })).toBe('/api/v1/cases?q=%E7%8E%8B&limit=20')
  })
})
