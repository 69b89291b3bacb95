/**
 * Who is at the desk, and what they may do.
 * It refuses to hold the token: the browser keeps it in a cookie that scripts cannot read.
 */
import { computed, ref } from 'vue'
import { session as remote } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Me, Membership } from '@/api/types'

export const me = ref<Me | null>(null)
let asked = false

/** Asks the server once who we are; being nobody is an answer, not an error. */
export async function recognise(): Promise<Me | null> {
  if (asked) return me.value
  try {
    me.value = await remote.me()
  } catch (error) {
    const problem = asProblem(error)
    if (problem.status !== 401) throw problem
    me.value = null
  }
  asked = true
  return me.value
}

export async function logIn(username: string, password: string): Promise<void> {
  const opened = await remote.open(username, password, 'web')
  me.value = opened.user
  asked = true
}

export async function logOut(): Promise<void> {
  await remote.close()
  forget()
}

export function forget(): void {
  me.value = null
  asked = true
}

export function may(permission: string): boolean {
  return me.value?.permissions.includes(permission) ?? false
}

export function hasRole(...roles: string[]): boolean {
  return me.value?.memberships.some((membership) => roles.includes(membership.role)) ?? false
}

/** People from outside the offices: they see progress, never an inbox. */
export const isApplicant = computed(() => hasRole('applicant', 'agent') && !hasRole('clerk'))

const withoutDesk = ['applicant', 'agent', 'auditor', 'supervisor', 'designer', 'publisher', 'administrator']

/** One membership per department that has an inbox, in the order the server gave. */
export const desks = computed<Membership[]>(() => {
  const seen = new Map<string, Membership>()
  for (const membership of me.value?.memberships ?? []) {
    const working = !withoutDesk.includes(membership.role)
    if (working && !seen.has(membership.department)) seen.set(membership.department, membership)
  }
  return [...seen.values()]
})

/** Where this person's day begins. */
export function startPage(): string {
  if (isApplicant.value) return '/my-cases'
  if (desks.value.length) return `/inbox/${desks.value[0]!.department}`
  if (may('case:read')) return '/cases'
  return may('incident:read') ? '/incidents' : '/check'
}
