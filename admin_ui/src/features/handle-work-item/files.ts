/**
 * Hands the files of a step's form in as materials of the case, under a key of element, field and item.
 * Another round or another desk at the same step has keys of its own: nobody replaces what a colleague handed in.
 */
import { computed, type Ref, type ShallowRef } from 'vue'
import { cases } from '@/api/client'
import { freshKey } from '@/api/http'
import type { Field, FormData, MaterialHeld, WorkItemOpened } from '@/api/types'
import { freeKey, titleAt, type FileAnswer, type FileTaker } from '@/form/files'
import { sentFile, unknownType } from '@/ui/materials/files'

export function materialKey(item: { element: string; id: string }, path: string, answers: FormData): string {
  return freeKey(`${item.element}.${path}`, `.${item.id.slice(-8)}`, answers, path)
}

function answerOf(material: MaterialHeld): FileAnswer {
  const { key, file_name, media_type, size, sha256 } = material
  return { id: key, name: file_name ?? key, type: media_type ?? unknownType, size: size ?? 0, sha256 }
}

export function useFiles(item: ShallowRef<WorkItemOpened | null>, answers: Ref<FormData>) {
  // one file tried again is one act: should its first answer have got lost, it is not handed in twice
  const acts = new WeakMap<File, string>()

  async function take(path: string, field: Field, file: File): Promise<FileAnswer> {
    const at = item.value!
    const act = acts.get(file) ?? freshKey()
    acts.set(file, act)
    const sent = { key: materialKey(at, path, answers.value), title: titleAt(path, field), ...(await sentFile(file)) }
    const material = await cases.addMaterial(at.case_id, sent, act)
    const now = item.value
    if (now?.id === at.id) item.value = { ...now, materials: [...now.materials.filter((one) => one.key !== material.key), material] }
    return answerOf(material)
  }

  return computed<FileTaker | undefined>(() => (item.value?.case.allowed_actions?.includes('material') ? { take } : undefined))
}
