import { describe, expect, it } from 'vitest'
import { planInvited, readInvited } from '../../../shared/imports/invited.ts'
import type { Invitee } from '../../../shared/invited.ts'

const PASTED = [
  'Directorate\tName\tJob title\tTakes part',
  'Nursing\tAma Osei\tChief nurse\t',
  '',
  'Medical\t  Ben \u200bKaur \tConsultant\tin the room',
  'Medical\t\tRegistrar\tpaper',
  'Finance\tEva Lind\tAnalyst\tfax',
  'Nursing\tama osei\tCHIEF NURSE\tpaper',
].join('\n')

describe('a pasted list of people', () => {
  it('[people-5] is read by its heading, and each bad row is told by the number people see', () => {
    const plan = planInvited(readInvited(PASTED), [])

    expect(plan.added).toEqual([
      { name: 'Ama Osei', post: 'Chief nurse', group: 'Nursing' },
      { name: 'Ben Kaur', post: 'Consultant', group: 'Medical', way: 'room' },
    ])
    expect(plan.rejected).toEqual([
      { row: 5, reason: 'there is no name' },
      { row: 6, reason: '“fax” is not one of device, room and paper' },
      { row: 7, reason: 'the same person as row 2' },
    ])
  })

  it('[people-5] needs no heading, and takes first and last name apart', () => {
    const plain = planInvited(readInvited('Ama Osei, Chief nurse, Nursing\nBen Kaur'), [])
    const apart = planInvited(readInvited('Surname;First name;Team\nOsei;Ama;Wards'), [])

    expect(plain.added).toEqual([
      { name: 'Ama Osei', post: 'Chief nurse', group: 'Nursing' },
      { name: 'Ben Kaur' },
    ])
    expect(apart.added).toEqual([{ name: 'Ama Osei', group: 'Wards' }])
  })

  it('[people-5] pasted again changes nothing, and corrected changes what was corrected', () => {
    const list: Invitee[] = [
      { id: 'a', name: 'Ama Osei', post: 'Chief nurse', group: 'Nursing' },
      { id: 'b', name: 'Ben Kaur' },
      { id: 'c', name: 'Cy Rao', post: 'Porter' },
      { id: 'd', name: 'Cy Rao', post: 'Matron' },
    ]
    const again = planInvited(readInvited('Ama Osei, Chief nurse, Nursing\nBen Kaur'), list)
    const corrected = planInvited(readInvited('Ben Kaur, Registrar, Medical, room\nCy Rao, Pharmacist'), list)

    expect(again).toEqual({ added: [], updated: [], unchanged: 2, rejected: [] })
    expect(corrected.updated).toEqual([
      { id: 'b', name: 'Ben Kaur', post: 'Registrar', group: 'Medical', way: 'room' },
    ])
    expect(corrected.added).toEqual([{ name: 'Cy Rao', post: 'Pharmacist' }])
  })

  it('[people-5] takes off what a spreadsheet puts before a formula, and refuses what is too long', () => {
    const plan = planInvited(readInvited(`Name,Post\n'=Ama,Nurse\n${'x'.repeat(61)},Nurse`), [])

    expect(plan.added[0]?.name).toBe('=Ama')
    expect(plan.rejected).toEqual([{ row: 3, reason: 'the name is longer than 60 characters' }])
  })

  it('[people-5] two of one name with two posts are two people, though the list had one without a post', () => {
    const already: Invitee[] = [{ id: 'i1', name: 'Ama Osei' }]

    const plan = planInvited(readInvited('Ama Osei, Nurse\nAma Osei, Surgeon'), already)

    expect(plan.updated).toEqual([{ id: 'i1', name: 'Ama Osei', post: 'Nurse' }])
    expect(plan.added).toEqual([{ name: 'Ama Osei', post: 'Surgeon' }])
    const known = [{ id: 'i1', name: 'Ama Osei', post: 'Nurse' }]
    expect(planInvited(readInvited('Ama Osei\nAma Osei, Nurse'), known)).toMatchObject({
      added: [],
      unchanged: 2,
    })
  })
})
