/** Selection of rows and the claim of one or of all of them, with the words that follow. */
import { ElMessage } from 'element-plus'
import { shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { WorkItem } from '@/api/types'
import { claim, claimMany, type Claimed } from './claim'

export function useClaiming(rows: ShallowRef<WorkItem[]>, replace: (item: WorkItem) => void) {
  const { t } = useI18n()
  const picked = shallowRef<ReadonlySet<string>>(new Set())
  const claiming = shallowRef<ReadonlySet<string>>(new Set())

  function pick(item: WorkItem): void {
    if (item.state !== 'ready') return
    const chosen = new Set(picked.value)
    if (!chosen.delete(item.id)) chosen.add(item.id)
    picked.value = chosen
  }

  const unpick = () => (picked.value = new Set())

  function tell(result: Claimed): void {
    if (result.outcome === 'claimed') {
      replace(result.item)
      ElMessage.success(t('inbox.claimedNow'))
    } else if (result.outcome === 'taken') {
      ElMessage.warning(result.who ? t('inbox.claimTaken', { who: result.who }) : result.why)
    } else ElMessage.warning(t('inbox.claimFailed', { why: result.why }))
  }

  async function claimOne(item: WorkItem): Promise<void> {
    if (item.state !== 'ready' || claiming.value.has(item.id)) return
    claiming.value = new Set([...claiming.value, item.id])
    tell(await claim(item.id))
    claiming.value = new Set([...claiming.value].filter((id) => id !== item.id))
  }

  async function claimPicked(): Promise<void> {
    const ids = rows.value.filter((row) => picked.value.has(row.id)).map((row) => row.id)
    unpick()
    const results = await claimMany(ids)
    for (const result of results) if (result.outcome === 'claimed') replace(result.item)
    const done = results.filter((result) => result.outcome === 'claimed').length
    ElMessage.success(t('inbox.claimedMany', { n: done }))
    if (done < results.length) ElMessage.warning(t('inbox.someTaken', { n: results.length - done }))
  }

  return { picked, claiming, pick, unpick, claimOne, claimPicked }
}
