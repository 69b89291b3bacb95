/** Words of the search for cases. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    find: {
      title: '办件查询',
      search: '办件编号、申请人、项目代码',
      empty: '没有符合条件的办件',
      emptyText: '换一个编号或清除筛选再试。',
      none: '还没有办件',
      noneText: '收件或申报以后，办件会出现在这里。',
      any: '全部',
      column: { light: '时限', due: '承诺到期', name: '事项', number: '办件编号', applicant: '申请人', state: '状态', received: '收件' },
    },
  },
  {
    find: {
      title: 'Find a case',
      search: 'Case number, applicant, project code',
      empty: 'No case matches',
      emptyText: 'Try another number, or clear the filters.',
      none: 'No cases yet',
      noneText: 'They appear here once an application has been received.',
      any: 'All',
      column: {
        light: 'Time',
        due: 'Promised by',
        name: 'Item',
        number: 'Case number',
        applicant: 'Applicant',
        state: 'State',
        received: 'Received',
      },
    },
  },
)
