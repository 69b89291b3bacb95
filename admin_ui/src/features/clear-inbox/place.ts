/** Where the reader was in each list, so that closing an item returns to the same row. */
export interface Place {
  id: string
  loaded: number
}

const places = new Map<string, Place>()

export function rememberPlace(list: string, place: Place): void {
  places.set(list, place)
}

export function placeOf(list: string): Place | undefined {
  return places.get(list)
}
