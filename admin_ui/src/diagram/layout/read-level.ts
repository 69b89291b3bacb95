/** Reads one level of a process (its own boxes, not those inside of its sub-processes) into a graph. */
import { is, labelSize, lineHeight, textWidth, type Attached, type Bpmn, type Edge, type Graph, type Node, type Placed } from './graph'

const task = { width: 100, height: 80 }
const event = 36
const gateway = 50
const data = { width: 36, height: 50 }
const noteWidth = 110
/** Free at the left of the lower edge, for a message that comes from below. */
export const corner = 16

const isEvent = (element: Bpmn) => element.$type.endsWith('Event')
const isGateway = (element: Bpmn) => element.$type.endsWith('Gateway')
export const isSubProcess = (element: Bpmn) => is(element, 'SubProcess', 'Transaction', 'AdHocSubProcess')
export const isFlowNode = (element: Bpmn) =>
  isEvent(element) || isGateway(element) || isSubProcess(element) || is(element, 'CallActivity') || /Task$/.test(element.$type)
const isData = (element: Bpmn) => is(element, 'DataObjectReference', 'DataStoreReference')

function box(element: Bpmn, inner: Placed | undefined): Node {
  const node: Node = { element, ...task, up: 0, down: 0, attached: [], beside: [], band: 0, inner }
  if (inner?.width) Object.assign(node, { width: inner.width, height: inner.height })
  else if (isEvent(element)) Object.assign(node, { width: event, height: event })
  else if (isGateway(element)) Object.assign(node, { width: gateway, height: gateway })
  else if (isData(element)) Object.assign(node, data)
  else if (is(element, 'TextAnnotation')) Object.assign(node, noteSize(element))
  node.up = node.down = node.height / 2
  const label = isEvent(element) || isGateway(element) || isData(element) ? labelSize(element.name) : null
  if (label) {
    node.label = { x: (node.width - label.width) / 2, y: node.height + 4, ...label }
    node.down += 4 + label.height
  }
  return node
}

function noteSize(note: Bpmn): { width: number; height: number } {
  return { width: noteWidth, height: 12 + lineHeight * Math.min(Math.ceil(textWidth(note.text ?? '') / (noteWidth - 20)), 8) }
}

/** Events on the edge of a node: each with room for its name to its left, the ways out below each other. */
function attach(node: Node, events: readonly Bpmn[]): void {
  if (!events.length) return
  const names = events.map((one) => labelSize(one.name))
  let x = corner
  node.attached = events.map((element, at): Attached => {
    x += (names[at]?.width ?? 0) + event + 8
    const lines = Math.max(0, ...names.slice(at + 1).map((name) => name?.height ?? 0))
    return { element, x: x - event / 2 - 4, corridor: node.height / 2 + Math.max(event / 2, 4 + lines) + 14 + 10 * (events.length - 1 - at) }
  })
  const spare = Math.max(node.width - x, 0)
  for (const one of node.attached) one.x += spare
  node.width = Math.max(node.width, x)
  const written = Math.max(0, ...names.map((name) => name?.height ?? 0))
  node.down = Math.max(node.attached[0]!.corridor, node.height / 2 + written) + 4
}

/** Data and notes stand above the first box they belong to. */
function setBeside(node: Node, element: Bpmn, edge?: Bpmn): void {
  const size = isData(element) ? data : noteSize(element)
  const label = isData(element) ? labelSize(element.name) : null
  node.beside.push({ element, width: Math.max(size.width, label?.width ?? 0), height: size.height + (label ? label.height + 4 : 0), edge })
  const across = node.beside.reduce((all, one) => all + one.width + 10, -10)
  node.up = node.height / 2 + 18 + Math.max(...node.beside.map((one) => one.height))
  node.width = Math.max(node.width, isEvent(node.element) || isGateway(node.element) ? node.width : across)
}

const first = (ref: Bpmn | Bpmn[] | undefined): Bpmn | undefined => (Array.isArray(ref) ? ref[0] : ref)

/** `bands` gives the lane of a node, counted from above; `inside` the laid-out content of a sub-process. */
export function readLevel(level: Bpmn, inside: (element: Bpmn) => Placed | undefined, bands: Map<Bpmn, number>, lanes: number): Graph {
  const elements = level.flowElements ?? []
  const nodes: Node[] = []
  const number = new Map<Bpmn, number>()
  const add = (node: Node) => {
    node.band = bands.get(node.element) ?? (lanes ? lanes : 0)
    number.set(node.element, nodes.push(node) - 1)
  }
  const attachedTo = new Map<Bpmn, Bpmn[]>()
  const flowNodes = elements.filter(isFlowNode)
  const here = new Set(flowNodes)
  for (const one of flowNodes) {
    const host = one.attachedToRef
    if (host && here.has(host) && !host.attachedToRef) attachedTo.set(host, [...(attachedTo.get(host) ?? []), one])
    else add(box(one, isSubProcess(one) ? inside(one) : undefined))
  }
  const events = new Map<Bpmn, { host: number; attached: Attached }>()
  for (const [host, attached] of attachedTo) {
    const node = nodes[number.get(host)!]!
    attach(node, attached)
    for (const one of node.attached) events.set(one.element, { host: number.get(host)!, attached: one })
  }

  const edges: Edge[] = []
  const where = (element: Bpmn | undefined) => (element ? (number.get(element) ?? events.get(element)?.host) : undefined)
  const tie = (element: Bpmn, source: Bpmn | undefined, target: Bpmn | undefined) => {
    const [from, to] = [where(source), where(target)]
    if (from === undefined || to === undefined) return
    edges.push({ element, from, to, attached: source && events.get(source)?.attached })
  }
  for (const flow of elements) if (is(flow, 'SequenceFlow')) tie(flow, first(flow.sourceRef), flow.targetRef)

  const associations = (level.artifacts ?? []).filter((one) => is(one, 'Association'))
  for (const one of associations) if (where(first(one.sourceRef)) !== undefined && where(one.targetRef) !== undefined) tie(one, first(one.sourceRef), one.targetRef)

  const notes = (level.artifacts ?? []).filter((one) => is(one, 'TextAnnotation'))
  for (const note of notes) {
    const edge = associations.find((one) => first(one.sourceRef) === note || one.targetRef === note)
    const end = first(edge?.sourceRef) === note ? edge?.targetRef : first(edge?.sourceRef)
    const beside = where(end) ?? where(first(end?.sourceRef))
    if (beside === undefined) add(box(note, undefined))
    else setBeside(nodes[beside]!, note, where(end) === undefined ? undefined : edge)
  }
  for (const one of elements.filter(isData)) {
    const uses = nodes.flatMap((node) =>
      [...(node.element.dataInputAssociations ?? []), ...(node.element.dataOutputAssociations ?? [])]
        .filter((edge) => first(edge.sourceRef) === one || edge.targetRef === one)
        .map((edge) => ({ node, edge })),
    )
    if (uses[0]) setBeside(uses[0].node, one, uses[0].edge)
    else add(box(one, undefined))
  }
  return { nodes, edges, bands: lanes ? lanes + 1 : 1 }
}
