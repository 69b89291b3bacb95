/**
 * Every address of the server that the desk uses, and nothing else.
 * It refuses to know screens: it takes values and gives back what the server said.
 */
import { addressOf, get, getText, send, type Reply } from './http'
import type * as T from './types'

const part = encodeURIComponent

export const session = {
  open: async (username: string, password: string, channel?: string) =>
    (await send<T.SessionOpened>('POST', '/session', { body: { username, password, channel } })).value,
  close: () => send<void>('DELETE', '/session'),
  me: () => get<T.Me>('/me'),
}

export const directory = {
  departments: () => get<T.Page<T.Department>>('/departments', { limit: 200 }),
}

export interface InboxQuery {
  state?: string
  role?: string
  item?: string
  light?: string
  stage?: string
  channel?: string
  q?: string
  sort?: string
  cursor?: string
  limit?: number
  count?: boolean
}

export const inbox = {
  ofDepartment: (code: string, query: InboxQuery, signal?: AbortSignal) =>
    get<T.Page<T.WorkItem>>(`/departments/${part(code)}/inbox`, { ...query }, signal),
  mine: (query: InboxQuery, signal?: AbortSignal) =>
    get<T.Page<T.WorkItem>>('/inbox', { ...query }, signal),
  counts: (department?: string) => get<T.InboxCounts>('/inbox/counts', { department }),
}

export interface Answer {
  data: T.FormData
  opinion: string | null
  decision: string | null
}

const work = (id: string, tail = '') => `/work-items/${part(id)}${tail}`

export const workItems = {
  read: (id: string): Promise<Reply<T.WorkItemOpened>> => send('GET', work(id)),
  claim: (id: string, key: string): Promise<Reply<T.WorkItem>> =>
    send('POST', work(id, '/claim'), { body: {}, idempotencyKey: key }),
  release: (id: string): Promise<Reply<T.WorkItem>> => send('POST', work(id, '/release'), { body: {} }),
  complete: async (id: string, answer: Answer, key: string, ifMatch: string | null) =>
    (
      await send<T.Completion>('POST', work(id, '/completion'), {
        body: answer,
        idempotencyKey: key,
        ifMatch,
      })
    ).value,
  saveDraft: async (id: string, answer: Answer) =>
    (await send<{ saved_at: string }>('PUT', work(id, '/draft'), { body: answer })).value,
}

export interface CaseQuery {
  q?: string
  state?: string
  item?: string
  light?: string
  mine?: boolean
  cursor?: string
  limit?: number
}

const caseAt = (id: string, tail = '') => `/cases/${part(id)}${tail}`

export const cases = {
  search: (query: CaseQuery, signal?: AbortSignal) =>
    get<T.Page<T.CaseSummary>>('/cases', { ...query }, signal),
  open: async (application: T.Application, key: string) =>
    (await send<T.CaseView>('POST', '/cases', { body: application, idempotencyKey: key })).value,
  read: (id: string) => get<T.CaseView>(caseAt(id)),
  history: (id: string, after?: number) =>
    get<T.Page<T.HistoryEvent>>(caseAt(id, '/history'), { after, limit: 200 }),
  replay: (id: string, seq: number, signal?: AbortSignal) =>
    get<T.Replay>(caseAt(id, '/replay'), { seq }, signal),
  verification: (id: string) => get<T.Verification>(caseAt(id, '/verification')),
  diagram: (id: string) => get<T.Diagram>(caseAt(id, '/diagram')),
  clock: (id: string) => get<T.Clock>(caseAt(id, '/clock')),
  materials: (id: string) => get<T.Page<T.MaterialHeld>>(caseAt(id, '/materials')),
  materialAddress: (id: string, key: string) => addressOf(caseAt(id, `/materials/${part(key)}`)),
  addMaterial: async (id: string, material: T.MaterialSent, key: string) =>
    (await send<T.MaterialHeld>('POST', caseAt(id, '/materials'), { body: material, idempotencyKey: key })).value,
  documents: (id: string) => get<T.Page<T.IssuedDocument>>(caseAt(id, '/documents')),
  progress: (id: string) => get<T.Page<T.ProgressStep>>(caseAt(id, '/progress')),
  withdraw: async (id: string, reason: string, key: string) =>
    (await send<T.CaseView>('POST', caseAt(id, '/withdrawal'), { body: { reason }, idempotencyKey: key })).value,
}

export interface IncidentQuery {
  kind?: string
  cursor?: string
  limit?: number
  count?: boolean
}

export const incidents = {
  list: (query: IncidentQuery, signal?: AbortSignal) => get<T.Page<T.Incident>>('/incidents', { ...query }, signal),
  retry: (id: string, key: string) => send<{ id: string }>('POST', `/incidents/${part(id)}/retry`, { body: {}, idempotencyKey: key }),
  answer: async (id: string, answer: T.IncidentAnswer, key: string) =>
    (await send<T.CaseSummary>('POST', `/incidents/${part(id)}/answer`, { body: answer, idempotencyKey: key })).value,
}

export const catalogue = {
  items: () => get<T.Page<T.Item>>('/items', { limit: 200 }),
  item: (code: string) => get<T.Item>(`/items/${part(code)}`),
  bundles: () => get<T.Page<T.Bundle>>('/bundles', { limit: 200 }),
  bundle: (key: string) => get<T.Bundle>(`/bundles/${part(key)}`),
}

export const definitions = {
  processes: () => get<T.Page<T.Definition>>('/definitions', { kind: 'bpmn', latest: true, limit: 200 }),
  source: (id: string) => getText(`/definitions/${part(id)}/xml`),
  check: async (files: Record<string, string>) =>
    (await send<{ findings: T.Finding[] }>('POST', '/lint', { files })).value.findings,
}

export const licences = {
  check: (code: string) => get<T.LicenceCheck>(`/verification/${part(code)}`),
}
