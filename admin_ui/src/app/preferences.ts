/** What a person set once and expects to find again: appearance, density, width of panes. */
import { ref, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
export type Density = 'compact' | 'roomy'

function kept<T extends string>(name: string, first: T, allowed: readonly T[]) {
  const stored = localStorage.getItem(`jingban.${name}`) as T | null
  const value = ref<T>(stored && allowed.includes(stored) ? stored : first)
  watch(value, (now) => localStorage.setItem(`jingban.${name}`, now as string))
  return value
}

export const theme = kept<Theme>('theme', 'auto', ['auto', 'light', 'dark'])
export const density = kept<Density>('density', 'compact', ['compact', 'roomy'])

const darkOutside = window.matchMedia('(prefers-color-scheme: dark)')

function paint(): void {
  const dark = theme.value === 'dark' || (theme.value === 'auto' && darkOutside.matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

darkOutside.addEventListener('change', paint)
watch(theme, paint, { immediate: true })
