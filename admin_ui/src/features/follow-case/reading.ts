/** Everything the case page reads, each part on its own: a missing part leaves the rest standing. */
import { shallowRef } from 'vue'
import { cases } from '@/api/client'
import { Problem, asProblem } from '@/api/problem'
import type { CaseView, Diagram, HistoryEvent, IssuedDocument, MaterialHeld } from '@/api/types'

async function allEvents(id: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = []
  for (;;) {
    const page = await cases.history(id, events.at(-1)?.seq)
    events.push(...page.items)
    if (!page.next || !page.items.length || events.length >= 5000) return events
  }
}

/** A part that the reader may not see (403) or that does not exist is simply absent. */
async function optional<T>(question: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof Problem && (error.forbidden || error.missing)) return otherwise
    throw error
  }
}

export function useCaseReading(id: () => string) {
  const found = shallowRef<CaseView | null>(null)
  const diagram = shallowRef<Diagram | null>(null)
  const events = shallowRef<HistoryEvent[]>([])
  const materials = shallowRef<MaterialHeld[]>([])
  const documents = shallowRef<IssuedDocument[]>([])
  const problem = shallowRef<Problem | null>(null)

  async function load(): Promise<void> {
    try {
      found.value = await cases.read(id())
      problem.value = null
      const none = { items: [], next: null }
      const [map, history, held, issued] = await Promise.all([
        optional<Diagram | null>(cases.diagram(id()), null),
        optional(allEvents(id()), []),
        optional(cases.materials(id()), none),
        optional(cases.documents(id()), none),
      ])
      diagram.value = map
      events.value = history
      materials.value = held.items
      documents.value = issued.items
    } catch (error) {
      problem.value = asProblem(error)
    }
  }

  return { found, diagram, events, materials, documents, problem, load }
}
