/**
 * What happens to each material: handed in, promised, or fetched by the offices themselves.
 * Files are checked here for size and kind first, so that nobody uploads in vain.
 */
import { computed, shallowRef, type Ref } from 'vue'
import type { MaterialRule, MaterialSent } from '@/api/types'
import { refuseFile, sentFile, type FileComplaint } from '@/ui/materials/files'

export interface Held {
  file?: File
  promise?: boolean
}

export type Way = 'upload' | 'promise' | 'automatic'

export function wayOf(rule: MaterialRule): Way {
  const source = rule.source.split(':')[0]
  if (source === 'upload') return 'upload'
  return source === 'promise' ? 'promise' : 'automatic'
}

export function useMaterials(rules: Ref<MaterialRule[]>) {
  const held = shallowRef<Record<string, Held>>({})
  const complaints = shallowRef<Record<string, FileComplaint>>({})

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
      if (mine?.file) sent.push({ key: rule.key, ...(await sentFile(mine.file)) })
      else if (mine?.promise) sent.push({ key: rule.key, promise: true })
    }
    return sent
  }

  return { held, complaints, wanted, ready, put, missing, asSent }
}
