/** Dates and times as the office reads them, always in China Standard Time. */
const zone = 'Asia/Shanghai'

function parts(iso: string): Record<string, string> {
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(formatter.formatToParts(new Date(iso)).map((part) => [part.type, part.value]))
}

const dateOnly = /^\d{4}-\d{2}-\d{2}$/

/** `2026-11-22` out of a date or an instant. */
export function day(iso: string | null | undefined): string {
  if (!iso) return '—'
  if (dateOnly.test(iso)) return iso
  const at = parts(iso)
  return `${at.year}-${at.month}-${at.day}`
}

/** `11-22`, for dense tables. */
export function shortDay(iso: string | null | undefined): string {
  return iso ? day(iso).slice(5) : '—'
}

/** `11-22 09:41`. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return '—'
  if (dateOnly.test(iso)) return shortDay(iso)
  const at = parts(iso)
  return `${at.month}-${at.day} ${at.hour}:${at.minute}`
}

/** `2026-11-22 09:41:07`, for evidence. */
export function instant(iso: string | null | undefined): string {
  if (!iso) return '—'
  const at = parts(iso)
  return `${at.year}-${at.month}-${at.day} ${at.hour}:${at.minute}:${at.second}`
}

/** `09:41`. */
export function clockTime(iso: string): string {
  const at = parts(iso)
  return `${at.hour}:${at.minute}`
}

/** `周日` or `Sun` for a date. */
export function weekday(iso: string, locale: string): string {
  const noon = dateOnly.test(iso) ? `${iso}T12:00:00+08:00` : iso
  return new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short' }).format(new Date(noon))
}
