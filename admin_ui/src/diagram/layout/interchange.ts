/**
 * Gives a process that comes without a drawing one, in memory only: the file stays as it is, and every element keeps its id.
 * Sub-processes are drawn open with what is in them, participants as pools, lanes as bands, events on the edge of their activity.
 */
import type { Definitions } from '../drawn-nodes'
import { is, moved, type Bpmn, type Box, type Placed, type PlacedEdge, type PlacedShape, type Point } from './graph'
import { place, type Bands } from './place'
import { corner, isSubProcess, readLevel } from './read-level'

/** The part of bpmn-moddle that makes elements. */
export interface Moddle {
  create: (type: string, facts: Record<string, unknown>) => unknown
}

/** Why there is no drawing; the map says it in the words of the reader. */
export class NotDrawn extends Error {
  constructor(readonly reason: 'tooMany' | 'tooDeep' | 'nothing') {
    super(`the process cannot be laid out: ${reason}`)
  }
}

/** More is not drawn: a browser would stand still, and nobody could read it. */
export const mostElements = 2000
const deepest = 40
const header = 30
const padding = { side: 24, top: 34, bottom: 24 }
const between = 40

function leaves(sets: readonly Bpmn[]): Bpmn[] {
  return sets.flatMap((set) => set.lanes ?? []).flatMap((lane) => (lane.childLaneSet?.lanes?.length ? leaves([lane.childLaneSet]) : [lane]))
}

function pad(placed: Placed): Placed {
  const within = moved(placed, { x: padding.side, y: padding.top })
  return { ...within, width: Math.max(placed.width + 2 * padding.side, 140), height: Math.max(placed.height + padding.top + padding.bottom, 90) }
}

function layLevel(level: Bpmn, top = true): Placed & Bands {
  const lanes = top ? leaves(level.laneSets ?? []) : []
  const bands = new Map(lanes.flatMap((lane, at) => (lane.flowNodeRef ?? []).map((node) => [node, at] as const)))
  const inside = (element: Bpmn) => (isSubProcess(element) && element.flowElements?.length ? pad(layLevel(element, false)) : undefined)
  return place(readLevel(level, inside, bands, lanes.length))
}

/** Refuses what would keep the page busy before any work is done; without recursion, as the depth is not known yet. */
function bound(processes: readonly Bpmn[]): void {
  const open = processes.map((level) => ({ level, depth: 0 }))
  let elements = 0
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.depth > deepest) throw new NotDrawn('tooDeep')
    const inside = [...(one.level.flowElements ?? []), ...(one.level.artifacts ?? [])]
    elements += inside.length
    if (elements > mostElements) throw new NotDrawn('tooMany')
    for (const level of inside) if (isSubProcess(level)) open.push({ level, depth: one.depth + 1 })
  }
}

/** A pool: the name at its left, its lanes one below the other over the whole width. */
function pool(participant: Bpmn | null, process: Bpmn, placed: Placed & Bands, width: number): Placed {
  const lanes = leaves(process.laneSets ?? [])
  const left = (participant ? header : 0) + (lanes.length ? header : 0)
  const rim = lanes.length ? 0 : participant ? padding.side : 0
  const height = placed.height + 2 * rim
  const shapes: PlacedShape[] = participant ? [{ element: participant, box: { x: 0, y: 0, width, height: Math.max(height, 60) } }] : []
  lanes.forEach((lane, at) => {
    const { top, bottom } = placed.bands[at]!
    const x = participant ? header : 0
    const end = at === lanes.length - 1 ? height : bottom
    shapes.push({ element: lane, box: { x, y: top, width: width - x, height: end - top } })
  })
  const within = moved(placed, { x: left + padding.side, y: rim })
  return { width, height: Math.max(height, 60), shapes: [...shapes, ...within.shapes], edges: within.edges }
}

function poolWidth(process: Bpmn | undefined, placed: Placed | undefined, named: boolean): number {
  const lanes = process?.laneSets?.length ? header : 0
  return (placed?.width ?? 300) + 2 * padding.side + lanes + (named ? header : 0)
}

/** Messages between pools: down or up in the space between them, then to the other end. */
function messages(flows: readonly Bpmn[], shapes: readonly PlacedShape[]): PlacedEdge[] {
  const boxes = new Map(shapes.map(({ element, box }) => [element, box]))
  const hosts = new Set(shapes.map(({ element }) => element.attachedToRef))
  hosts.delete(undefined)
  /** A message at the lower side of an event would run through its name: the name goes above. */
  const clear = (end: Bpmn | undefined) => {
    const shape = shapes.find(({ element }) => element === end)
    if (shape?.label && !end?.attachedToRef) shape.label.y = shape.box.y - 4 - shape.label.height
  }
  return flows.flatMap((element, at) => {
    const [source, target] = [Array.isArray(element.sourceRef) ? element.sourceRef[0] : element.sourceRef, element.targetRef]
    const [from, to] = [source && boxes.get(source), target && boxes.get(target)]
    if (!from || !to) return []
    const wide = (box: Box) => box.width > 250
    const own = (end: Bpmn | undefined, box: Box) => box.x + (hosts.has(end) ? corner / 2 : box.width / 2)
    const below = from.y < to.y
    clear(below ? source : target)
    const start: Point = { x: wide(from) && !wide(to) ? own(target, to) : own(source, from), y: below ? from.y + from.height : from.y }
    const end: Point = { x: wide(to) && !wide(from) ? own(source, from) : own(target, to), y: below ? to.y : to.y + to.height }
    const turn = wide(to) ? end.y : wide(from) ? start.y : start.y + (below ? 1 : -1) * (20 + 6 * (at % 4))
    return [{ element, way: start.x === end.x ? [start, end] : [start, { x: start.x, y: turn }, { x: end.x, y: turn }, end] }]
  })
}

export function layOut(definitions: Definitions, moddle: Moddle): Placed & { plane: Bpmn } {
  const roots = definitions.rootElements ?? []
  const processes = roots.filter((one) => is(one, 'Process'))
  const collaboration = roots.find((one) => is(one, 'Collaboration'))
  const stated = (collaboration?.participants ?? []).filter((one) => !one.processRef || processes.includes(one.processRef))
  const covered = new Set(stated.map((one) => one.processRef))
  const left = processes.filter((one) => !covered.has(one))
  if (!processes.length && !stated.length) throw new NotDrawn('nothing')
  bound(processes)

  if (!stated.length && processes.length === 1) {
    const only = processes[0]!
    const placed = layLevel(only)
    return { ...pool(null, only, placed, poolWidth(only, placed, false)), plane: only }
  }
  // several processes side by side are drawn as pools too; their frames are not in the file
  const frames = left.map((one, at) => moddle.create('bpmn:Participant', { id: `jb-frame-${at}`, name: one.name ?? one.id, processRef: one }) as Bpmn)
  const all = [...stated, ...frames]
  const messageFlows = collaboration?.messageFlows ?? []
  const plane =
    collaboration && !frames.length
      ? collaboration
      : (moddle.create('bpmn:Collaboration', { id: collaboration?.id ?? 'jb-frames', participants: all, messageFlows }) as Bpmn)
  const placed = new Map(all.flatMap(({ processRef }) => (processRef ? [[processRef, layLevel(processRef)] as const] : [])))
  const width = Math.max(...all.map(({ processRef }) => poolWidth(processRef, processRef && placed.get(processRef), true)))
  const result: Placed = { width, height: 0, shapes: [], edges: [] }
  for (const one of all) {
    const process = one.processRef
    const own: Placed = process
      ? pool(one, process, placed.get(process)!, width)
      : { width, height: 60, shapes: [{ element: one, box: { x: 0, y: 0, width, height: 60 } }], edges: [] }
    const at = moved(own, { x: 0, y: result.height })
    result.shapes.push(...at.shapes)
    result.edges.push(...at.edges)
    result.height += own.height + between
  }
  result.edges.push(...messages(messageFlows, result.shapes))
  return { ...result, plane }
}

/** Puts the drawing beside the definitions that were read; what is read is otherwise left alone. */
export function giveDrawing(definitions: Definitions, moddle: Moddle): void {
  const { shapes, edges, plane } = layOut(definitions, moddle)
  const bounds = ({ x, y, width, height }: Box) => moddle.create('dc:Bounds', { x, y, width, height })
  const label = (box: Box | undefined) => box && moddle.create('bpmndi:BPMNLabel', { bounds: bounds(box) })
  let nameless = 0
  const drawn = [
    ...shapes.map(({ element, box, label: name, expanded }) => {
      element.id ??= `jb-nameless-${nameless++}`
      return moddle.create('bpmndi:BPMNShape', {
        bpmnElement: element,
        bounds: bounds(box),
        label: label(name),
        ...(isSubProcess(element) && { isExpanded: Boolean(expanded) }),
        ...(is(element, 'ExclusiveGateway') && { isMarkerVisible: true }),
        ...(is(element, 'Participant', 'Lane') && { isHorizontal: true }),
      })
    }),
    ...edges.map(({ element, way, label: name }) => {
      element.id ??= `jb-nameless-${nameless++}`
      return moddle.create('bpmndi:BPMNEdge', { bpmnElement: element, waypoint: way.map((point) => moddle.create('dc:Point', { ...point })), label: label(name) })
    }),
  ]
  const planeElement = moddle.create('bpmndi:BPMNPlane', { bpmnElement: plane, planeElement: drawn })
  definitions.diagrams = [moddle.create('bpmndi:BPMNDiagram', { plane: planeElement }) as NonNullable<Definitions['diagrams']>[number]]
}
