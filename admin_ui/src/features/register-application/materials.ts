/**
 * What happens to each material: handed in, promised, or fetched by the offices themselves.
 * Files are checked here for size and kind first, so that nobody uploads in vain.
 */
import { computed, shallowRef, type Ref } from 'vue'
import type { MaterialRule, MaterialSent } from '@/api/types'

export interface Held {
  file?: File
  promise?: boolean
}

export interface MaterialComplaint {
  key: string
  values: Record<string, string | number>
}

/** The server takes at most this much in one file. */
const mostMegabytes = 20

export type Way = 'upload' | 'promise' | 'automatic'

export function wayOf(rule: MaterialRule): Way {
  const source = rule.source.split(':')[0]
  if (source === 'upload') return 'upload'
  return source === 'promise' ? 'promise' : 'automatic'
}

export function limitOf(rule: MaterialRule): number {
  return Math.min(rule.max_mb ?? mostMegabytes, mostMegabytes)
}

export function kindsOf(rule: MaterialRule): string {
  return (rule.accept ?? []).map((type) => type.split('/').at(-1)!.toUpperCase()).join('、')
}

export function refuseFile(rule: MaterialRule, file: { type: string; size: number }): MaterialComplaint | null {
  if (rule.accept?.length && !rule.accept.includes(file.type)) {
    return { key: 'apply.wrongType', values: { types: kindsOf(rule) } }
  }
  const limit = limitOf(rule)
  return file.size > limit * 1_048_576 ? { key: 'apply.tooBig', values: { n: limit } } : null
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const chunks: string[] = []
  for (let at = 0; at < bytes.length; at += 0x8000) chunks.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)))
  return btoa(chunks.join(''))
}

export function useMaterials(rules: Ref<MaterialRule[]>) {
  const held = shallowRef<Record<string, Held>>({})
  const complaints = shallowRef<Record<string, MaterialComplaint>>({})

  const isReady = (rule: MaterialRule) =>
    wayOf(rule) === 'automatic' || Boolean(held.value[rule.key]?.file || held.value[rule.key]?.promise)
  const wanted = computed(() => rules.value.filter((rule) => rule.necessity !== 'optional'))
  const ready = computed(() => wanted.value.filter(isReady).length)

  function put(rule: MaterialRule, what: Held | null): void {
    const wrong = what?.file ? refuseFile(rule, what.file) : null
    const { [rule.key]: _old, ...others } = complaints.value
    complaints.value = wrong ? { ...others, [rule.key]: wrong } : others
    const { [rule.key]: _before, ...rest } = held.value
    held.value = what && !wrong ? { ...rest, [rule.key]: what } : rest
  }

  /** Titles of what is needed and not there. The window still receives: the accepting office tells it once. */
  function missing(): string[] {
    const lacking = wanted.value.filter((rule) => !isReady(rule) && rule.necessity !== 'later')
    complaints.value = Object.fromEntries(
      lacking.map((rule) => [rule.key, { key: 'apply.missing', values: { title: rule.title } }]),
    )
    return lacking.map((rule) => rule.title)
  }

  async function asSent(): Promise<MaterialSent[]> {
    const sent: MaterialSent[] = []
    for (const rule of rules.value) {
      const mine = held.value[rule.key]
      if (mine?.file) {
        const { name, type } = mine.file
        sent.push({
          key: rule.key,
          file_name: name,
          media_type: type || 'application/octet-stream',
          content_base64: await base64Of(mine.file),
        })
      } else if (mine?.promise) sent.push({ key: rule.key, promise: true })
    }
    return sent
  }

  return { held, complaints, wanted, ready, put, missing, asSent }
}
