/** The Chinese and the English dictionaries have the same keys, and every key that the code asks for exists. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TwoLanguages, Words } from '@/app/two-languages'

const areas = import.meta.glob<{ default: TwoLanguages }>('../src/**/messages.ts', { eager: true })

function keysOf(words: Words, before = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : keysOf(value, `${before}${key}.`),
  )
}

function valuesOf(words: Words): string[] {
  return Object.values(words).flatMap((value) => (typeof value === 'string' ? [value] : valuesOf(value)))
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.(vue|ts)$/.test(name) ? [path] : []
  })
}

const dictionary = (locale: keyof TwoLanguages): Words =>
  Object.assign({}, ...Object.values(areas).map((area) => area.default[locale])) as Words
const chinese = keysOf(dictionary('zh-CN'))
const english = keysOf(dictionary('en'))

/** Whole keys and the constant beginnings of keys that are put together. */
function asked(): { whole: string[]; beginnings: string[] } {
  const whole: string[] = []
  const beginnings: string[] = []
  for (const path of sources(join(__dirname, '../src'))) {
    const text = readFileSync(path, 'utf-8')
    for (const found of text.matchAll(/\bte?\(\s*'([\w.-]+)'/g)) whole.push(found[1]!)
    for (const found of text.matchAll(/\bte?\(\s*`([\w.-]+)\$\{/g)) beginnings.push(found[1]!)
    for (const found of text.matchAll(/key: '((?:form|apply|days|keys|work)\.[\w.]+)'/g)) whole.push(found[1]!)
  }
  return { whole, beginnings }
}

describe('the two dictionaries', () => {
  it('have the same keys', () => {
    expect(new Set(english)).toEqual(new Set(chinese))
  })

  it('define no area twice', () => {
    const names = Object.values(areas).flatMap((area) => Object.keys(area.default.en))
    expect(new Set(names).size).toBe(names.length)
  })

  it('hold every key that the code asks for', () => {
    const known = new Set(chinese)
    const { whole, beginnings } = asked()
    expect(whole.length).toBeGreaterThan(150)
    expect(whole.filter((key) => !known.has(key))).toEqual([])
    expect(beginnings.filter((start) => !chinese.some((key) => key.startsWith(start)))).toEqual([])
  })

  it('keep Chinese out of the English', () => {
    const own = new Set(['中文'])
    expect(valuesOf(dictionary('en')).filter((text) => /[\u4e00-\u9fff]/.test(text) && !own.has(text))).toEqual([])
  })

  it('name the same values in both languages', () => {
    const flat = (locale: keyof TwoLanguages) => {
      const keys = keysOf(dictionary(locale))
      return new Map(keys.map((key, at) => [key, valuesOf(dictionary(locale))[at]!]))
    }
    const [zh, en] = [flat('zh-CN'), flat('en')]
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()
    const differing = [...zh].filter(([key, text]) => names(text).join() !== names(en.get(key)!).join())
    expect(differing).toEqual([])
  })
})
