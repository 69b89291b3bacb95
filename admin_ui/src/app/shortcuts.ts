/**
 * Keys of the whole desk. A page adds its own with `useKeys`; typing in a field never triggers one.
 * Two-stroke keys (`g i`) wait one second for the second stroke.
 */
import { onBeforeUnmount, onMounted } from 'vue'

export type Keys = Record<string, (event: KeyboardEvent) => void>

const patience = 1000
let first: { key: string; at: number } | null = null
const strokes = new WeakMap<KeyboardEvent, string>()

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

function dialogOpen(): boolean {
  return [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].some(
    (dialog) => dialog.getAttribute('aria-modal') === 'true' && dialog.offsetParent !== null,
  )
}

/** An open list or explanation is what Escape closes first. */
function popoverOpen(): boolean {
  return document.querySelector('.el-popper[aria-hidden="false"]') !== null
}

/** The name under which a stroke is looked up: `j`, `?`, `g i`, `mod+Enter`. */
export function strokeOf(event: KeyboardEvent): string {
  const known = strokes.get(event)
  if (known !== undefined) return known
  const stroke = readStroke(event, event.timeStamp)
  strokes.set(event, stroke)
  return stroke
}

function readStroke(event: KeyboardEvent, now: number): string {
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return `mod+${event.key}`
  if (event.altKey) return `alt+${event.key}`
  if (first && now - first.at < patience) {
    const both = `${first.key} ${event.key}`
    first = null
    return both
  }
  if (event.key === 'g') first = { key: 'g', at: now }
  return event.key
}

export function useKeys(keys: Keys): void {
  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const mod = event.ctrlKey || event.metaKey
    if (typing(event.target) && !mod && event.key !== 'Escape') return
    const act = keys[strokeOf(event)]
    if (!act || dialogOpen() || (event.key === 'Escape' && popoverOpen())) return
    act(event)
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
}
