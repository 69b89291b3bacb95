/** Who applies, asked with the same renderer as every other form; and what the application already tells. */
import type { Applicant, Field, FormData, FormView } from '@/api/types'

type Translate = (key: string) => string

export function applicantForm(t: Translate): FormView {
  const organisation = 'kind = "organisation"'
  const agentField = (key: string, type: Field['type'], title: string): Field => ({
    key,
    type,
    title,
    required_if: 'has_agent = true',
    visible_if: 'has_agent = true',
  })
  return {
    key: 'applicant',
    title: t('apply.applicant'),
    fields: [
      {
        key: 'kind',
        type: 'select',
        title: t('apply.kind'),
        required: true,
        default: 'organisation',
        options: [
          { value: 'organisation', title: t('apply.organisation') },
          { value: 'person', title: t('apply.person') },
        ],
      },
      { key: 'name', type: 'text', title: t('apply.orgName'), required: true, max_length: 200, visible_if: organisation },
      { key: 'person_name', type: 'text', title: t('apply.personName'), required: true, max_length: 100, visible_if: 'kind = "person"' },
      { key: 'uscc', type: 'uscc', title: t('apply.uscc'), required: true, visible_if: organisation },
      { key: 'citizen_id', type: 'citizen_id', title: t('apply.citizenId'), required: true, visible_if: 'kind = "person"' },
      { key: 'contact_name', type: 'text', title: t('apply.contact'), required: true, max_length: 100 },
      { key: 'contact_phone', type: 'phone', title: t('apply.phone'), required: true, max_length: 30 },
      { key: 'has_agent', type: 'boolean', title: t('apply.hasAgent'), required: true, default: false },
      agentField('agent_name', 'text', t('apply.agentName')),
      agentField('agent_id', 'citizen_id', t('apply.agentId')),
      agentField('agent_phone', 'phone', t('apply.agentPhone')),
    ],
  }
}

export function asApplicant(given: FormData): Applicant {
  const text = (key: string) => String(given[key] ?? '')
  const person = given.kind === 'person'
  return {
    kind: person ? 'person' : 'organisation',
    name: person ? text('person_name') : text('name'),
    id_type: person ? 'citizen_id' : 'uscc',
    id_number: person ? text('citizen_id') : text('uscc'),
    contact_name: text('contact_name'),
    contact_phone: text('contact_phone'),
    ...(given.has_agent === true
      ? { agent: { name: text('agent_name'), id_number: text('agent_id'), phone: text('agent_phone') } }
      : {}),
  }
}

/** The server's paths under `applicant` in the keys of this form. */
export function applicantPath(path: string, person: boolean): string {
  const key = path.replace(/^[/.]*applicant[/.]/, '').replace('/', '.')
  const renamed: Record<string, string> = {
    id_number: person ? 'citizen_id' : 'uscc',
    name: person ? 'person_name' : 'name',
    'agent.name': 'agent_name',
    'agent.id_number': 'agent_id',
    'agent.phone': 'agent_phone',
  }
  return renamed[key] ?? key
}

const told: Record<string, string> = {
  owner_name: 'name',
  owner_uscc: 'uscc',
  owner_contact: 'contact_name',
  owner_phone: 'contact_phone',
}

/** Nothing is asked twice: fields about the applicant follow what was said above, until somebody edits them. */
export function carryOver(form: FormView, data: FormData, before: FormData, now: FormData): FormData {
  const next = { ...data }
  for (const field of form.fields) {
    const source = told[field.key]
    if (!source || now.kind === 'person') continue
    const untouched = !data[field.key] || data[field.key] === before[source]
    if (untouched && now[source]) next[field.key] = now[source]
  }
  return next
}
