/** Answers are empty to begin with, tidied before they go, and complained about at the right place. */
import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { emptyOf, pathOf, sanitiseAll } from '@/form/answers'
import { check } from '@/form/checks'
import { shownValue } from '@/form/shown-value'

const field = (key: string, type: Field['type'], more: Partial<Field> = {}): Field => ({ key, type, title: key, ...more })
const shareholders = field('shareholders', 'list', {
  min_length: 1,
  fields: [field('name', 'text', { required: true }), field('id', 'citizen_id')],
})

describe('empty answers', () => {
  it('know the kinds of fields and their defaults', () => {
    const fields = [field('a', 'text'), field('b', 'boolean'), field('c', 'multiselect'), field('d', 'select', { default: 'x' }), shareholders]
    expect(emptyOf(fields)).toEqual({ a: '', b: null, c: [], d: 'x', shareholders: [{ name: '', id: '' }] })
  })
})

describe('tidying', () => {
  it.each([
    ['text', '  两端空格 ', '两端空格'],
    ['integer', '1,200', 1200],
    ['money', '18 600 000.50', '18600000.50'],
    ['decimal', '0.1', '0.1'],
    ['uscc', '91220101 ma0te5t080', '91220101MA0TE5T080'],
    ['citizen_id', '11010519491231002x', '11010519491231002X'],
    ['boolean', false, false],
  ] as const)('%s', (type, given, expected) => {
    expect(sanitiseAll([field('a', type)], { a: given })).toEqual({ a: expected })
  })

  it('leaves out what was not answered', () => {
    expect(sanitiseAll([field('a', 'text'), field('b', 'boolean'), field('c', 'date')], { a: ' ', b: null })).toEqual({})
  })

  it('never sends a decimal as a binary float', () => {
    expect(typeof sanitiseAll([field('a', 'decimal')], { a: '0.30000000000000004' }).a).toBe('string')
  })
})

describe('checking', () => {
  const scope = {}

  it.each([
    [field('a', 'text', { required: true }), '', 'form.required'],
    [field('a', 'select', { required: true }), null, 'form.choose'],
    [field('a', 'file', { required: true }), null, 'form.attach'],
    [field('a', 'integer'), '1.5', 'form.whole'],
    [field('a', 'decimal'), 'viel', 'form.number'],
    [field('a', 'integer', { min: 1 }), '0', 'form.least'],
    [field('a', 'money', { max: '10' }), '11', 'form.most'],
    [field('a', 'textarea', { min_length: 4 }), '短', 'form.short'],
    [field('a', 'uscc'), '91220101MA0TE5T081', 'form.uscc'],
    [field('a', 'postcode'), '13000', 'form.postcode'],
    [field('a', 'email'), 'nobody', 'form.email'],
  ])('%o refuses %s', (one, value, key) => {
    expect(check([one], { a: value }, scope).a?.key).toBe(key)
  })

  it('goes into the rows of a list', () => {
    const found = check([shareholders], { shareholders: [{ name: '甲' }, { name: '', id: '1' }] }, scope)
    expect(Object.keys(found)).toEqual(['shareholders.1.name', 'shareholders.1.id'])
  })

  it('passes over fields that are hidden or only for reading', () => {
    const hidden = field('a', 'text', { required: true, visible_if: 'b = true' })
    const given = field('c', 'text', { required: true, readonly: true })
    expect(check([hidden, given], {}, { b: false })).toEqual({})
  })
})

describe('paths', () => {
  it.each([
    ['data.shareholders[0].name', 'shareholders.0.name'],
    ['/data/shareholders/0/name', 'shareholders.0.name'],
    ['shareholders.0.name', 'shareholders.0.name'],
    ['opinion', 'opinion'],
  ])('%s is %s', (path, expected) => expect(pathOf(path)).toBe(expected))
})

describe('a finished answer', () => {
  const words = { yes: '是', no: '否', empty: '未填写' }
  const utilities = field('u', 'multiselect', { options: [{ value: 'water', title: '水' }, { value: 'power', title: '电' }] })

  it.each([
    [field('a', 'money', { unit: '万元' }), '1860000.50', '1,860,000.50 万元'],
    [field('a', 'boolean'), false, '否'],
    [field('a', 'text'), '', '未填写'],
    [utilities, ['water', 'power'], '水、电'],
    [field('a', 'select', { options: [{ value: 'x', title: '甲' }] }), 'x', '甲'],
  ])('%o shows %s', (one, value, expected) => expect(shownValue(one, value, words)).toBe(expected))
})
