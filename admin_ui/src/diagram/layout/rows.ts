/**
 * Rows: the longest way through the process is one straight line, each branch takes the nearest free row,
 * what leads back goes above. Arrows over several columns hold their row, so that none runs through a box.
 */
import type { Edge, Graph } from './graph'
import type { Layers } from './layers'

export interface Row {
  band: number
  row: number
}

export interface Rows {
  of: Row[]
  /** The row in which an arrow passes the columns between its ends; none for arrows to the next column. */
  via: Map<Edge, Row>
}

class Taken {
  private readonly columns = new Map<string, Set<number>>()

  free({ band, row }: Row, from: number, to: number): boolean {
    const columns = this.columns.get(`${band} ${row}`)
    if (!columns) return true
    for (let column = from; column <= to; column++) if (columns.has(column)) return false
    return true
  }

  take({ band, row }: Row, from: number, to: number): void {
    const key = `${band} ${row}`
    const columns = this.columns.get(key) ?? new Set()
    this.columns.set(key, columns)
    for (let column = from; column <= to; column++) columns.add(column)
  }

  /** The first free of the wished rows, else the nearest to the last wish in the directions given. */
  nearest(wishes: readonly Row[], from: number, to: number, ways: readonly number[]): Row {
    const wished = wishes.find((wish) => this.free(wish, from, to))
    if (wished) return wished
    const { band, row } = wishes[wishes.length - 1]!
    for (let by = 1; ; by++) {
      for (const way of ways) if (this.free({ band, row: row + way * by }, from, to)) return { band, row: row + way * by }
    }
  }
}

const down = [1]
const up = [-1]
const both = [1, -1]

export function rowsOf(graph: Graph, layers: Layers): Rows {
  const { layer, next, rest, back } = layers
  const of: (Row | undefined)[] = new Array(graph.nodes.length)
  const via = new Map<Edge, Row>()
  const taken = new Taken()
  const band = (node: number) => graph.nodes[node]!.band
  const best = (node: number) => next[node]!.filter((edge) => !edge.attached).sort((one, other) => rest[other.to]! - rest[one.to]!)[0]

  /** The way on from a node within its band, as far as nobody has gone it. */
  function lay(first: number, wish: Row, ways: readonly number[]): number[] {
    const path = [first]
    const along: Edge[] = []
    let end = layer[first]!
    for (let edge = best(first); edge; edge = best(edge.to)) {
      const known = of[edge.to] ?? path.includes(edge.to)
      if (known || band(edge.to) !== band(first)) {
        end = Math.max(end, layer[edge.to]! - 1)
        along.push(edge)
        break
      }
      path.push(edge.to)
      along.push(edge)
      end = layer[edge.to]!
    }
    const row = taken.nearest([wish], layer[first]!, end, ways)
    taken.take(row, layer[first]!, end)
    for (const node of path) of[node] = row
    for (const edge of along) if (layer[edge.to]! - layer[edge.from]! > 1) via.set(edge, row)
    return path
  }

  function grow(path: number[]): void {
    const open = [path]
    while (open.length) {
      // from the right: short branches lie next to the line, long ones around them
      for (const node of open.shift()!.toReversed()) {
        const branches = next[node]!.toSorted((one, other) => Number(Boolean(one.attached)) - Number(Boolean(other.attached)))
        for (const edge of branches) {
          if (of[edge.to]) continue
          const here = band(edge.to) === band(node)
          const wish = here ? { band: band(node), row: of[node]!.row } : { band: band(edge.to), row: 0 }
          open.push(lay(edge.to, wish, edge.attached ? down : both))
        }
      }
    }
  }

  const entered = new Set(next.flat().map((edge) => edge.to))
  const bottom = (of_: number) => Math.max(-1, ...of.flatMap((row) => (row?.band === of_ ? [row.row] : []))) + 1
  graph.nodes.forEach((_, node) => {
    if (!of[node] && !entered.has(node)) {
      const tied = next[node]!.length > 0
      const wish = { band: band(node), row: tied ? bottom(band(node)) : 0 }
      grow(lay(node, wish, down))
    }
  })

  for (const edge of graph.edges) {
    const [from, to] = [of[edge.from]!, of[edge.to]!]
    if (back.has(edge)) {
      const top = from.band === to.band ? Math.min(from.row, to.row) : from.row
      const columns = [layer[edge.to]!, layer[edge.from]!] as const
      const row = taken.nearest([{ band: from.band, row: edge.attached ? from.row + 1 : top - 1 }], ...columns, edge.attached ? down : up)
      taken.take(row, ...columns)
      via.set(edge, row)
    } else if (layer[edge.to]! - layer[edge.from]! > 1 && !via.has(edge)) {
      const columns = [layer[edge.from]! + 1, layer[edge.to]! - 1] as const
      const row = taken.nearest(edge.attached ? [to, from] : [from, to, from], ...columns, both)
      taken.take(row, ...columns)
      via.set(edge, row)
    }
  }
  return { of: of as Row[], via }
}
