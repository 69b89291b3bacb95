/**
 * Claims work items for the person at the desk.
 * A claim that lost the race is an answer with a name in it, not an error.
 */
import { workItems } from '@/api/client'
import { freshKey } from '@/api/http'
import { asProblem } from '@/api/problem'
import type { WorkItem } from '@/api/types'

export type Claimed =
  | { outcome: 'claimed'; item: WorkItem }
  | { outcome: 'taken'; who: string | null; why: string }
  | { outcome: 'refused'; why: string }

export async function claim(id: string): Promise<Claimed> {
  try {
    return { outcome: 'claimed', item: (await workItems.claim(id, freshKey())).value }
  } catch (error) {
    const problem = asProblem(error)
    if (!problem.conflict) return { outcome: 'refused', why: problem.message }
    const who = problem.more.assignee_name
    return { outcome: 'taken', who: typeof who === 'string' ? who : null, why: problem.message }
  }
}

/** One after the other, so that a long selection never floods the server. */
export async function claimMany(ids: readonly string[]): Promise<Claimed[]> {
  const results: Claimed[] = []
  for (const id of ids) results.push(await claim(id))
  return results
}
