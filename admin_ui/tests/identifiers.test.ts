/** Check digits of GB 32100-2015 and GB 11643-1999; all numbers are published samples or invented. */
import { describe, expect, it } from 'vitest'
import { isCitizenId, isUscc } from '@/form/identifiers'

describe('the unified social credit code', () => {
  it.each([
    '91350100M000100Y43',
    '91220101MA0TE5T080',
    '1122010001300000X5',
    '12370500495000001M',
    '51220100MJ00000180',
    '92370522MA3ABCDE1X',
  ])('%s is right', (code) => expect(isUscc(code)).toBe(true))

  it.each(['91350100M000100Y4A', '91350100M000100Y4', '9135O100M000100Y43', '91350100m000100y43', ''])(
    '%s is wrong',
    (code) => expect(isUscc(code)).toBe(false),
  )
})

describe('the citizen identity number', () => {
  it.each(['11010519491231002X', '220104199003070016', '370522198812120047'])('%s is right', (code) =>
    expect(isCitizenId(code)).toBe(true),
  )

  it.each([
    ['has no such day', '370502198502290010'],
    ['has a wrong check digit', '220104199003070017'],
    ['is too short', '22010419900307001'],
    ['has a small x', '11010519491231002x'],
  ])('%s: %s', (_why, code) => expect(isCitizenId(code)).toBe(false))
})
