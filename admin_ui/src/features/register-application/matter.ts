/** What is applied for, item or bundle, in the one shape that the page needs. */
import { catalogue } from '@/api/client'
import type { FormView } from '@/api/types'
import { nameOf } from '@/ui/names'

export interface Matter {
  name: string
  items: string[]
  form: FormView
  facts: { key: string; values: Record<string, string | number> }[]
}

const noForm: FormView = { key: '', title: '', fields: [] }

function fullForm(form: FormView | string | null | undefined): FormView {
  return form && typeof form === 'object' ? form : noForm
}

export async function readMatter(kind: string, code: string): Promise<Matter> {
  if (kind === 'bundle') {
    const bundle = await catalogue.bundle(code)
    return {
      name: nameOf(bundle.name),
      items: bundle.items.map((item) => item.code),
      form: fullForm(bundle.form),
      facts: [{ key: 'apply.oneForm', values: { n: bundle.items.length } }],
    }
  }
  const item = await catalogue.item(code)
  const facts = []
  if (item.promise_days !== null) facts.push({ key: 'apply.promise', values: { n: item.promise_days } })
  if (item.legal_days !== null) facts.push({ key: 'apply.legal', values: { n: item.legal_days } })
  return { name: nameOf(item.name), items: [item.code], form: fullForm(item.form), facts }
}
