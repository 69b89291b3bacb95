/** Dates are read in China Standard Time wherever the browser stands. */
import { describe, expect, it } from 'vitest'
import { clockTime, day, instant, moment, shortDay, weekday } from '@/ui/dates'
import { leftWords } from '@/ui/days-left'

describe('dates', () => {
  it('take a late evening in UTC for the next day', () => {
    expect(day('2026-03-02T17:30:00+00:00')).toBe('2026-03-03')
    expect(moment('2026-03-02T17:30:00Z')).toBe('03-03 01:30')
    expect(instant('2026-03-02T16:00:00Z')).toBe('2026-03-03 00:00:00')
    expect(clockTime('2026-03-02T01:05:00Z')).toBe('09:05')
  })

  it('leave a date a date', () => {
    expect(day('2026-03-06')).toBe('2026-03-06')
    expect(shortDay('2026-03-06')).toBe('03-06')
    expect(moment('2026-03-06')).toBe('03-06')
    expect(weekday('2026-03-06', 'zh-CN')).toBe('周五')
    expect(weekday('2026-03-06', 'en')).toBe('Fri')
  })

  it('say nothing as a dash', () => {
    expect([day(null), shortDay(undefined), moment(null), instant(null)]).toEqual(['—', '—', '—', '—'])
  })
})

describe('days left', () => {
  it.each([
    [3, { key: 'days.left', n: 3 }],
    [0, { key: 'days.today', n: 0 }],
    [-2, { key: 'days.over', n: 2 }],
    [null, { key: 'days.none', n: 0 }],
  ])('%s', (remaining, expected) => expect(leftWords(remaining)).toEqual(expected))
})
