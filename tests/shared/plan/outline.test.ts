import { describe, expect, it } from 'vitest'
import { createPlanItem, linkAction, moveStatement, setPlanField } from '../../../shared/doc/edits.ts'
import { removePlanItem } from '../../../shared/doc/plan-edits.ts'
import { spotAt } from '../../../shared/doc/reads/placements.ts'
import { leadsOf } from '../../../shared/plan/leads.ts'
import { linksOf } from '../../../shared/plan/links.ts'
import { outlineOf } from '../../../shared/plan/outline.ts'
import { boardNow, plannedBoard } from '../../support/planned-boards.ts'

describe('the plan as it is read', () => {
  it('[plan-1] a link counts while its statement stands where it is asked for, and comes back with it', () => {
    const doc = plannedBoard()
    moveStatement(doc, 'F1', spotAt(boardNow(doc), 'due-regard', 0))

    const away = linksOf(boardNow(doc))
    moveStatement(doc, 'F1', spotAt(boardNow(doc), 'new-action', 0))
    const back = linksOf(boardNow(doc))

    expect(away.answers.action.get('a1')).toEqual(['F2'])
    expect(away.resting.action.get('a1')).toEqual(['F1'])
    expect(back.answers.action.get('a1')).toEqual(['F1', 'F2'])
  })

  it('[plan-2] every action stands once, under its stream by date or with those that have none', () => {
    const doc = plannedBoard()
    createPlanItem(doc, 'action', 'a3', { title: 'Earlier', stream: 'wards', due: '2027-01-31' })
    createPlanItem(doc, 'action', 'a4', { title: 'Of a stream that is gone', stream: 'nowhere' })

    const plan = outlineOf(boardNow(doc))

    const wards = plan.streams.find((it) => it.item.id === 'wards')
    expect(wards?.actions.map((it) => it.ref)).toEqual(['A3', 'A1'])
    expect(plan.loose.map((it) => it.ref)).toEqual(['A2', 'A4'])
    expect(wards?.actions[1]).toMatchObject({
      executiveLead: 'Chief Nurse',
      answers: ['F1', 'F2'],
      lacks: [],
    })
    expect(plan.loose[0]?.lacks).toEqual(['a work stream', 'a date'])
  })

  it('[plan-2] says which statements nothing answers yet, also where what answered them is gone', () => {
    const doc = plannedBoard()
    const before = outlineOf(boardNow(doc)).unanswered
    removePlanItem(doc, 'action', 'a1')
    const after = outlineOf(boardNow(doc)).unanswered

    expect(before).toEqual({ 'new-action': [], 'due-regard': ['F4'], 'watching-brief': ['F6'] })
    expect(after['new-action']).toEqual(['F1'])
  })

  it('[plan-4] a post written in two ways is one lead, with all it answers for and whether it was briefed', () => {
    const doc = plannedBoard()
    setPlanField(doc, 'stream', 'complaints', 'projectLead', 'deputy  chief nurse')
    setPlanField(doc, 'stream', 'complaints', 'briefedOn', '2027-02-01')
    const half = leadsOf(outlineOf(boardNow(doc)), boardNow(doc).ids)
    setPlanField(doc, 'action', 'a1', 'briefedOn', '2027-02-03')
    const whole = leadsOf(outlineOf(boardNow(doc)), boardNow(doc).ids)

    const lead = half.find((it) => it.key === 'deputy chief nurse')
    expect(lead?.statements).toEqual(['F1', 'F2', 'F3'])
    expect(lead?.briefing).toEqual({ of: 2, briefed: 1, acknowledged: 0 })
    expect(whole.find((it) => it.key === lead?.key)?.briefing).toMatchObject({
      briefed: 2,
      briefedOn: '2027-02-03',
    })
  })

  it('reads nothing of an action that a statement is linked to and that nobody made', () => {
    const doc = plannedBoard()
    linkAction(doc, 'F1', 'ghost', true)

    expect(outlineOf(boardNow(doc)).links.answers.action.get('ghost')).toEqual(['F1'])
    expect(outlineOf(boardNow(doc)).loose.map((it) => it.item.id)).toEqual(['a2'])
  })
})
