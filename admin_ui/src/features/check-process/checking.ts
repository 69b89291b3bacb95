/** Has files or a deployed process checked by the server. What is shown is always of the newest question. */
import { computed, ref, shallowRef } from 'vue'
import { definitions } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { Definition, Finding, Severity } from '@/api/types'

export const largest = 8
const weight: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

/** The worst first; within one severity in the order of the file. */
export function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => weight[one.severity] - weight[other.severity])
}

export function useChecking() {
  const files = shallowRef<Record<string, string>>({})
  const findings = shallowRef<Finding[]>([])
  const deployed = shallowRef<Definition[]>([])
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)
  const done = ref(false)
  let newest = 0

  const counts = computed(() => {
    const number = (severity: Severity) => findings.value.filter((one) => one.severity === severity).length
    return { error: number('error'), warning: number('warning'), info: number('info') }
  })

  async function ask(read: () => Promise<Record<string, string>>): Promise<void> {
    const mine = ++newest
    busy.value = true
    problem.value = null
    try {
      const given = await read()
      const found = await definitions.check(given)
      if (mine !== newest) return
      files.value = given
      findings.value = sorted(found)
      done.value = true
    } catch (error) {
      if (mine === newest) problem.value = asProblem(error)
    } finally {
      if (mine === newest) busy.value = false
    }
  }

  const checkFiles = (chosen: readonly File[]) =>
    ask(async () => Object.fromEntries(await Promise.all(chosen.map(async (file) => [file.name, await file.text()] as const))))
  const checkDeployed = (one: Definition) => ask(async () => ({ [one.file]: await definitions.source(one.id) }))
  const again = () => ask(async () => files.value)

  async function load(): Promise<void> {
    try {
      deployed.value = (await definitions.processes()).items
    } catch (error) {
      problem.value = asProblem(error)
    }
  }

  return { files, findings, deployed, problem, busy, done, counts, checkFiles, checkDeployed, again, load }
}
