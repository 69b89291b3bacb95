/** Addresses of the desk. Each view is loaded when it is first opened. */
import { createRouter, createWebHistory } from 'vue-router'
import { whenLoggedOut } from '@/api/http'
import { forget, me, recognise, startPage } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    open?: boolean
    bare?: boolean
    /** Leads on to where this person's day begins, which is known only after they are recognised. */
    start?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', meta: { start: true }, component: () => import('./NotFoundPage.vue') },
    { path: '/login', meta: { open: true, bare: true }, component: () => import('@/features/log-in/LogInPage.vue') },
    { path: '/inbox', meta: { start: true }, component: () => import('./NotFoundPage.vue') },
    {
      path: '/inbox/:department',
      name: 'inbox',
      component: () => import('@/features/clear-inbox/InboxPage.vue'),
      props: true,
    },
    { path: '/mine', name: 'mine', component: () => import('@/features/clear-inbox/InboxPage.vue') },
    {
      path: '/work-items/:id',
      name: 'work-item',
      component: () => import('@/features/handle-work-item/WorkItemPage.vue'),
      props: true,
    },
    { path: '/cases', name: 'cases', component: () => import('@/features/find-case/CasesPage.vue') },
    {
      path: '/cases/:id',
      name: 'case',
      component: () => import('@/features/follow-case/CasePage.vue'),
      props: true,
    },
    {
      path: '/incidents',
      name: 'incidents',
      component: () => import('@/features/settle-incidents/IncidentsPage.vue'),
    },
    { path: '/apply', name: 'apply', component: () => import('@/features/register-application/ChoosePage.vue') },
    {
      path: '/apply/:kind(item|bundle)/:code',
      name: 'register',
      component: () => import('@/features/register-application/RegisterPage.vue'),
      props: true,
    },
    { path: '/my-cases', name: 'my-cases', component: () => import('@/features/my-cases/MyCasesPage.vue') },
    {
      path: '/my-cases/:id',
      name: 'my-case',
      component: () => import('@/features/my-cases/ProgressPage.vue'),
      props: true,
    },
    { path: '/check', name: 'check', component: () => import('@/features/check-process/CheckPage.vue') },
    {
      path: '/verify/:code?',
      meta: { open: true, bare: true },
      component: () => import('@/features/verify-licence/VerifyPage.vue'),
      props: true,
    },
    { path: '/:rest(.*)*', component: () => import('./NotFoundPage.vue') },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  const known = await recognise()
  if (known) return to.meta.start ? startPage() : true
  return { path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
})

router.onError((error, to) => {
  // A new release replaces the lazily loaded parts: read the page anew instead of failing silently.
  if (/dynamically imported module/i.test(String(error))) window.location.assign(to.fullPath)
})

whenLoggedOut(() => {
  if (!me.value) return
  forget()
  void router.push({ path: '/login', query: { next: router.currentRoute.value.fullPath } })
})
