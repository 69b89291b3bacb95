/** A process without a drawing gets one: read from left to right, complete, nothing on top of each other, every id as it was. */
import { describe, expect, it } from 'vitest'
import { drawnNodes } from '@/diagram/drawn-nodes'
import { giveDrawing, layOut, mostElements, NotDrawn } from '@/diagram/layout/interchange'
import { tracksOf } from '@/diagram/layout/tracks'
import { bpmnFiles, complaints, inProcess, laidOut, moddle, nodesOf, read, text } from './laid-out'

const flow = (id: string, from: string, to: string, name = '') =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" name="${name}"/>`
const choice = `<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="G" name="材料齐全？"/><bpmn:task id="A"/><bpmn:task id="B"/><bpmn:endEvent id="E"/><bpmn:endEvent id="R"/>
  ${flow('f1', 'S', 'G')}${flow('f2', 'G', 'A', '齐全')}${flow('f3', 'G', 'R', '不齐')}${flow('f4', 'A', 'B')}${flow('f5', 'B', 'E')}`
const middle = ({ box }: { box: { y: number; height: number } }) => box.y + box.height / 2

describe('the layout', () => {
  it('keeps the longest way on one line and puts branches beside it', async () => {
    const { shape, way } = await laidOut(inProcess(choice))
    for (const id of ['G', 'A', 'B', 'E']) expect(middle(shape(id))).toBe(middle(shape('S')))
    expect(middle(shape('R'))).not.toBe(middle(shape('S')))
    expect(way('f4')).toHaveLength(2)
    expect(shape('S').box.x).toBeLessThan(shape('G').box.x)
  })

  it('leads a return over the line, not through the boxes', async () => {
    const placed = await laidOut(inProcess(choice + flow('back', 'B', 'G')))
    expect(Math.min(...placed.way('back').map(({ y }) => y))).toBeLessThan(placed.shape('A').box.y)
    expect(complaints(placed)).toEqual([])
  })

  it('draws a sub-process open, and an event on the edge of its activity', async () => {
    const { shape } = await laidOut(
      inProcess(`<bpmn:subProcess id="Sub" name="会审"><bpmn:startEvent id="S"/><bpmn:task id="T"/>${flow('f', 'S', 'T')}</bpmn:subProcess>
        <bpmn:boundaryEvent id="B" name="超时" attachedToRef="Sub"/>`),
    )
    const [outer, inner, edge] = [shape('Sub').box, shape('T').box, shape('B').box]
    expect(inner.x).toBeGreaterThan(outer.x)
    expect(inner.y + inner.height).toBeLessThan(outer.y + outer.height)
    expect(edge.y + edge.height / 2).toBe(outer.y + outer.height)
  })

  it('puts each node into its lane, and each process into a pool', async () => {
    const lanes = `<bpmn:laneSet id="L"><bpmn:lane id="L1"><bpmn:flowNodeRef>S</bpmn:flowNodeRef><bpmn:flowNodeRef>G</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="L2"><bpmn:flowNodeRef>A</bpmn:flowNodeRef><bpmn:flowNodeRef>B</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>`
    const pools = `<bpmn:collaboration id="C"><bpmn:participant id="Applicant" name="申请人"/><bpmn:participant id="Office" processRef="P"/>
      <bpmn:messageFlow id="m" sourceRef="Applicant" targetRef="S"/></bpmn:collaboration>`
    const placed = await laidOut(inProcess(lanes + choice, pools))
    const within = (inner: string, outer: string) => {
      const [one, other] = [placed.shape(inner).box, placed.shape(outer).box]
      return one.x >= other.x && one.y >= other.y && one.x + one.width <= other.x + other.width && one.y + one.height <= other.y + other.height
    }
    for (const [node, lane] of [['S', 'L1'], ['G', 'L1'], ['A', 'L2'], ['B', 'L2'], ['L1', 'Office'], ['L2', 'Office'], ['E', 'Office']]) {
      expect([node, within(node!, lane!)]).toEqual([node, true])
    }
    expect(placed.way('m').at(-1)!.y).toBe(placed.shape('S').box.y)
    expect(placed.plane.id).toBe('C')
  })

  it('writes the name of an event above it where a message leaves below', async () => {
    const other = `<bpmn:collaboration id="C"><bpmn:participant id="One" processRef="P"/><bpmn:participant id="Other"/>
      <bpmn:messageFlow id="m" sourceRef="S" targetRef="Other"/></bpmn:collaboration>`
    const { shape } = await laidOut(inProcess('<bpmn:intermediateThrowEvent id="S" name="征求意见"/>', other))
    expect(shape('S').label!.y + shape('S').label!.height).toBeLessThan(shape('S').box.y)
  })

  it('frames several processes, so that none is left out', async () => {
    const two = inProcess('<bpmn:task id="A"/>').replace('</bpmn:definitions>', '<bpmn:process id="Q" name="第二个"><bpmn:task id="B"/></bpmn:process></bpmn:definitions>')
    const { shape, shapes } = await laidOut(two)
    expect(shape('B').box.y).toBeGreaterThan(shape('A').box.y)
    expect(shapes.filter(({ element }) => element.$type === 'bpmn:Participant').map(({ element }) => element.name)).toEqual(['P', '第二个'])
  })

  it('sets data and notes above what they belong to, data that is written with an arrow to it', async () => {
    const { shape, way } = await laidOut(
      inProcess(`<bpmn:task id="T"><bpmn:dataOutputAssociation id="d"><bpmn:targetRef>O</bpmn:targetRef></bpmn:dataOutputAssociation></bpmn:task>
        <bpmn:dataObjectReference id="O" name="费用"/><bpmn:textAnnotation id="N"><bpmn:text>收费标准</bpmn:text></bpmn:textAnnotation>
        <bpmn:association id="a" sourceRef="T" targetRef="N"/>`),
    )
    for (const id of ['O', 'N']) expect(shape(id).box.y + shape(id).box.height).toBeLessThan(shape('T').box.y)
    expect(way('d').at(-1)!.y).toBeLessThan(way('d')[0]!.y)
  })

  it('puts what hangs on nothing below the rest, in lines, so that it tears no columns apart', async () => {
    const alone = `<bpmn:subProcess id="Sub" triggeredByEvent="true"><bpmn:startEvent id="S1"/><bpmn:task id="T1"/>${flow('g', 'S1', 'T1')}</bpmn:subProcess>`
    const [without, beside] = [await laidOut(inProcess(choice)), await laidOut(inProcess(alone + choice))]
    for (const id of ['S', 'G', 'E']) expect(beside.shape(id).box.x).toBe(without.shape(id).box.x)
    expect(beside.shape('Sub').box.y).toBeGreaterThan(beside.shape('R').box.y)
    const many = await laidOut(inProcess(Array.from({ length: 16 }, (_, at) => `<bpmn:task id="t${at}"/>`).join('')))
    expect(new Set(many.shapes.map(({ box }) => box.y)).size).toBe(4)
    expect(complaints(many)).toEqual([])
  })

  it('refuses what would stop the page, and says why', async () => {
    const many = inProcess(Array.from({ length: mostElements + 1 }, (_, at) => `<bpmn:task id="t${at}"/>`).join(''))
    const deep = inProcess('<bpmn:subProcess>'.repeat(60) + '</bpmn:subProcess>'.repeat(60))
    const none = inProcess('').replace(/<bpmn:process.*process>/, '')
    for (const [xml, reason] of [[many, 'tooMany'], [deep, 'tooDeep'], [none, 'nothing']] as const) {
      await expect(laidOut(xml)).rejects.toEqual(new NotDrawn(reason))
    }
  })

  it('lets two flows that change places arrive beside each other', () => {
    const pieces = [
      { from: 0, to: 100, source: {}, last: true },
      { from: 100, to: 0, source: {}, last: true },
    ]
    const [one, other] = tracksOf(pieces)
    expect(one).not.toBe(other)
    expect(pieces.map(({ to }) => to)).toEqual([90, 0])
  })
})

describe('the drawing', () => {
  it('is given in memory with the ids of the file, nameless elements get one for the screen', async () => {
    const definitions = await read(inProcess('<bpmn:task id="A"/><bpmn:task/>'))
    expect(drawnNodes(definitions)).toEqual({ drawn: 0, missing: 2 })
    giveDrawing(definitions, moddle)
    expect(drawnNodes(definitions)).toEqual({ drawn: 2, missing: 0 })
    expect(nodesOf(definitions).map(({ id }) => id)).toEqual(['A', 'jb-nameless-0'])
  })
})

describe('the reader of a layout', () => {
  it('complains of boxes on each other and of an arrow through a box', async () => {
    const placed = await laidOut(inProcess(choice))
    placed.shape('R').box.y = placed.shape('A').box.y
    placed.shape('R').box.x = placed.shape('A').box.x
    expect(complaints(placed)).toContain('A lies on R')
    placed.shape('A').box.x = placed.way('f5')[0]!.x
    expect(complaints(placed)).toContain('f5 runs through A')
  })
})

describe('all processes that come with this software, their drawing taken away', () => {
  const files = bpmnFiles('..')

  it.each([['processes'], ['tests/lint'], ['tests/proof'], ['tests/bpmn']])('in %s are drawn whole, or it is said why not', async (folder) => {
    const here = files.filter((path) => path.startsWith(`../${folder}/`))
    expect(here.length).toBeGreaterThan(10)
    for (const path of here) {
      const definitions = await read(text(path))
      if (!nodesOf(definitions).length && !definitions.rootElements?.some(({ $type }) => $type === 'bpmn:Process')) {
        expect(() => layOut(definitions, moddle)).toThrow(NotDrawn)
        continue
      }
      const placed = layOut(definitions, moddle)
      const drawn = new Set(placed.shapes.map(({ element }) => element))
      expect({ path, missing: nodesOf(definitions).filter((node) => !drawn.has(node)), said: complaints(placed) }).toEqual({ path, missing: [], said: [] })
    }
  })
})
