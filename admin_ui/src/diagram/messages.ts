/** Words of the process map. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    diagram: {
      label: '流程图',
      fit: '适应窗口',
      locate: '定位到当前环节',
      laidOut: '自动布局：文件里没有图',
      missing: '文件里的图没有画出 {n} 个环节',
      not: {
        unreadable: '流程图无法显示。',
        nothing: '文件里没有流程，无图可画。',
        tooMany: '流程太大，文件里又没有图，无法自动布局。',
        tooDeep: '子流程嵌套太深，文件里又没有图，无法自动布局。',
      },
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
      laidOut: 'Laid out automatically: the file has no drawing',
      missing: 'The drawing in the file leaves out {n} steps',
      not: {
        unreadable: 'The map cannot be shown.',
        nothing: 'There is no process in the file, so there is nothing to draw.',
        tooMany: 'The process is too large to be laid out, and the file has no drawing.',
        tooDeep: 'Its sub-processes are nested too deep to be laid out, and the file has no drawing.',
      },
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
