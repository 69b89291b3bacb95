/** What is laid out, apart from BPMN: boxes and arrows of one level, and where they came to lie. */

/** An element as bpmn-moddle reads it; only what the layout looks at. */
export interface Bpmn {
  $type: string
  id?: string
  name?: string
  text?: string
  processRef?: Bpmn
  flowElements?: Bpmn[]
  artifacts?: Bpmn[]
  participants?: Bpmn[]
  messageFlows?: Bpmn[]
  laneSets?: Bpmn[]
  lanes?: Bpmn[]
  childLaneSet?: Bpmn
  flowNodeRef?: Bpmn[]
  attachedToRef?: Bpmn
  sourceRef?: Bpmn | Bpmn[]
  targetRef?: Bpmn
  dataInputAssociations?: Bpmn[]
  dataOutputAssociations?: Bpmn[]
}

export interface Point {
  x: number
  y: number
}

export interface Box extends Point {
  width: number
  height: number
}

/** A shape with its place; `label` where its name stands outside of it. */
export interface PlacedShape {
  element: Bpmn
  box: Box
  label?: Box
  expanded?: boolean
}

export interface PlacedEdge {
  element: Bpmn
  way: Point[]
  label?: Box
}

/** One level with everything inside, its own corner at 0, 0. */
export interface Placed {
  width: number
  height: number
  shapes: PlacedShape[]
  edges: PlacedEdge[]
}

/** An event on the lower edge of a node; x from the node's left, `corridor` from the node's middle down. */
export interface Attached {
  element: Bpmn
  x: number
  corridor: number
}

/** A box with the room it needs around its middle line. */
export interface Node {
  element: Bpmn
  width: number
  height: number
  up: number
  down: number
  label?: Box
  inner?: Placed
  attached: Attached[]
  beside: { element: Bpmn; width: number; height: number; edge?: Bpmn }[]
  band: number
}

/** An arrow between nodes by their numbers; `attached` when it leaves from an event on the edge of `from`. */
export interface Edge {
  element: Bpmn
  from: number
  to: number
  attached?: Attached
}

export interface Graph {
  nodes: Node[]
  edges: Edge[]
  bands: number
}

export const is = (element: Bpmn | undefined, ...types: string[]): boolean =>
  Boolean(element && types.some((type) => element.$type === `bpmn:${type}`))

/** How wide the text stands in a line: a Chinese character is a square, others about half. */
export function textWidth(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e7f ? 11.5 : 6.5
  return Math.ceil(width) + 4
}

export const lineHeight = 15
const widest = 90

/** The room of a name that stands outside of its shape, broken into lines. */
export function labelSize(text: string | undefined): { width: number; height: number } | null {
  const words = text?.trim()
  if (!words) return null
  const all = textWidth(words)
  return { width: Math.min(all, widest), height: lineHeight * Math.min(Math.ceil((all * 1.15) / widest), 5) }
}

/** Moves a level to its place in the level around it. */
export function moved(placed: Placed, by: Point): Pick<Placed, 'shapes' | 'edges'> {
  const at = (box: Box): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y })
  return {
    shapes: placed.shapes.map((one) => ({ ...one, box: at(one.box), label: one.label && at(one.label) })),
    edges: placed.edges.map((one) => ({
      ...one,
      way: one.way.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
      label: one.label && at(one.label),
    })),
  }
}
