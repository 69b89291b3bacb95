/** The reader of BPMN that bpmn-js uses comes without types; the tests look at no more than this. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(xml: string): Promise<{ rootElement: unknown }>
    create(type: string, facts: Record<string, unknown>): unknown
  }
}
