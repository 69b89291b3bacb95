/** From rows and columns to places: how tall each row and how wide each column and channel must be, and the way of each arrow. */
import { is, labelSize, moved, type Box, type Edge, type Graph, type Node, type Placed, type PlacedEdge, type Point } from './graph'
import { layersOf } from './layers'
import { rowsOf, type Row } from './rows'
import { tracksOf, type Upright } from './tracks'

const gap = { row: 32, channel: 40, track: 12, band: 24 }
const passing = 12
const around = 20

interface Piece extends Upright {
  edge: Edge
  channel: number
}

export interface Bands {
  /** From where to where each lane reaches, down. */
  bands: { top: number; bottom: number }[]
}

function heights(graph: Graph, rows: ReturnType<typeof rowsOf>): Bands & { middle: (row: Row) => number; height: number } {
  const room = new Map<number, Map<number, { up: number; down: number }>>()
  const need = ({ band, row }: Row, up: number, down: number) => {
    const of = room.get(band) ?? new Map<number, { up: number; down: number }>()
    room.set(band, of)
    const known = of.get(row) ?? { up: 0, down: 0 }
    of.set(row, { up: Math.max(known.up, up), down: Math.max(known.down, down) })
  }
  graph.nodes.forEach((node, at) => need(rows.of[at]!, node.up, node.down))
  for (const row of rows.via.values()) need(row, passing, passing)
  const middles = new Map<string, number>()
  const bands: Bands['bands'] = []
  let y = 0
  for (let band = 0; band < graph.bands; band++) {
    const top = y
    const lines = [...(room.get(band) ?? [])].sort(([one], [other]) => one - other)
    if (graph.bands > 1 && (lines.length || band < graph.bands - 1)) y += gap.band
    lines.forEach(([row, { up, down }], at) => {
      middles.set(`${band} ${row}`, y + up)
      y += up + down + (at < lines.length - 1 ? gap.row : 0)
    })
    if (graph.bands > 1 && (lines.length || band < graph.bands - 1)) y = Math.max(y + gap.band, top + 80)
    bands.push({ top, bottom: y })
  }
  return { middle: ({ band, row }) => middles.get(`${band} ${row}`)!, height: y, bands }
}

function shapesOf(node: Node, left: number, middle: number): Pick<Placed, 'shapes' | 'edges'> {
  const box: Box = { x: left, y: middle - node.height / 2, width: node.width, height: node.height }
  const shapes: Placed['shapes'] = [
    { element: node.element, box, label: node.label && { ...node.label, x: left + node.label.x, y: box.y + node.label.y }, expanded: Boolean(node.inner) },
  ]
  const edges: PlacedEdge[] = []
  if (node.inner) {
    const within = moved(node.inner, { x: box.x, y: box.y })
    shapes.push(...within.shapes)
    edges.push(...within.edges)
  }
  for (const { element, x } of node.attached) {
    const name = labelSize(element.name)
    const at = { x: left + x - 18, y: box.y + box.height - 18, width: 36, height: 36 }
    shapes.push({ element, box: at, label: name ? { x: at.x - name.width - 4, y: box.y + box.height + 4, ...name } : undefined })
  }
  let x = left
  for (const { element, width, height, edge } of node.beside) {
    const name = element.$type.startsWith('bpmn:Data') ? labelSize(element.name) : null
    const own = name ? height - name.height - 4 : height
    const at = { x: name ? x + (width - 36) / 2 : x, y: box.y - 18 - height, width: name ? 36 : width, height: own }
    shapes.push({ element, box: at, label: name ? { x: x + (width - name.width) / 2, y: at.y + own + 4, ...name } : undefined })
    if (edge) {
      const down = Math.min(Math.max(at.x + at.width / 2, box.x + 6), box.x + box.width - 6)
      const way = [{ x: at.x + at.width / 2, y: at.y + height }, { x: down, y: box.y }]
      const written = is(edge, 'DataOutputAssociation') || (Array.isArray(edge.sourceRef) ? edge.sourceRef[0] : edge.sourceRef) === node.element
      edges.push({ element: edge, way: written ? way.reverse() : way })
    }
    x += width + 10
  }
  return { shapes, edges }
}

function labelOf(edge: Edge, way: Point[], from: number | undefined, back: boolean): Box | undefined {
  const size = labelSize(edge.element.name)
  if (!size) return undefined
  const line = way.findIndex((point, at) => at > 0 && point.y === way[at - 1]!.y && (way.length === 2 || at > 1))
  const start = way[Math.max(line, 1) - 1]!
  const y = start.y - 2 - size.height
  return { x: back ? start.x - size.width - 6 : Math.max(start.x, from ?? start.x) + 4, y, ...size }
}

/** How far inside of its frame the left side of a shape lies, beside the middle: circles and diamonds are not boxes. */
function inset({ element, height }: Node, beside: number): number {
  if (element.$type.endsWith('Gateway')) return Math.abs(beside)
  return element.$type.endsWith('Event') ? height / 2 - Math.sqrt(Math.max((height / 2) ** 2 - beside ** 2, 0)) : 0
}

/** A level whose boxes all hang together, or stand in lanes: in rows and columns. Boxes without any arrow follow below, in lines. */
export function place(graph: Graph): Placed & Bands {
  const tied = new Set(graph.edges.flatMap((edge) => [edge.from, edge.to]))
  const alone = graph.nodes.filter((_, at) => !tied.has(at))
  if (graph.bands > 1 || !alone.length) return placeTied(graph)
  const number = new Map([...tied].sort((one, other) => one - other).map((node, at) => [node, at]))
  const edges = graph.edges.map((edge) => ({ ...edge, from: number.get(edge.from)!, to: number.get(edge.to)! }))
  const result = placeTied({ bands: 1, nodes: [...number.keys()].map((node) => graph.nodes[node]!), edges })
  const size = alone.map((node) => Math.max(node.width, node.label?.width ?? 0) + gap.channel)
  const most = Math.max(result.width, Math.sqrt(alone.length) * Math.max(...size), 400)
  let [x, y, below] = [0, result.height + (result.height ? gap.row : 0), 0]
  const lines: { up: number; nodes: { node: Node; x: number }[] }[] = []
  alone.forEach((node, at) => {
    if (!lines.length || x + size[at]! > most + gap.channel) {
      lines.push({ up: 0, nodes: [] })
      x = 0
    }
    const line = lines[lines.length - 1]!
    line.nodes.push({ node, x: x + (size[at]! - gap.channel - node.width) / 2 })
    line.up = Math.max(line.up, node.up)
    x += size[at]!
    result.width = Math.max(result.width, x - gap.channel)
  })
  for (const { up, nodes } of lines) {
    for (const one of nodes) {
      const own = shapesOf(one.node, one.x, y + up)
      result.shapes.push(...own.shapes)
      result.edges.push(...own.edges)
    }
    below = y + up + Math.max(...nodes.map(({ node }) => node.down))
    y = below + gap.row
  }
  result.height = below
  result.bands = [{ top: 0, bottom: below }]
  return result
}

function placeTied(graph: Graph): Placed & Bands {
  const layers = layersOf(graph.nodes.length, graph.edges)
  const rows = rowsOf(graph, layers)
  const { middle, height, bands } = heights(graph, rows)
  const columns = Math.max(0, ...layers.layer.map((layer) => layer + 1))
  const y = (node: number) => middle(rows.of[node]!)

  const pieces: Piece[] = []
  for (const edge of graph.edges) {
    const start = y(edge.from) + (edge.attached?.corridor ?? 0)
    const source = edge.attached ?? graph.nodes[edge.from]!
    const via = rows.via.get(edge)
    const [out, into] = [layers.layer[edge.from]! + 1, layers.layer[edge.to]!]
    const through = via ? middle(via) : y(edge.to)
    pieces.push({ edge, source, channel: out, from: start, to: through, last: !via })
    if (via) pieces.push({ edge, source, channel: into, from: through, to: y(edge.to), last: true })
  }

  // a channel is as wide as its tracks and the longest name written in it
  const track = new Map<Piece, number>()
  const channels = Array.from({ length: columns + 1 }, (_, channel) => {
    const all = pieces.filter((piece) => piece.channel === channel)
    const upright = all.filter((piece) => Math.abs(piece.from - piece.to) >= 1)
    tracksOf(upright).forEach((place, at) => track.set(upright[at]!, place))
    const tracks = Math.max(0, ...upright.map((piece) => track.get(piece)! + 1)) * gap.track
    const names = all.filter((piece) => layers.layer[piece.edge.from]! + 1 === channel).map((piece) => labelSize(piece.edge.element.name)?.width ?? 0)
    const name = Math.max(0, ...names)
    const outer = channel === 0 || channel === columns
    return { tracks, width: outer ? (tracks && tracks + around) : Math.max(gap.channel, tracks + 2 * around - gap.track + (name ? name + 8 : 0)) }
  })
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...graph.nodes.map((node, at) => (layers.layer[at] === column ? Math.max(node.width, node.label?.width ?? 0) : 0))),
  )
  const starts: number[] = []
  let x = 0
  for (let channel = 0; channel <= columns; channel++) {
    starts.push(x)
    x += channels[channel]!.width + (widths[channel] ?? 0)
  }
  const lefts = graph.nodes.map((node, at) => {
    const layer = layers.layer[at]!
    return starts[layer]! + channels[layer]!.width + (widths[layer]! - node.width) / 2
  })
  const trackX = (piece: Piece) => starts[piece.channel]! + (piece.channel === 0 ? 4 : around - 4) + track.get(piece)! * gap.track

  const result: Placed & Bands = { width: x, height, shapes: [], edges: [], bands }
  graph.nodes.forEach((node, at) => {
    const own = shapesOf(node, lefts[at]!, y(at))
    result.shapes.push(...own.shapes)
    result.edges.push(...own.edges)
  })
  for (const edge of graph.edges) {
    const node = graph.nodes[edge.from]!
    const way: Point[] = []
    if (edge.attached) {
      const out = lefts[edge.from]! + edge.attached.x
      way.push({ x: out, y: y(edge.from) + node.height / 2 + 18 }, { x: out, y: y(edge.from) + edge.attached.corridor })
    } else way.push({ x: lefts[edge.from]! + node.width, y: y(edge.from) })
    for (const piece of pieces.filter((one) => one.edge === edge)) {
      if (!track.has(piece)) continue
      way.push({ x: trackX(piece), y: piece.from }, { x: trackX(piece), y: piece.to })
    }
    const arrives = pieces.find((one) => one.edge === edge && one.last && track.has(one))?.to ?? y(edge.to)
    way.push({ x: lefts[edge.to]! + inset(graph.nodes[edge.to]!, arrives - y(edge.to)), y: arrives })
    const channel = layers.layer[edge.from]! + 1
    const named = starts[channel]! + (channels[channel]!.tracks ? around - 4 + channels[channel]!.tracks - gap.track : 0)
    result.edges.push({ element: edge.element, way, label: labelOf(edge, way, named, layers.back.has(edge)) })
  }
  return result
}
