/**
 * One way to ask the server: language, CSRF word, version check and problems are handled here.
 * It refuses to retry on its own: whether an act may be repeated is for the caller to know.
 */
import { Problem, problemOf } from './problem'

export interface Reply<T> {
  value: T
  etag: string | null
}

export interface Ask {
  query?: Record<string, string | number | boolean | null | undefined>
  body?: unknown
  /** Files by name, sent as a form instead of a body. */
  files?: Record<string, string>
  ifMatch?: string | null
  idempotencyKey?: string
  signal?: AbortSignal
}

const root = '/api/v1'
let language = 'zh-CN'
let onLoggedOut: () => void = () => undefined

export function speak(locale: string): void {
  language = locale
}

/** Who is told when the server no longer knows us (401). */
export function whenLoggedOut(listener: () => void): void {
  onLoggedOut = listener
}

function csrfWord(): string | null {
  const found = document.cookie.match(/(?:^|;\s*)jingban_csrf=([^;]+)/)
  return found?.[1] ? decodeURIComponent(found[1]) : null
}

export function addressOf(path: string, query: Ask['query'] = {}): string {
  const words = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') words.set(key, String(value))
  }
  const tail = words.toString()
  return `${root}${path}${tail ? `?${tail}` : ''}`
}

function headersFor(method: string, ask: Ask): Headers {
  const headers = new Headers({ 'Accept-Language': language, Accept: 'application/json' })
  if (ask.body !== undefined) headers.set('Content-Type', 'application/json')
  if (ask.ifMatch) headers.set('If-Match', ask.ifMatch)
  if (ask.idempotencyKey) headers.set('Idempotency-Key', ask.idempotencyKey)
  const csrf = csrfWord()
  if (csrf && method !== 'GET') headers.set('X-CSRF-Token', csrf)
  return headers
}

function contentOf(ask: Ask): BodyInit | undefined {
  if (ask.files === undefined) return ask.body === undefined ? undefined : JSON.stringify(ask.body)
  const form = new FormData()
  for (const [name, text] of Object.entries(ask.files)) form.append('files', new File([text], name))
  return form
}

async function reach(method: string, path: string, ask: Ask): Promise<Response> {
  try {
    return await fetch(addressOf(path, ask.query), {
      method,
      headers: headersFor(method, ask),
      body: contentOf(ask),
      credentials: 'same-origin',
      signal: ask.signal,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, {})
  }
}

async function answered(method: string, path: string, ask: Ask): Promise<Response> {
  const response = await reach(method, path, ask)
  if (response.ok) return response
  const problem = await problemOf(response, language)
  if (problem.status === 401 && path !== '/session') onLoggedOut()
  throw problem
}

/** Sends one request. Throws `Problem` for every refusal and for silence. */
export async function send<T>(method: string, path: string, ask: Ask = {}): Promise<Reply<T>> {
  const response = await answered(method, path, ask)
  const value = response.status === 204 ? undefined : await response.json()
  return { value: value as T, etag: response.headers.get('ETag') }
}

export async function get<T>(path: string, query?: Ask['query'], signal?: AbortSignal): Promise<T> {
  return (await send<T>('GET', path, { query, signal })).value
}

/** What is no JSON, such as the source of a process. */
export async function getText(path: string): Promise<string> {
  return (await answered('GET', path, {})).text()
}

/** A key that makes a repeated click harmless: same key, same effect. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
