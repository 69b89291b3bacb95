/** Which fields are shown and asked: the same FEEL, the same answers as on the server. */
import { describe, expect, it } from 'vitest'
import type { Field } from '@/api/types'
import { holds, isRequired, isVisible } from '@/form/conditions'

const field = (more: Partial<Field>): Field => ({ key: 'a', type: 'text', title: 'A', ...more })

describe('a condition', () => {
  it.each([
    ['decision = "disagree"', { decision: 'disagree' }, true],
    ['decision = "disagree"', { decision: null }, false],
    ['decision in ("grant", "grant_with_duty")', { decision: 'grant_with_duty' }, true],
    ['=has_agent = true', { has_agent: true }, true],
    ['list contains(items, "seal")', { items: ['seal', 'tax-registration'] }, true],
    ['not(with_social) or employees > 3', { with_social: true, employees: 4 }, true],
    ['建筑面积 > 500', { 建筑面积: 501 }, true],
    ['missing > 3', {}, false],
  ])('%s', (condition, scope, expected) => {
    expect(holds(condition, scope)).toBe(expected)
  })

  it('that cannot be read shows the field and does not demand it', () => {
    const broken = field({ visible_if: 'a = = (', required_if: 'if then' })
    expect(isVisible(broken, {})).toBe(true)
    expect(isRequired(broken, {})).toBe(false)
  })

  it('makes a field a duty only while it is true', () => {
    const opinion = field({ required_if: 'decision = "refuse"' })
    expect(isRequired(opinion, { decision: 'refuse' })).toBe(true)
    expect(isRequired(opinion, { decision: 'grant' })).toBe(false)
  })
})
