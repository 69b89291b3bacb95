/** Chinese first, English complete: gathers every area's words and remembers the reader's language. */
import { createI18n } from 'vue-i18n'
import { speak } from '@/api/http'
import type { TwoLanguages, Words } from './two-languages'

export type Locale = 'zh-CN' | 'en'

const areas = import.meta.glob<{ default: TwoLanguages }>('../**/messages.ts', { eager: true })

function wordsOf(locale: Locale): Words {
  return Object.assign({}, ...Object.values(areas).map((area) => area.default[locale])) as Words
}

function remembered(): Locale {
  return localStorage.getItem('jingban.language') === 'en' ? 'en' : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered() as string,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': wordsOf('zh-CN'), en: wordsOf('en') },
})

export function currentLocale(): Locale {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}

/** Changes the language of the page and of everything the server says from now on. */
export function useLanguage(locale: Locale): void {
  i18n.global.locale.value = locale
  localStorage.setItem('jingban.language', locale)
  document.documentElement.lang = locale
  speak(locale)
}

useLanguage(remembered())
