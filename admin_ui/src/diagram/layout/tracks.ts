/** The upright pieces of arrows between two columns: side by side, so that arrows of different sources never lie on each other. */

/** An upright piece from one height to another; pieces of one `source` may share a track. */
export interface Upright {
  from: number
  to: number
  source: object
  /** It ends at a box, where it may also arrive somewhat beside the middle. */
  last: boolean
}

const beside = 10

const meets = (one: Upright, other: Upright): boolean =>
  Math.min(one.from, one.to) <= Math.max(other.from, other.to) + 4 && Math.min(other.from, other.to) <= Math.max(one.from, one.to) + 4

/**
 * The track of each piece, counted from the left. What leaves a height goes left of what arrives at it: otherwise
 * their level pieces would lie on each other. Where two change places, `to` of one is moved: it arrives beside the other.
 */
export function tracksOf(pieces: readonly Upright[]): number[] {
  const track = new Array<number>(pieces.length).fill(-1)
  const beforeOf = (piece: Upright) =>
    pieces.flatMap((other, at) => (other.source !== piece.source && Math.abs(other.from - piece.to) < 1 ? [at] : []))
  const before = pieces.map(beforeOf)
  const open = new Set(pieces.keys())
  const tracks: Upright[][] = []
  while (open.size) {
    let at = [...open].find((one) => before[one]!.every((other) => !open.has(other)))
    if (at === undefined) {
      at = [...open].find((one) => pieces[one]!.last) ?? open.values().next().value!
      const piece = pieces[at]!
      if (piece.last) piece.to += piece.from < piece.to ? -beside : beside
      before[at] = beforeOf(piece).filter((one) => !open.has(one))
    }
    open.delete(at)
    const piece = pieces[at]!
    let place = Math.max(0, ...before[at]!.map((one) => track[one]! + 1))
    while (tracks[place]?.some((other) => other.source !== piece.source && meets(other, piece))) place++
    ;(tracks[place] ??= []).push(piece)
    track[at] = place
  }
  return track
}
