/** Puts one finding into the reader's language. The server speaks English; its exact sentences, with names and numbers, stay. */
import type { Finding } from '@/api/types'
import type { Locale } from '@/app/i18n'
import english from './rules.en'
import chinese from './rules.zh-CN'

export interface Told {
  title: string
  /** The exact sentence; empty where it is the title already. */
  message: string
  help: string
  /** The server's own sentences, below a remedy that is said in Chinese; empty where nothing was translated. */
  details: string
}

export function tell(one: Finding, language: Locale): Told {
  const known = chinese[one.rule]
  if (language === 'zh-CN' && known) {
    return { ...known, message: '', details: [one.message, one.help].filter(Boolean).join(' — ') }
  }
  // of a rule that is newer than this page the server's words are better than none
  const title = language === 'en' ? english[one.rule] : undefined
  return { title: title ?? one.message, message: title ? one.message : '', help: one.help, details: '' }
}
