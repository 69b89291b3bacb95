/** A file field hands its file in at once, keeps what it was called, and loses nothing when that fails. */
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { i18n } from '@/app/i18n'
import { Problem } from '@/api/problem'
import type { Field, FormData, FormView } from '@/api/types'
import { materialKey } from '@/features/handle-work-item/files'
import { useFormFiles } from '@/features/register-application/form-files'
import { useMaterials } from '@/features/register-application/materials'
import FormRenderer from '@/form/FormRenderer.vue'
import { filesIn, freeKey, titleAt, type FileTaker } from '@/form/files'

enableAutoUnmount(afterEach)

const file = (name: string, type = 'application/pdf', size = 10) => new File(['x'.repeat(size)], name, { type })
const field = (key: string, more: Partial<Field> = {}): Field => ({ key, type: 'file', title: '附件', accept: ['application/pdf'], max_mb: 1, ...more })
const formOf = (fields: Field[], more: Partial<FormView> = {}): FormView => ({ key: 'f', title: '表', fields, ...more })

function show(form: FormView, take: FileTaker['take'], first: FormData = {}, readonly = false) {
  const data = ref<FormData>(first)
  const inner = ref<InstanceType<typeof FormRenderer>>()
  const host = defineComponent(() => () =>
    h(FormRenderer, {
      ref: inner,
      form,
      readonly,
      files: { take },
      fileAddress: (key: string) => `/files/${key}`,
      modelValue: data.value,
      'onUpdate:modelValue': (value: FormData) => (data.value = value),
    }),
  )
  const page = mount(host, { global: { plugins: [i18n] }, attachTo: document.body })
  async function pick(chosen: File, at = 0) {
    const input = page.findAll<HTMLInputElement>('input[type=file]')[at]!
    Object.defineProperty(input.element, 'files', { value: [chosen], configurable: true })
    await input.trigger('change')
    await flushPromises()
  }
  return { page, data, pick, form: () => inner.value! }
}

const stored = async (path: string, _field: Field, chosen: File) => ({ id: `k.${path}`, name: chosen.name, type: chosen.type, size: chosen.size })

describe('a file field', () => {
  it('hands the file in and keeps its name, size and key', async () => {
    const { page, data, pick } = show(formOf([field('a', { required: true })]), stored)
    await pick(file('图.pdf', 'application/pdf', 2048))
    expect(data.value.a).toEqual({ id: 'k.a', name: '图.pdf', type: 'application/pdf', size: 2048 })
    expect(page.get('a').attributes('href')).toBe('/files/k.a')
    expect(page.text()).toContain('图.pdf')
    expect(page.text()).toContain('2 KB')
  })

  it('takes a file that is dropped on it', async () => {
    const { page, data } = show(formOf([field('a')]), stored)
    await page.get('.taking').trigger('drop', { dataTransfer: { files: [file('a.pdf')] } })
    await flushPromises()
    expect(filesIn(data.value)).toEqual([['a', 'k.a']])
  })

  it.each([
    ['another kind', file('a.png', 'image/png'), '仅接受 PDF 格式。'],
    ['too large', file('a.pdf', 'application/pdf', 1_048_577), '文件超过 1 MB。'],
    ['empty', file('a.pdf', 'application/pdf', 0), '这是空文件。'],
  ])('refuses what is %s without sending it', async (_what, chosen, words) => {
    const take = vi.fn(stored)
    const { page, pick } = show(formOf([field('a')]), take)
    await pick(chosen)
    expect(page.get('[role=alert]').text()).toBe(words)
    expect(take).not.toHaveBeenCalled()
  })

  it('says a failure in place, keeps everything, and tries the same file again', async () => {
    const take = vi.fn(stored).mockRejectedValueOnce(new Problem(0, {}))
    const first = { a: { id: 'old', name: '旧.pdf' }, b: '写好的字' }
    const { page, data, pick } = show(formOf([field('a'), { key: 'b', type: 'text', title: '说明' }]), take, first)
    const chosen = file('新.pdf')
    await pick(chosen)
    expect(page.get('[role=alert]').text()).toContain('网络不通')
    expect(data.value).toEqual(first)
    await page.findAll('button').find((one) => one.text() === '重新上传 新.pdf')!.trigger('click')
    await flushPromises()
    expect(take.mock.calls.map((call) => call[2])).toEqual([chosen, chosen])
    expect(data.value).toMatchObject({ a: { id: 'k.a', name: '新.pdf' }, b: '写好的字' })
    expect(page.find('[role=alert]').exists()).toBe(false)
  })

  it('is not submitted while its file is on the way', async () => {
    let arrive = (): void => undefined
    const take: FileTaker['take'] = (...asked) => new Promise((done) => (arrive = () => done(stored(...asked))))
    const { page, pick, form } = show(formOf([field('a')]), take)
    await pick(file('a.pdf'))
    expect(page.get('[role=status]').text()).toContain('正在上传 a.pdf')
    expect(form().take()).toBeNull()
    arrive()
    await flushPromises()
    expect(form().take()).toMatchObject({ a: { id: 'k.a' } })
  })

  it('can be emptied again', async () => {
    const { page, data } = show(formOf([field('a')]), stored, { a: { id: 'k', name: 'a.pdf' } })
    await page.findAll('button').find((one) => one.text() === '移除')!.trigger('click')
    expect(data.value.a).toBeNull()
  })

  it('knows in which row it stands', async () => {
    const rows: Field = { key: 'rows', type: 'list', title: '行', fields: [field('a')] }
    const { data, pick } = show(formOf([rows]), stored, { rows: [{}, {}] })
    await pick(file('a.pdf'), 1)
    expect(filesIn(data.value)).toEqual([['rows.1.a', 'k.rows.1.a']])
  })

  it('is read as a link, in a table too', () => {
    const rows: Field = { key: 'rows', type: 'list', title: '行', fields: [field('a')] }
    const held = { id: 'k', name: 'a.pdf', size: 3_000_000 }
    const { page } = show(formOf([field('a'), rows]), stored, { a: held, rows: [{ a: held }] }, true)
    expect(page.findAll('a').map((one) => one.attributes('href'))).toEqual(['/files/k', '/files/k'])
    expect(page.text()).toContain('2.9 MB')
  })

  it('is not asked for when it is optional and stands among the materials', () => {
    const material = { key: 'a', title: '附件', kind: 'electronic', necessity: 'required', source: 'upload' } as const
    const asked = (one: Field, materials: FormView['materials']) => show(formOf([one], { materials }), stored).page.find('.taking').exists()
    expect(asked(field('a'), [material])).toBe(false)
    expect(asked(field('a', { required: true }), [material])).toBe(true)
    expect(asked(field('b'), [material])).toBe(true)
  })
})

describe('the key of a file', () => {
  it('is the same again for the same place', () => {
    const answers = { a: { id: 'Visit.a.1234567x' } }
    expect(materialKey({ element: 'Visit', id: '01kj-1234567x' }, 'a', answers)).toBe('Visit.a.1234567x')
  })

  it('is never one that another answer uses, after rows moved up', () => {
    const answers = { rows: [{ a: { id: 'rows.1.a' } }] }
    expect(freeKey('rows.1.a', '', answers, 'rows.1.a')).toBe('rows.1.a-2')
  })

  it('has at most 80 characters and keeps its end', () => {
    const key = materialKey({ element: 'E'.repeat(70), id: '01kj-1234567x' }, 'rows.0.attachment', {})
    expect(key).toHaveLength(80)
    expect(key).toMatch(/\.1234567x$/)
  })
})

describe('the title of a file', () => {
  it.each([
    ['plan', '图纸'],
    ['rows.1.plan', '图纸 2'],
    ['rows.0.parts.2.plan', '图纸 1-3'],
  ])('at %s is %s', (path, expected) => expect(titleAt(path, { title: '图纸' })).toBe(expected))
})

describe('the files of an application', () => {
  const rule = { key: 'plan', title: '图纸', kind: 'electronic', necessity: 'required', source: 'upload' } as const
  const form = ref(formOf([field('plan', { required: true }), field('more')], { materials: [rule] }))

  function begin() {
    const answers = ref<FormData>({})
    const materials = useMaterials(ref([rule]))
    return { answers, materials, files: useFormFiles(form, answers, materials) }
  }

  it('go with it under the key that the answer holds, and only if the answer still does', async () => {
    const { answers, files } = begin()
    answers.value = { more: await files.taker.take('more', field('more'), file('a.pdf')) }
    expect(await files.asSent(answers.value)).toMatchObject([{ key: 'more', title: '附件', file_name: 'a.pdf', content_base64: btoa('x'.repeat(10)) }])
    expect(await files.asSent({})).toEqual([])
    expect(await files.taker.take('more', field('more'), file('a.dwg', ''))).toMatchObject({ type: 'application/octet-stream' })
  })

  it('are brought once where the field and a material have one key', async () => {
    const { answers, materials, files } = begin()
    files.put(rule, { file: file('图.pdf') })
    expect(answers.value.plan).toMatchObject({ id: 'plan', name: '图.pdf' })
    expect([...(await materials.asSent()), ...(await files.asSent(answers.value))].map((one) => one.key)).toEqual(['plan'])
    files.taker.drop!('plan')
    expect(await materials.asSent()).toEqual([])
    await files.taker.take('plan', field('plan'), file('另.pdf'))
    expect(await materials.asSent()).toMatchObject([{ key: 'plan', file_name: '另.pdf' }])
  })
})
