/** Names of items for the filters; a filter without its name still works by its code. */
import { onMounted, ref, type Ref } from 'vue'
import { catalogue } from '@/api/client'
import { Problem } from '@/api/problem'
import { nameOf } from '@/ui/names'

export function useItemNames(): Ref<Record<string, string>> {
  const names = ref<Record<string, string>>({})
  onMounted(async () => {
    try {
      const page = await catalogue.items()
      names.value = Object.fromEntries(page.items.map((item) => [item.code, nameOf(item.name)]))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  })
  return names
}
