/** Words of the public verification. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    verify: {
      title: '证照核验',
      text: '输入证照上的核验码，确认真伪和效力。',
      code: '核验码',
      submit: '核验',
      genuine: '真实有效',
      notInForce: '真实，但已失效',
      notGenuine: '查无此证',
      notGenuineText: '没有与该核验码对应的证照，请核对后重试。',
      number: '证照号码',
      kind: '证照名称',
      holder: '持证主体',
      issued: '颁发日期',
      until: '有效期至',
      longTerm: '长期',
      issuer: '颁发机构',
      home: '返回登录',
    },
  },
  {
    verify: {
      title: 'Verify a licence',
      text: 'Enter the code printed on the licence to see whether it is genuine and in force.',
      code: 'Code',
      submit: 'Verify',
      genuine: 'Genuine and in force',
      notInForce: 'Genuine, but no longer in force',
      notGenuine: 'No such licence',
      notGenuineText: 'No licence has this code. Check it and try again.',
      number: 'Licence number',
      kind: 'Licence',
      holder: 'Holder',
      issued: 'Issued on',
      until: 'Valid until',
      longTerm: 'unlimited',
      issuer: 'Issued by',
      home: 'To the log-in',
    },
  },
)
