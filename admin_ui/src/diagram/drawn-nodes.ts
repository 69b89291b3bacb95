/** Counts which nodes of the processes in a file are drawn in it, to know whether a drawing must be made. */
import type { Bpmn } from './layout/graph'

interface Plane {
  planeElement?: { bpmnElement?: Bpmn }[]
}

export interface Definitions extends Bpmn {
  rootElements?: Bpmn[]
  diagrams?: { plane?: Plane }[]
}

const isNode = /(Event|Gateway|Task|CallActivity|SubProcess|Transaction)$/

export function drawnNodes(definitions: Definitions): { drawn: number; missing: number } {
  const shown = new Set((definitions.diagrams ?? []).flatMap(({ plane }) => (plane?.planeElement ?? []).map((one) => one.bpmnElement)))
  const open = (definitions.rootElements ?? []).filter((one) => one.$type === 'bpmn:Process')
  const count = { drawn: 0, missing: 0 }
  for (let level = open.pop(); level; level = open.pop()) {
    for (const element of level.flowElements ?? []) {
      if (isNode.test(element.$type)) count[shown.has(element) ? 'drawn' : 'missing']++
      if (element.flowElements) open.push(element)
    }
  }
  return count
}
