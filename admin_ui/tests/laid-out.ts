/** Reads BPMN and judges a layout as a reader would: everything there, nothing on top of each other, no arrow through a box. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BpmnModdle } from 'bpmn-moddle'
import type { Definitions } from '@/diagram/drawn-nodes'
import type { Box, Bpmn, Placed, PlacedShape, Point } from '@/diagram/layout/graph'
import { layOut, type Moddle } from '@/diagram/layout/interchange'
import { isFlowNode } from '@/diagram/layout/read-level'

export const moddle = new BpmnModdle() as unknown as Moddle & { fromXML: (xml: string) => Promise<{ rootElement: Definitions }> }

export const read = async (xml: string): Promise<Definitions> => (await moddle.fromXML(xml)).rootElement

export const inProcess = (content: string, around = ''): string =>
  `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D">${around}<bpmn:process id="P">${content}</bpmn:process></bpmn:definitions>`

export async function laidOut(xml: string): Promise<Placed & { plane: Bpmn; shape: (id: string) => PlacedShape; way: (id: string) => Point[] }> {
  const placed = layOut(await read(xml), moddle)
  return {
    ...placed,
    shape: (id) => placed.shapes.find(({ element }) => element.id === id)!,
    way: (id) => placed.edges.find(({ element }) => element.id === id)!.way,
  }
}

export function bpmnFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return /node_modules|^\./.test(name) ? [] : bpmnFiles(path)
    return /\.bpmn(20\.xml)?$/.test(name) ? [path] : []
  })
}

export const text = (path: string): string => readFileSync(path, 'utf-8')

export function nodesOf(definitions: Definitions): Bpmn[] {
  const within = (level: Bpmn): Bpmn[] =>
    (level.flowElements ?? []).filter(isFlowNode).flatMap((one) => [one, ...within(one)])
  return (definitions.rootElements ?? []).filter((one) => one.$type === 'bpmn:Process').flatMap(within)
}

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height

const crosses = (one: Point, other: Point, box: Box): boolean =>
  overlap(
    {
      x: Math.min(one.x, other.x) - 0.5,
      y: Math.min(one.y, other.y) - 0.5,
      width: Math.abs(one.x - other.x) + 1,
      height: Math.abs(one.y - other.y) + 1,
    },
    { x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 4 },
  )

const holds = (outer: Bpmn, inner: Bpmn): boolean =>
  (outer.flowElements ?? []).concat(outer.artifacts ?? []).some((one) => one === inner || holds(one, inner))
const frame = (element: Bpmn) => /Participant|Lane$/.test(element.$type)
const ends = (ref: Bpmn | Bpmn[] | undefined): (Bpmn | undefined)[] => (Array.isArray(ref) ? ref : [ref])

/** Whether two arrows that share neither end run along each other. */
function cover(one: Point[], other: Point[]): boolean {
  const pieces = (way: Point[]) => way.slice(1).map((point, at) => [way[at]!, point] as const)
  const common = (a: number, b: number, c: number, d: number) => Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d))
  return pieces(one).some(([a, b]) =>
    pieces(other).some(
      ([c, d]) =>
        (a.x === b.x && c.x === d.x && a.x === c.x && common(a.y, b.y, c.y, d.y) > 4) ||
        (a.y === b.y && c.y === d.y && a.y === c.y && common(a.x, b.x, c.x, d.x) > 4),
    ),
  )
}

/** A flow may wrongly lead to an event on the edge of a node: it is drawn to the node. */
const arrivesAt = ({ targetRef }: Bpmn) => targetRef?.attachedToRef ?? targetRef

/** What a reader would complain of, in words. Messages between pools are drawn, but may pass over a box. */
export function complaints({ shapes, edges }: Placed): string[] {
  const said: string[] = []
  const boxes = shapes.filter(({ element }) => !frame(element))
  boxes.forEach((one, at) => {
    for (const other of boxes.slice(at + 1)) {
      const [a, b] = [one.element, other.element]
      if (a.attachedToRef === b || b.attachedToRef === a || holds(a, b) || holds(b, a)) continue
      if (overlap(one.box, other.box)) said.push(`${a.id} lies on ${b.id}`)
      if (one.label && overlap(one.label, other.box)) said.push(`the name of ${a.id} lies on ${b.id}`)
      if (other.label && overlap(other.label, one.box)) said.push(`the name of ${b.id} lies on ${a.id}`)
      if (one.label && other.label && overlap(one.label, other.label)) said.push(`the names of ${a.id} and ${b.id} lie on each other`)
    }
  })
  for (const { element, way, label } of edges) {
    if (way.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) said.push(`${element.id} has no place`)
    if (element.$type === 'bpmn:MessageFlow') continue
    const own = new Set([...ends(element.sourceRef), ...ends(element.targetRef)])
    const upright = way.every((point, at) => !at || point.x === way[at - 1]!.x || point.y === way[at - 1]!.y)
    if (!upright && element.$type === 'bpmn:SequenceFlow') said.push(`${element.id} runs aslant`)
    for (const { element: other, box } of boxes) {
      if ([...own].some((one) => one && (one === other || one.attachedToRef === other || holds(other, one)))) continue
      if (!own.has(undefined) && !/Data/.test(element.$type) && way.some((point, at) => at && crosses(way[at - 1]!, point, box)))
        said.push(`${element.id} runs through ${other.id}`)
      if (label && overlap(label, box)) said.push(`the name of ${element.id} lies on ${other.id}`)
    }
  }
  const flows = edges.filter(({ element }) => element.$type === 'bpmn:SequenceFlow')
  flows.forEach((one, at) => {
    for (const other of flows.slice(at + 1)) {
      const [a, b] = [one.element, other.element]
      if (a.sourceRef !== b.sourceRef && arrivesAt(a) !== arrivesAt(b) && cover(one.way, other.way)) said.push(`${a.id} and ${b.id} run along each other`)
    }
  })
  return said
}
