/**
 * The only place that knows bpmn-js: a map to look at, to light up and to click, never to edit.
 * The bpmn.io mark stays where its licence wants it: visible.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import 'bpmn-js/dist/assets/diagram-js.css'
import type { ElementCondition, ElementState } from '@/api/types'
import { drawnNodes, type Definitions } from './drawn-nodes'
import jingban from './jingban.moddle.json'

interface Canvas {
  resized: () => void
  viewbox: (box?: Box) => Box & { inner: Box; outer: Box }
  addMarker: (id: string, marker: string) => void
  removeMarker: (id: string, marker: string) => void
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

interface Shape {
  id: string
  type: string
  x?: number
  y?: number
  width?: number
  height?: number
  businessObject: { name?: string; sourceRef?: { id: string }; targetRef?: { id: string } }
}

interface Moddle {
  fromXML: (xml: string, type: string) => Promise<{ rootElement: Definitions }>
  create: (type: string, facts: Record<string, unknown>) => unknown
}

interface Registry {
  get: (id: string) => Shape | undefined
  filter: (keep: (shape: Shape) => boolean) => Shape[]
}

/** Where a map came from: drawn in the file, with `missing` nodes left out of it, or laid out because the file draws nothing. */
export interface Drawing {
  laidOut: boolean
  missing: number
}

interface Overlays {
  clear: () => void
  add: (id: string, overlay: { position: Record<string, number>; html: HTMLElement }) => void
}

export interface MapEvents {
  clicked: (element: string | null) => void
  hovered: (element: string | null) => void
}

const readable = 0.9
const margin = { side: 16, top: 48, bottom: 44 }
const marker = (state: ElementCondition) => `jb-${state}`

export class ProcessMap {
  private readonly viewer: NavigatedViewer
  private marked: { id: string; name: string }[] = []
  private lit: string | null = null
  private newest = 0

  constructor(container: HTMLElement, events: MapEvents) {
    this.viewer = new NavigatedViewer({
      container,
      moddleExtensions: { jb: jingban },
      bpmnRenderer: {
        defaultFillColor: 'var(--paper)',
        defaultStrokeColor: 'color-mix(in srgb, var(--ink) 62%, var(--paper))',
        defaultLabelColor: 'var(--ink)',
      },
      textRenderer: {
        defaultStyle: { fontFamily: '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif', fontSize: 12 },
      },
    })
    const bus = this.viewer.get('eventBus') as {
      on: (name: string, act: (event: { element: Shape }) => void) => void
    }
    const known = (shape: Shape) => (/Process|Collaboration|Participant|Lane$/.test(shape.type) ? null : shape.id)
    bus.on('element.click', ({ element }) => events.clicked(known(element)))
    bus.on('element.hover', ({ element }) => events.hovered(known(element)))
    bus.on('element.out', () => events.hovered(null))
  }

  private get canvas(): Canvas {
    return this.viewer.get('canvas') as Canvas
  }

  private get moddle(): Moddle {
    return this.viewer.get('moddle') as Moddle
  }

  private get registry(): Registry {
    return this.viewer.get('elementRegistry') as Registry
  }

  /**
   * Draws the XML and fits it into the container; lays it out first when the file draws none of its nodes.
   * Throws when it is not readable BPMN. Answers null when something else was asked to be drawn meanwhile.
   */
  async draw(xml: string, container: HTMLElement): Promise<Drawing | null> {
    const mine = ++this.newest
    this.marked = []
    this.lit = null
    const { rootElement } = await this.moddle.fromXML(xml, 'bpmn:Definitions')
    const { drawn, missing } = drawnNodes(rootElement)
    const laidOut = !drawn && (missing > 0 || !rootElement.diagrams?.length)
    if (laidOut) {
      const { giveDrawing } = await import('./layout/interchange')
      if (mine === this.newest) giveDrawing(rootElement, this.moddle)
    }
    if (mine !== this.newest) return null
    await this.viewer.importDefinitions(rootElement as never)
    addHatch(container)
    for (const lane of this.registry.filter((shape) => /Participant$|Lane$/.test(shape.type))) {
      this.canvas.addMarker(lane.id, 'jb-lane')
    }
    this.fit()
    return { laidOut, missing: laidOut ? 0 : missing }
  }

  /** The whole map, clear of the buttons above and the legend below, never larger than it was drawn. */
  fit(): void {
    this.canvas.resized()
    const { inner, outer } = this.canvas.viewbox()
    if (!inner.width || !inner.height || !outer.width) return
    const [across, down] = [2 * margin.side, margin.top + margin.bottom]
    const scale = Math.min((outer.width - across) / inner.width, (outer.height - down) / inner.height, 1)
    const [width, height] = [outer.width / scale, outer.height / scale]
    const spare = height - inner.height - down / scale
    this.canvas.viewbox({
      x: inner.x + (inner.width - width) / 2,
      y: inner.y - margin.top / scale - spare / 2,
      width,
      height,
    })
  }

  /** Brings an element into the middle at a size at which its name can be read. */
  locate(element: string): void {
    const shape = this.registry.get(element)
    if (!shape || shape.x === undefined || shape.y === undefined) return
    this.canvas.resized()
    const { outer } = this.canvas.viewbox()
    const [width, height] = [outer.width / readable, outer.height / readable]
    const middle = { x: shape.x + (shape.width ?? 0) / 2, y: shape.y + (shape.height ?? 0) / 2 }
    this.canvas.viewbox({ x: middle.x - width / 2, y: middle.y - height / 2, width, height })
  }

  /** Marks every element with its state, and flows between finished ones as travelled. */
  show(states: readonly ElementState[]): void {
    for (const { id, name } of this.marked) this.canvas.removeMarker(id, name)
    this.marked = []
    const overlays = this.viewer.get('overlays') as Overlays
    overlays.clear()
    const reached = new Set<string>()
    for (const { element, state, count } of states) {
      if (!this.registry.get(element)) continue
      this.mark(element, marker(state))
      if (['done', 'running', 'waiting', 'failed'].includes(state)) reached.add(element)
      if (count && count > 1) overlays.add(element, { position: { top: -9, right: 9 }, html: badge(count) })
    }
    this.showFlows(states, reached)
  }

  private showFlows(states: readonly ElementState[], reached: ReadonlySet<string>): void {
    const done = new Set(states.filter((one) => one.state === 'done').map((one) => one.element))
    const named = new Set(states.map((one) => one.element))
    for (const flow of this.registry.filter((shape) => shape.type === 'bpmn:SequenceFlow')) {
      const { sourceRef, targetRef } = flow.businessObject
      const travelled = sourceRef && targetRef && done.has(sourceRef.id) && reached.has(targetRef.id)
      if (travelled && !named.has(flow.id)) this.mark(flow.id, marker('done'))
    }
  }

  private mark(id: string, name: string): void {
    this.canvas.addMarker(id, name)
    this.marked.push({ id, name })
  }

  light(element: string | null): void {
    if (this.lit && this.registry.get(this.lit)) this.canvas.removeMarker(this.lit, 'jb-lit')
    this.lit = element && this.registry.get(element) ? element : null
    if (this.lit) this.canvas.addMarker(this.lit, 'jb-lit')
  }

  nameOf(element: string): string {
    return this.registry.get(element)?.businessObject.name ?? element
  }

  has(element: string): boolean {
    return Boolean(this.registry.get(element))
  }

  close(): void {
    this.viewer.destroy()
  }
}

function badge(count: number): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'jb-count'
  mark.textContent = `×${count}`
  return mark
}

function addHatch(container: HTMLElement): void {
  const svg = container.querySelector('svg')
  if (!svg || svg.querySelector('#jb-hatch')) return
  const space = 'http://www.w3.org/2000/svg'
  const defs = document.createElementNS(space, 'defs')
  const pattern = document.createElementNS(space, 'pattern')
  const facts = { id: 'jb-hatch', width: '8', height: '8', patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }
  for (const [name, value] of Object.entries(facts)) pattern.setAttribute(name, value)
  const ground = document.createElementNS(space, 'rect')
  ground.setAttribute('width', '8')
  ground.setAttribute('height', '8')
  ground.style.fill = 'var(--paper)'
  const stripe = document.createElementNS(space, 'rect')
  stripe.setAttribute('width', '3')
  stripe.setAttribute('height', '8')
  stripe.style.fill = 'color-mix(in srgb, var(--amber) 26%, var(--paper))'
  pattern.append(ground, stripe)
  defs.append(pattern)
  svg.prepend(defs)
}
