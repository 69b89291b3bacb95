/**
 * The life of one work item on the screen: load, claim, write, submit, release.
 * It refuses to lose words: a refusal or a conflict leaves everything that was typed on the page.
 */
import { ElMessage, ElMessageBox } from 'element-plus'
import { computed, nextTick, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { startPage } from '@/app/session'
import { workItems } from '@/api/client'
import { freshKey } from '@/api/http'
import { asProblem, type Problem } from '@/api/problem'
import type { Completion, FormData, WorkItemOpened } from '@/api/types'
import type FormRenderer from '@/form/FormRenderer.vue'
import { isAgainst } from '@/ui/decisions/decision-words'
import { answerForm, asAnswer, firstAnswers, type AnswerForm } from './answer-form'
import { askConflict, askGrave, askRelease } from './asking'
import { useDraft } from './draft'
import { useFiles } from './files'
import { standingOf } from './standing'

export function useHandling(id: () => string) {
  const { t } = useI18n()
  const router = useRouter()
  const item = shallowRef<WorkItemOpened | null>(null)
  const asked = shallowRef<AnswerForm | null>(null)
  const answers = ref<FormData>({})
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)
  const formRef = shallowRef<InstanceType<typeof FormRenderer>>()
  let etag: string | null = null
  let key = freshKey()
  let listening = false

  const files = useFiles(item, answers)
  const standing = computed(() => (item.value ? standingOf(item.value) : 'reading'))
  const draft = useDraft(id, () => asAnswer(formRef.value?.draft() ?? {}, asked.value?.added ?? []))
  const decisionTitle = computed(() => {
    const field = asked.value?.form.fields.find((one) => one.key === 'decision')
    return field?.options?.find((option) => option.value === answers.value.decision)?.title ?? null
  })

  watch(answers, () => {
    if (listening && standing.value === 'mine') draft.changed()
  })

  async function load(): Promise<void> {
    listening = false
    try {
      const reply = await workItems.read(id())
      const words = {
        application: t('work.application'),
        handling: t('work.handling'),
        decision: t('work.decision'),
        opinion: t('work.opinion'),
      }
      etag = reply.etag
      key = freshKey()
      asked.value = answerForm(reply.value, words)
      answers.value = firstAnswers(reply.value, asked.value.form)
      item.value = reply.value
      problem.value = null
      await nextTick()
      listening = true
    } catch (error) {
      problem.value = asProblem(error)
    }
  }

  function goBack(): void {
    if (window.history.state?.back) router.back()
    else void router.push(startPage())
  }

  /** Runs one act; conflicts are asked about, refusals are told, and nothing on the page is lost. */
  async function act(run: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await run()
    } catch (error) {
      await refused(asProblem(error))
    } finally {
      busy.value = false
    }
  }

  async function refused(found: Problem): Promise<void> {
    if (found.status === 422 && formRef.value) {
      const left = formRef.value.refuse(found.errors)
      const said = left.map((one) => one.message).join('；')
      ElMessage.error(said || t('work.fix', { n: found.errors.length || 1 }))
    } else if (found.conflict) {
      if (await askConflict(t, found)) await load()
    } else {
      ElMessage.error(found.offline ? t('state.offlineTitle') : found.message)
    }
  }

  const claim = () =>
    act(async () => {
      await workItems.claim(id(), freshKey())
      await load()
    })

  const release = () =>
    act(async () => {
      if (!(await askRelease(t))) return
      await draft.save()
      draft.close()
      await workItems.release(id())
      ElMessage.success(t('work.released'))
      goBack()
    })

  function told(done: Completion): string {
    if (done.opened.length) return t('work.next', { names: [...new Set(done.opened.map((one) => one.name))].join('、') })
    return done.case.finished_at ? t('work.whole') : t('work.done')
  }

  const complete = () =>
    act(async () => {
      const taken = formRef.value ? formRef.value.take() : {}
      if (!taken) return
      const answer = asAnswer(taken, asked.value?.added ?? [])
      if (isAgainst(answer.decision) && !(await askGrave(t, decisionTitle.value ?? ''))) return
      const done = await workItems.complete(id(), answer, key, etag)
      draft.close()
      ElMessageBox.close()
      ElMessage.success(told(done))
      goBack()
    })

  function holdForm(form: unknown): void {
    formRef.value = form as InstanceType<typeof FormRenderer> | undefined
  }

  const acts = { load, goBack, claim, release, complete, holdForm }
  return { item, asked, answers, problem, busy, draft, decisionTitle, standing, files, ...acts }
}
