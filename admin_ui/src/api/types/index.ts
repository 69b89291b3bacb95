/** The server's shapes in one place to import from; they follow the published REST contract. */
export type * from './case'
export type * from './catalogue'
export type * from './definition'
export type * from './form'
export type * from './incident'
export type * from './person'
export type * from './work'

export interface Page<T> {
  items: T[]
  next: string | null
  total?: number
}
