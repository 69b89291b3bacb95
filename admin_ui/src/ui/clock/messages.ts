/** Words of the clock chip and of its explanation. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    clock: {
      promise: '承诺',
      legal: '法定',
      until: '承诺 {date}',
      explain: '为什么是这一天',
      accepted: '受理 {date}',
      notAccepted: '尚未受理，时限未开始计算',
      days: '{days} 个工作日',
      used: '已用 {n}',
      left: '剩 {n}',
      over: '超 {n}',
      due: '到期 {date}',
      none: '未设时限',
      stopped: '停钟：{reason}',
      asOf: '截至 {date}',
      failed: '暂时读不到时限说明。',
    },
  },
  {
    clock: {
      promise: 'Promised',
      legal: 'Legal',
      until: 'Promised {date}',
      explain: 'Why this date',
      accepted: 'Accepted {date}',
      notAccepted: 'Not accepted yet; the clock has not started',
      days: '{days} working days',
      used: '{n} used',
      left: '{n} left',
      over: '{n} over',
      due: 'Due {date}',
      none: 'No limit',
      stopped: 'Stopped: {reason}',
      asOf: 'As of {date}',
      failed: 'The explanation cannot be read now.',
    },
  },
)
