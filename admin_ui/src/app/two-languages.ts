/**
 * Holds the Chinese and the English words of one area side by side.
 * The type refuses a key that only one language has, so a gap is a compile error.
 */
export interface Words {
  [key: string]: string | Words
}

type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }

export interface TwoLanguages {
  'zh-CN': Words
  en: Words
}

export function inTwoLanguages<T extends Words>(chinese: T, english: SameKeys<T>): TwoLanguages {
  return { 'zh-CN': chinese, en: english as Words }
}
