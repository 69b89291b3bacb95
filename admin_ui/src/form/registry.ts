/** Every type of field by name. An unknown type is shown as text rather than lost. */
import type { Field, FieldType } from '@/api/types'
import BooleanField, * as boolean from './fields/BooleanField.vue'
import DateField, * as date from './fields/DateField.vue'
import FileField, * as file from './fields/FileField.vue'
import GroupField, * as group from './fields/GroupField.vue'
import IdentifierField, * as identifier from './fields/IdentifierField.vue'
import ListField, * as list from './fields/ListField.vue'
import MultiselectField, * as multiselect from './fields/MultiselectField.vue'
import NumberField, * as number from './fields/NumberField.vue'
import OpinionField, * as opinion from './fields/OpinionField.vue'
import SelectField, * as select from './fields/SelectField.vue'
import TextField, * as text from './fields/TextField.vue'
import TextareaField, * as textarea from './fields/TextareaField.vue'
import type { FieldKind } from './kind'

const line: FieldKind = { component: TextField, ...text }
const figures: FieldKind = { component: NumberField, ...number }
const code: FieldKind = { component: IdentifierField, ...identifier }
const day: FieldKind = { component: DateField, ...date }
const oneOf: FieldKind = { component: SelectField, ...select }

const kinds: Record<FieldType, FieldKind> = {
  text: line,
  email: line,
  phone: line,
  postcode: line,
  textarea: { component: TextareaField, ...textarea, wide: true },
  integer: figures,
  decimal: figures,
  money: figures,
  uscc: code,
  citizen_id: code,
  project_code: code,
  date: day,
  datetime: day,
  boolean: { component: BooleanField, ...boolean },
  select: oneOf,
  opinion: { component: OpinionField, ...opinion, wide: true },
  region: oneOf,
  multiselect: { component: MultiselectField, ...multiselect, wide: true },
  file: { component: FileField, ...file, wide: true, placed: true },
  group: { component: GroupField, ...group, wide: true, selfLabelled: true },
  list: { component: ListField, ...list, wide: true, selfLabelled: true },
}

export function kindOf(field: Field): FieldKind {
  if (field.type === 'region' && !field.options?.length) return code
  return kinds[field.type] ?? line
}
