/** Columns from left to right: each node right of all that lead to it; an arrow that closes a loop does not count. */
import type { Edge } from './graph'

export interface Layers {
  layer: number[]
  back: Set<Edge>
  /** For each node the forward arrows that leave it. */
  next: Edge[][]
  /** How many nodes the longest way to an end still has. */
  rest: number[]
}

function leaving(count: number, edges: readonly Edge[]): Edge[][] {
  const next: Edge[][] = Array.from({ length: count }, () => [])
  for (const edge of edges) next[edge.from]!.push(edge)
  return next
}

/** The arrows that lead back to a node one is still coming from, found without recursion: a file may be long. */
function loops(count: number, edges: readonly Edge[]): Set<Edge> {
  const next = leaving(count, edges)
  const entered = new Set(edges.filter((edge) => edge.from !== edge.to).map((edge) => edge.to))
  const numbers = [...Array(count).keys()]
  const roots = [...numbers.filter((node) => !entered.has(node)), ...numbers]
  const state = new Uint8Array(count)
  const back = new Set<Edge>()
  for (const root of roots) {
    if (state[root]) continue
    const stack = [{ node: root, at: 0 }]
    state[root] = 1
    while (stack.length) {
      const top = stack[stack.length - 1]!
      const edge = next[top.node]![top.at++]
      if (!edge) {
        state[top.node] = 2
        stack.pop()
      } else if (state[edge.to] === 1) back.add(edge)
      else if (state[edge.to] === 0) {
        state[edge.to] = 1
        stack.push({ node: edge.to, at: 0 })
      }
    }
  }
  return back
}

function topological(count: number, next: readonly Edge[][]): number[] {
  const waiting = new Array<number>(count).fill(0)
  for (const edge of next.flat()) waiting[edge.to]!++
  const order = [...Array(count).keys()].filter((node) => waiting[node] === 0)
  for (let at = 0; at < order.length; at++) {
    for (const edge of next[order[at]!]!) if (--waiting[edge.to]! === 0) order.push(edge.to)
  }
  return order
}

/** Boxes without any arrow do not make one tall pile: they stand in a few columns. */
function spread(count: number, edges: readonly Edge[], layer: number[]): void {
  const tied = new Set(edges.flatMap((edge) => [edge.from, edge.to]))
  const alone = [...Array(count).keys()].filter((node) => !tied.has(node))
  const columns = Math.max(Math.ceil(Math.sqrt(alone.length)), 1)
  alone.forEach((node, at) => (layer[node] = at % columns))
}

export function layersOf(count: number, edges: readonly Edge[]): Layers {
  const back = loops(count, edges)
  const next = leaving(
    count,
    edges.filter((edge) => !back.has(edge)),
  )
  const order = topological(count, next)
  const layer = new Array<number>(count).fill(0)
  for (const node of order) for (const edge of next[node]!) layer[edge.to] = Math.max(layer[edge.to]!, layer[node]! + 1)
  const rest = new Array<number>(count).fill(1)
  for (const node of order.toReversed()) for (const edge of next[node]!) rest[node] = Math.max(rest[node]!, rest[edge.to]! + 1)
  spread(count, edges, layer)
  return { layer, back, next, rest }
}
