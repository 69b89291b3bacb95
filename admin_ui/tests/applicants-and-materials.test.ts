/** Who applies and what is handed in: nothing asked twice, nothing uploaded in vain. */
import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import type { FormView, MaterialRule } from '@/api/types'
import { applicantPath, asApplicant, carryOver } from '@/features/register-application/applicant-form'
import { useMaterials, wayOf } from '@/features/register-application/materials'
import { refuseFile } from '@/ui/materials/files'

const rule = (more: Partial<MaterialRule>): MaterialRule => ({ key: 'm', title: '材料', kind: 'electronic', necessity: 'required', source: 'upload', ...more })

describe('the applicant', () => {
  it('is an organisation with its credit code', () => {
    const given = { kind: 'organisation', name: '甲公司', uscc: 'U', citizen_id: 'C', contact_name: '赵', contact_phone: '1', has_agent: false }
    expect(asApplicant(given)).toEqual({ kind: 'organisation', name: '甲公司', id_type: 'uscc', id_number: 'U', contact_name: '赵', contact_phone: '1' })
  })

  it('is a person with an agent', () => {
    const given = { kind: 'person', person_name: '钱', citizen_id: 'C', contact_name: '钱', contact_phone: '1', has_agent: true, agent_name: '孙', agent_id: 'A', agent_phone: '2' }
    expect(asApplicant(given)).toMatchObject({ name: '钱', id_type: 'citizen_id', agent: { name: '孙', id_number: 'A', phone: '2' } })
  })

  it.each([
    ['applicant.id_number', false, 'uscc'],
    ['applicant.id_number', true, 'citizen_id'],
    ['applicant.agent.name', false, 'agent_name'],
    ['applicant.contact_phone', true, 'contact_phone'],
  ])('%s is shown at the right question', (path, person, expected) => expect(applicantPath(path, person)).toBe(expected))

  it('fills the same questions of the application until somebody edits them', () => {
    const form: FormView = { key: 'f', title: 'F', fields: [{ key: 'owner_name', type: 'text', title: '单位' }] }
    const first = carryOver(form, { owner_name: '' }, {}, { kind: 'organisation', name: '甲' })
    expect(first.owner_name).toBe('甲')
    expect(carryOver(form, first, { name: '甲' }, { name: '甲公司' }).owner_name).toBe('甲公司')
    expect(carryOver(form, { owner_name: '乙' }, { name: '甲' }, { name: '丙' }).owner_name).toBe('乙')
  })
})

describe('a material', () => {
  it.each([['upload', 'upload'], ['promise', 'promise'], ['e-licence', 'automatic'], ['generated:business-licence', 'automatic']])(
    'from %s is settled by %s',
    (source, way) => expect(wayOf(rule({ source }))).toBe(way),
  )

  it.each([
    [{ accept: ['application/pdf'] }, { type: 'image/png', size: 1 }, 'materials.wrongType'],
    [{ max_mb: 1 }, { type: 'application/pdf', size: 1_048_577 }, 'materials.tooBig'],
    [{ max_mb: 200 }, { type: 'application/pdf', size: 21 * 1_048_576 }, 'materials.tooBig'],
    [{}, { type: 'application/pdf', size: 0 }, 'materials.emptyFile'],
    [{ accept: ['application/pdf'], max_mb: 1 }, { type: 'application/pdf', size: 10 }, undefined],
  ])('%o takes %o: %s', (more, file, key) => expect(refuseFile(rule(more), file)?.key).toBe(key))

  it('is sent once, with its content, and promises without', async () => {
    const rules = ref([rule({ key: 'a' }), rule({ key: 'b', source: 'promise' }), rule({ key: 'c', source: 'e-licence' }), rule({ key: 'd' })])
    const materials = useMaterials(rules)
    materials.put(rules.value[0]!, { file: new File(['图'], 'a.pdf', { type: 'application/pdf' }) })
    materials.put(rules.value[1]!, { promise: true })
    expect(materials.missing()).toEqual(['材料'])
    expect(await materials.asSent()).toEqual([
      { key: 'a', file_name: 'a.pdf', media_type: 'application/pdf', content_base64: '5Zu+' },
      { key: 'b', promise: true },
    ])
  })
})
