/**
 * The files of the application's own fields. They go with the application as materials; an answer holds the key.
 * A field whose key is also a material of the form means that very material: it is brought once, at either place.
 */
import { computed, shallowRef, type Ref } from 'vue'
import type { Field, FormData, FormView, MaterialRule, MaterialSent } from '@/api/types'
import { filesIn, freeKey, RefusedFile, titleAt, type FileAnswer, type FileTaker } from '@/form/files'
import { refuseFile, sentFile, unknownType } from '@/ui/materials/files'
import type { Held, useMaterials } from './materials'

interface Brought {
  field: Field
  file: File
}

const answerOf = (id: string, { name, type, size }: File): FileAnswer => ({ id, name, type: type || unknownType, size })

export function useFormFiles(form: Ref<FormView | null>, answers: Ref<FormData>, materials: ReturnType<typeof useMaterials>) {
  const brought = shallowRef<Record<string, Brought>>({})
  const ruleOf = (key: string) => form.value?.materials?.find((rule) => rule.key === key)
  const isField = (key: string) => form.value?.fields.some((field) => field.type === 'file' && field.key === key)

  async function take(path: string, field: Field, file: File): Promise<FileAnswer> {
    const rule = ruleOf(path)
    if (rule) {
      const wrong = refuseFile(rule, file)
      if (wrong) throw new RefusedFile(wrong)
      materials.put(rule, { file })
      return answerOf(path, file)
    }
    const key = freeKey(path, '', answers.value, path)
    brought.value = { ...brought.value, [key]: { field, file } }
    return answerOf(key, file)
  }

  function drop(path: string): void {
    const rule = ruleOf(path)
    if (rule) materials.put(rule, null)
  }

  /** A material put into its line answers the field of the same key too, and taken away it does no longer. */
  function put(rule: MaterialRule, what: Held | null): void {
    materials.put(rule, what)
    if (!isField(rule.key)) return
    const file = materials.held.value[rule.key]?.file
    answers.value = { ...answers.value, [rule.key]: file ? answerOf(rule.key, file) : null }
  }

  /** Only what the answers still name: a file of a removed row, or of a hidden field, is not sent. */
  function namedBy(data: FormData) {
    return filesIn(data).flatMap(([path, key]) => {
      const one = brought.value[key]
      return one ? [{ key, title: titleAt(path, one.field), file: one.file }] : []
    })
  }

  function asSent(data: FormData): Promise<MaterialSent[]> {
    return Promise.all(namedBy(data).map(async ({ key, title, file }) => ({ key, title, ...(await sentFile(file)) })))
  }

  const titles = computed(() => namedBy(answers.value).map((one) => one.title))
  const taker: FileTaker = { take, drop }
  return { taker, put, titles, asSent }
}
