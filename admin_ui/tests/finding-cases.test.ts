/** Finding cases: states and lights narrow the list and stand in the address; an empty list says why it is empty. */
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { i18n } from '@/app/i18n'
import CasesPage from '@/features/find-case/CasesPage.vue'

const asked: URL[] = []
enableAutoUnmount(afterEach)

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(new URL(String(address), 'http://here'))
    return new Response(JSON.stringify({ items: [], next: null }), { headers: { 'Content-Type': 'application/json' } })
  })
})

async function opened(address: string) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/cases', component: CasesPage }] })
  await router.push(address)
  const page = mount(RouterView, { global: { plugins: [router, i18n], stubs: { ElButton: true } } })
  await flushPromises()
  return { page, router }
}

const button = (page: ReturnType<typeof mount>, word: string) => page.findAll('button').find((one) => one.text() === word)!

describe('the list of cases', () => {
  it('is narrowed by a light, and the light again takes it away', async () => {
    const { page, router } = await opened('/cases?state=active')
    await button(page, i18n.global.t('light.red')).trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ state: 'active', light: 'red' })
    expect(asked.at(-1)!.searchParams.get('light')).toBe('red')
    expect(button(page, i18n.global.t('light.red')).attributes('aria-pressed')).toBe('true')
    await button(page, i18n.global.t('light.red')).trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ state: 'active' })
    expect(asked.at(-1)!.searchParams.get('light')).toBeFalsy()
  })

  it('tells an office without cases from a question without an answer', async () => {
    expect((await opened('/cases')).page.text()).toContain(i18n.global.t('find.none'))
    expect((await opened('/cases?light=red')).page.text()).toContain(i18n.global.t('find.empty'))
  })
})
