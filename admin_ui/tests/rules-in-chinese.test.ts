/** Every rule whose findings can come to the check of a process is said in Chinese, and nothing is said of a rule that does not exist. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import english from '@/features/check-process/rules.en'
import chinese from '@/features/check-process/rules.zh-CN'

const root = join(__dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf-8')
const idsIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1]!)

/** The engine's own tests hold all three against its rules. */
const ofProcesses = readdirSync(join(root, 'docs/lint')).flatMap((name) => (name === 'README.md' ? [] : [name.replace(/\.md$/, '')]))
const ofDecisions = idsIn(read('docs/dmn.md'), /`(dmn-[a-z-]+)`/g)
const ofForms = idsIn(read('docs/forms.md'), /`(form-[a-z-]+)`/g)
/** What is said of files before anybody looks into them has no page; a code that stops a reading becomes a finding. */
const ofFiles = [
  ...idsIn(read('engine/definitions/check.py'), /Finding\(\s*"([a-z-]+)"/g),
  ...idsIn(read('engine/definitions/source.py'), /(?:Finding\(\s*|code=)"([a-z-]+)"/g),
]

describe('the rules in Chinese', () => {
  it('are those that the engine can report, all of them and no other, by the alphabet', () => {
    for (const source of [ofProcesses, ofDecisions, ofForms, ofFiles]) expect(source.length).toBeGreaterThan(3)
    const all = new Set([...ofProcesses, ...ofDecisions, ...ofForms, ...ofFiles])
    expect(Object.keys(chinese)).toEqual([...all].sort())
  })

  it.each(Object.entries(chinese))('say what %s finds in a few words and how to mend it in a sentence', (_, { title, help }) => {
    expect(title).toMatch(/[\u4e00-\u9fff]/)
    expect(title.length).toBeLessThanOrEqual(30)
    expect(title).not.toMatch(/[。.]$/)
    expect(help).toMatch(/[\u4e00-\u9fff].*。$/)
    expect(help.indexOf('。')).toBe(help.length - 1)
  })

  it('tell any two rules apart', () => {
    const titles = Object.values(chinese).map(({ title }) => title)
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
  })

  it('are there for each that has an English title', () => {
    expect(Object.keys(english).filter((id) => !(id in chinese))).toEqual([])
  })
})
