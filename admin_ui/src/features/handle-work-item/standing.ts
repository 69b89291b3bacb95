/** How the person stands to the item: may claim, may fill it in, or only read. */
import type { WorkItemOpened } from '@/api/types'

export type Standing = 'claimable' | 'mine' | 'others' | 'finished' | 'cancelled' | 'reading'

export function standingOf(item: WorkItemOpened): Standing {
  if (item.state === 'completed') return 'finished'
  if (item.state === 'cancelled') return 'cancelled'
  if (item.allowed_actions.includes('complete')) return 'mine'
  if (item.allowed_actions.includes('claim')) return 'claimable'
  return item.state === 'claimed' ? 'others' : 'reading'
}
