/**
 * Makes one form of what the step asks: its fields, and the conclusion with its reasons at the end.
 * It refuses to ask twice: a form that has its own decision field keeps it.
 */
import type { Field, FormData, FormView, WorkItemOpened } from '@/api/types'
import { emptyOf } from '@/form/answers'

export interface Headings {
  application: string
  handling: string
  decision: string
  opinion: string
}

export interface AnswerForm {
  form: FormView
  /** Keys that the step's own form does not have; they travel beside the data, not inside. */
  added: string[]
}

function decisionField(item: WorkItemOpened, own: Field | undefined, words: Headings): Field | null {
  if (!own && !item.decisions.length) return null
  const options = own?.options?.length ? own.options : item.decisions
  const base = own ?? { key: 'decision', title: words.decision, required: true }
  return { ...base, type: 'opinion', options }
}

function opinionField(item: WorkItemOpened, own: Field | undefined, words: Headings): Field | null {
  if (own) return own
  if (!item.decisions.length) return null
  return { key: 'opinion', type: 'textarea', title: words.opinion, max_length: 2000 }
}

export function answerForm(item: WorkItemOpened, words: Headings): AnswerForm {
  const own = item.form ?? { key: item.element, title: item.name, fields: [] }
  const find = (key: string) => own.fields.find((field) => field.key === key)
  const decision = decisionField(item, find('decision'), words)
  const opinion = opinionField(item, find('opinion'), words)
  const added = [decision, opinion].filter((field): field is Field => field !== null && !find(field.key))
  const fields = own.fields.map((field) => (field.key === 'decision' && decision ? decision : field)).concat(added)
  if (own.sections?.length) {
    const last = { key: 'handling', title: words.handling, fields: added.map((field) => field.key) }
    return { form: { ...own, fields, sections: [...own.sections, last] }, added: added.map((field) => field.key) }
  }
  const given = fields.filter((field) => field.readonly).map((field) => field.key)
  const asked = fields.filter((field) => !field.readonly).map((field) => field.key)
  const sections = given.length
    ? [
        { key: 'application', title: words.application, fields: given },
        { key: 'handling', title: words.handling, fields: asked },
      ]
    : []
  return { form: { ...own, fields, sections }, added: added.map((field) => field.key) }
}

/** What is on the page when it opens: the case's data, over it the draft. */
export function firstAnswers(item: WorkItemOpened, form: FormView): FormData {
  const draft = item.draft ?? { data: {}, decision: null, opinion: null }
  const beside: FormData = {}
  if (draft.decision) beside.decision = draft.decision
  if (draft.opinion) beside.opinion = draft.opinion
  return { ...emptyOf(form.fields), ...item.data, ...draft.data, ...beside }
}

/** Splits the answers into what the server takes inside `data` and beside it. */
export function asAnswer(answers: FormData, added: readonly string[]) {
  const data = Object.fromEntries(Object.entries(answers).filter(([key]) => !added.includes(key)))
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  return { data, decision: text(answers.decision), opinion: text(answers.opinion) }
}
