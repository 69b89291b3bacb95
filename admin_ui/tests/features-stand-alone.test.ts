/** The floors of the interface: a feature never imports another one, and one client knows the addresses. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(__dirname, '../src')

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

const sources = files(root)
  .filter((path) => /\.(ts|vue)$/.test(path))
  .map((path) => ({ name: relative(root, path), text: readFileSync(path, 'utf-8') }))

const imports = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map((found) => found[1]!)

describe('the floors', () => {
  it('keep each feature to itself', () => {
    const crossing = sources.flatMap(({ name, text }) => {
      const [, feature] = name.match(/^features\/([^/]+)\//) ?? []
      if (!feature) return []
      return imports(text).filter((path) => path.startsWith('@/features/')).map((path) => `${name} → ${path}`)
    })
    expect(crossing).toEqual([])
  })

  it('keep parts below from knowing features', () => {
    const below = sources.filter(({ name }) => /^(api|ui|form|diagram)\//.test(name))
    expect(below.filter(({ text }) => imports(text).some((path) => path.includes('features/'))).map(({ name }) => name)).toEqual([])
  })

  it('keep bpmn-js behind the diagram and addresses behind the client', () => {
    const knows = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name)
    expect(knows(/from 'bpmn-js/)).toEqual(['diagram/viewer.ts'])
    expect(knows(/\/api\/v1/)).toEqual(['api/http.ts'])
  })

  it('keep colours in one place', () => {
    const styles = files(root)
      .filter((path) => /\.(vue|css)$/.test(path) && !path.endsWith('tokens.css'))
      .map((path) => {
        const text = readFileSync(path, 'utf-8')
        const style = path.endsWith('.css') ? text : [...text.matchAll(/<style[\s\S]*?<\/style>/g)].join('\n')
        return { name: relative(root, path), style }
      })
    const painted = styles.filter(({ style }) => /:\s[^;]*#[0-9a-f]{3,8}\b/i.test(style))
    expect(painted.map(({ name }) => name)).toEqual([])
  })
})
