/**
 * A refused request, as RFC 9457 problem details tell it.
 * It never invents a reason: without problem details only the status is known.
 */
export interface FieldProblem {
  path: string
  message: string
  code?: string
}

interface ProblemDetails {
  title?: string
  status?: number
  code?: string
  detail?: string
  errors?: FieldProblem[]
  [more: string]: unknown
}

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: FieldProblem[]
  readonly more: Readonly<Record<string, unknown>>

  /** The message is the title, which the server translates, or in English the more exact detail. */
  constructor(status: number, details: ProblemDetails, language = 'zh-CN') {
    const { title, detail } = details
    super((language === 'en' ? (detail ?? title) : (title ?? detail)) ?? `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = details.code ?? (status === 0 ? 'offline' : `http-${status}`)
    this.title = details.title ?? ''
    this.detail = details.detail ?? ''
    this.errors = details.errors ?? []
    this.more = details
  }

  /** True when no answer came at all: no network, or no server behind it. */
  get offline(): boolean {
    return this.status === 0
  }

  get forbidden(): boolean {
    return this.status === 403
  }

  get missing(): boolean {
    return this.status === 404
  }

  /** Somebody else was quicker: 409 (state) or 412 (version). */
  get conflict(): boolean {
    return this.status === 409 || this.status === 412
  }
}

/** Reads the problem out of an answer; anything unreadable keeps its status. */
export async function problemOf(response: Response, language: string): Promise<Problem> {
  const kind = response.headers.get('content-type') ?? ''
  if (!kind.includes('json')) return new Problem(response.status, {})
  const body: unknown = await response.json().catch(() => ({}))
  return new Problem(response.status, (body ?? {}) as ProblemDetails, language)
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}
