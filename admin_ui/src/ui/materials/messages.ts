/** Words about materials. */
import { inTwoLanguages } from '@/app/two-languages'

export default inTwoLanguages(
  {
    materials: {
      title: '材料',
      list: '材料清单',
      none: '本件没有材料',
      promised: '告知承诺，未提交文件',
      download: '下载',
      open: '新窗口打开',
      shared: '{n} 个事项共用',
      received: '{date} 收到',
      noPreview: '此类文件不能在页内预览。',
      source: {
        upload: '上传',
        'e-licence': '电子证照',
        'data-query': '数据核验',
        generated: '系统生成',
        promise: '告知承诺',
      },
      tooBig: '文件超过 {n} MB。',
      wrongType: '仅接受 {types} 格式。',
      emptyFile: '这是空文件。',
      accepts: '{types}，不超过 {n} MB',
      atMost: '不超过 {n} MB',
      kilobytes: '{n} KB',
      megabytes: '{n} MB',
    },
  },
  {
    materials: {
      title: 'Materials',
      list: 'List of materials',
      none: 'This case has no materials',
      promised: 'Promised in writing; no file was handed in',
      download: 'Download',
      open: 'Open in a new window',
      shared: 'shared by {n} items',
      received: 'received {date}',
      noPreview: 'This kind of file cannot be shown here.',
      source: {
        upload: 'Upload',
        'e-licence': 'E-licence',
        'data-query': 'Data query',
        generated: 'Generated',
        promise: 'Promise',
      },
      tooBig: 'The file is larger than {n} MB.',
      wrongType: 'Only {types} is accepted.',
      emptyFile: 'This file is empty.',
      accepts: '{types}, at most {n} MB',
      atMost: 'at most {n} MB',
      kilobytes: '{n} KB',
      megabytes: '{n} MB',
    },
  },
)
