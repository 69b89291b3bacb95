/** How a step's questions become one form and its answers one completion. */
import { describe, expect, it } from 'vitest'
import type { FormView, WorkItemOpened } from '@/api/types'
import { answerForm, asAnswer, firstAnswers } from '@/features/handle-work-item/answer-form'
import { standingOf } from '@/features/handle-work-item/standing'
import { isAgainst } from '@/ui/decisions/decision-words'

const words = { application: '申请信息', handling: '意见', decision: '结论', opinion: '说明' }
const item = (more: Partial<WorkItemOpened>): WorkItemOpened =>
  ({
    element: 'Review_Fire', name: '消防设计审查', state: 'claimed', decisions: [], form: null, data: {}, draft: null, allowed_actions: [],
    ...more,
  }) as WorkItemOpened
const review: FormView = {
  key: 'permit_review',
  title: '审查意见',
  fields: [
    { key: 'decision', type: 'select', title: '结论', required: true, options: [{ value: 'agree', title: '同意' }] },
    { key: 'opinion', type: 'textarea', title: '意见' },
  ],
}

describe('the form of a step', () => {
  it('keeps its own decision and shows it as choices in sight', () => {
    const asked = answerForm(item({ form: review, decisions: [{ value: 'agree', title: '同意' }] }), words)
    expect(asked.form.fields.map((field) => [field.key, field.type])).toEqual([['decision', 'opinion'], ['opinion', 'textarea']])
    expect(asked.added).toEqual([])
  })

  it('gets a decision and its reasons when it has none of its own', () => {
    const asked = answerForm(item({ decisions: [{ value: 'grant', title: '准予' }] }), words)
    expect(asked.added).toEqual(['decision', 'opinion'])
  })

  it('puts what is only for reading under a heading of its own', () => {
    const form: FormView = { key: 'f', title: 'F', fields: [{ key: 'a', type: 'text', title: 'A', readonly: true }, { key: 'b', type: 'text', title: 'B' }] }
    expect(answerForm(item({ form }), words).form.sections?.map((section) => section.fields)).toEqual([['a'], ['b']])
  })
})

describe('the answers of a step', () => {
  it('begin with the draft over the data of the case', () => {
    const draft = { data: { note: '草稿' }, decision: 'agree', opinion: '可以' }
    const form: FormView = { ...review, fields: [...review.fields, { key: 'note', type: 'text', title: '备注' }] }
    expect(firstAnswers(item({ data: { note: '原文' }, draft }), form)).toMatchObject({ note: '草稿', decision: 'agree', opinion: '可以' })
  })

  it('carry added fields beside the data and not inside', () => {
    const answer = asAnswer({ decision: 'grant', opinion: '', area: '12' }, ['decision', 'opinion'])
    expect(answer).toEqual({ data: { area: '12' }, decision: 'grant', opinion: null })
  })
})

describe('how a person stands to an item', () => {
  it.each([
    ['claimable', { state: 'ready', allowed_actions: ['claim'] }],
    ['mine', { state: 'claimed', allowed_actions: ['release', 'complete'] }],
    ['others', { state: 'claimed' }],
    ['reading', { state: 'ready' }],
    ['finished', { state: 'completed' }],
    ['cancelled', { state: 'cancelled' }],
  ] as const)('%s', (standing, more) => expect(standingOf(item({ ...more, allowed_actions: [...('allowed_actions' in more ? more.allowed_actions : [])] }))).toBe(standing))

  it.each([['refuse', true], ['disagree', true], ['not_ours', true], ['return', true], ['no_objection', false], ['unqualified', true], ['grant', false], ['agree', false], [null, false]])(
    '%s turns somebody down: %s',
    (decision, against) => expect(isAgainst(decision)).toBe(against),
  )
})
