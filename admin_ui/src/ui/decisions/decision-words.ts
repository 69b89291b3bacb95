/** The conclusion of a step as a word. Forms may use values of their own; those are shown as they are. */
import { i18n } from '@/app/i18n'

const turnedDown = /^(dis|not_|refus|reject|return|unqualified|objection|conflict|terminate|deny)/

export function decisionWord(value: string | null, given?: string | null): string {
  if (given) return given
  if (!value) return ''
  const key = `decision.${value}`
  return i18n.global.te(key) ? i18n.global.t(key) : value
}

/** Conclusions that turn somebody down, or send something back. */
export function isAgainst(value: string | null): boolean {
  return value !== null && value !== 'no_objection' && turnedDown.test(value)
}
