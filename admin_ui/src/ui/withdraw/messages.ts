/** Words of withdrawing an application. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    withdraw: {
      verb: '撤回申请',
      reason: '撤回原因',
      text: '撤回后本件终止办理，已提交的材料归档保存；如需办理须重新申请。',
      done: '已撤回',
    },
  },
  {
    withdraw: {
      verb: 'Withdraw',
      reason: 'Reason',
      text: 'The case ends; its materials are archived. To go on, a new application is needed.',
      done: 'Withdrawn',
    },
  },
)
