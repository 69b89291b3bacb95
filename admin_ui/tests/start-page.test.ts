/** Everybody begins where they may read something, and the rail leads nowhere else. */
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from '@/app/i18n'
import NavRail from '@/app/NavRail.vue'
import { me, startPage } from '@/app/session'
import type { Me } from '@/api/types'

const people: [string, string[], string, string[]][] = [
  ['an auditor', ['case:read'], '/cases', ['办件查询']],
  ['a supervisor', ['case:read', 'incident:read'], '/cases', ['办件查询', '异常处置']],
  ['an administrator', ['incident:read', 'definition:lint'], '/incidents', ['异常处置', '检查流程']],
  ['a designer', ['definition:lint'], '/check', ['检查流程']],
]

enableAutoUnmount(afterEach)

describe('the day of', () => {
  it.each(people)('%s', async (_who, permissions, start, links) => {
    me.value = { permissions, memberships: [], name: '袁博' } as unknown as Me
    expect(startPage()).toBe(start)
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }] })
    const rail = mount(NavRail, { global: { plugins: [i18n, router] } })
    await flushPromises()
    expect(rail.findAll('nav a').map((link) => link.text())).toEqual(['经办', ...links])
  })
})
