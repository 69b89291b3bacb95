/** Words of the process map. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    diagram: {
      label: '流程图',
      fit: '适应窗口',
      locate: '定位到当前环节',
      unreadable: '流程图无法显示。',
      legend: '图例',
      state: {
        done: '已完成',
        running: '办理中',
        waiting: '等待他人',
        skipped: '未经过',
        cancelled: '已取消',
        failed: '出错',
      },
      times: '{n} 次',
    },
  },
  {
    diagram: {
      label: 'Process map',
      fit: 'Fit',
      locate: 'Go to the current step',
      unreadable: 'The map cannot be shown.',
      legend: 'Legend',
      state: {
        done: 'Done',
        running: 'Here now',
        waiting: 'Waiting on others',
        skipped: 'Not taken',
        cancelled: 'Cancelled',
        failed: 'Failed',
      },
      times: '{n} times',
    },
  },
)
