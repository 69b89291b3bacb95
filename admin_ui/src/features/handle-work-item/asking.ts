/** The three questions that stop a person: a grave conclusion, giving the item back, and a conflict. */
import { ElMessageBox } from 'element-plus'
import type { Problem } from '@/api/problem'

type Translate = (key: string, values?: Record<string, unknown>) => string

async function agreed(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    () => false,
  )
}

export function askGrave(t: Translate, decision: string): Promise<boolean> {
  return agreed(
    ElMessageBox.confirm(t('work.ask.text'), t('work.ask.title', { decision }), {
      confirmButtonText: t('work.completeWith', { decision }),
      cancelButtonText: t('act.cancel'),
      confirmButtonClass: 'el-button--danger',
    }),
  )
}

export function askRelease(t: Translate): Promise<boolean> {
  return agreed(
    ElMessageBox.confirm(t('work.ask.release'), t('work.release'), {
      confirmButtonText: t('work.release'),
      cancelButtonText: t('act.cancel'),
    }),
  )
}

/** True when the person wants to see the newest state and gives up what is typed. */
export function askConflict(t: Translate, problem: Problem): Promise<boolean> {
  return agreed(
    ElMessageBox.confirm(`${problem.message} ${t('work.conflict.text')}`, t('work.conflict.title'), {
      confirmButtonText: t('work.conflict.reload'),
      cancelButtonText: t('work.conflict.stay'),
    }),
  )
}
