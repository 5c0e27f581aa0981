/** Who is on a board, who is invited, and how they come in. */
import * as z from 'zod/mini'
import type * as api from '../api.ts'
import { type InvitedReply, type Invitee, type InviteReply, type NamesReply, WAYS } from '../invited.ts'
import { count, id, is, moment, person, rejected, role, type Shape } from './atoms.ts'

const { array, boolean, nullable, optional, strictObject, string } = z

export const joinReply: Shape<api.JoinReply> = z.union([
  strictObject({
    needs: is('name'),
    role,
    board: strictObject({ id, title: string(), organisation: string() }),
    invited: optional(is(true)),
  }),
  strictObject({ participant: person, role, board: id, as: id, seat: optional(string()) }),
])
export const namesReply: Shape<NamesReply> = strictObject({
  names: array(strictObject({ id, name: string(), post: optional(string()), taken: boolean() })),
})
export const seatReply: Shape<api.SeatReply> = strictObject({ participant: person, as: id, seat: string() })
export const guestsReply: Shape<api.GuestsReply> = strictObject({ guests: array(person) })
export const personCodeReply: Shape<api.PersonCodeReply> = strictObject({ code: string(), until: moment })
export const doorsReply: Shape<api.DoorsReply> = z.union([
  strictObject({ open: is(false) }),
  strictObject({ open: is(true), code: string(), until: moment, link: id }),
])
export const leaveReply: Shape<api.LeaveReply> = strictObject({ left: is(true) })

export const personReply = person
export const peopleReply: Shape<api.PeopleReply> = strictObject({
  people: array(
    strictObject({
      id,
      name: string(),
      role,
      group: optional(string()),
      joinedAt: moment,
      present: boolean(),
    }),
  ),
})

const inviteeFields = {
  id,
  name: string(),
  post: optional(string()),
  group: optional(string()),
  way: optional(z.enum(WAYS)),
}
export const inviteeReply: Shape<Invitee> = strictObject(inviteeFields)
export const inviteReply: Shape<InviteReply> = strictObject({
  added: count,
  updated: count,
  unchanged: count,
  rejected,
})
export const invitedReply: Shape<InvitedReply> = strictObject({
  invited: array(strictObject({ ...inviteeFields, joined: nullable(id) })),
  joined: count,
  tookPart: nullable(count),
  others: count,
  groups: array(strictObject({ title: string(), people: count })),
})
export const removedReply = strictObject({ removed: is(true) })
