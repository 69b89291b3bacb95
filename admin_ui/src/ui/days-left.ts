/** How many working days remain, as a message key and its number. */
export interface DaysLeft {
  key: 'days.left' | 'days.today' | 'days.over' | 'days.none'
  n: number
}

export function leftWords(remaining: number | null): DaysLeft {
  if (remaining === null) return { key: 'days.none', n: 0 }
  if (remaining < 0) return { key: 'days.over', n: -remaining }
  return remaining === 0 ? { key: 'days.today', n: 0 } : { key: 'days.left', n: remaining }
}
