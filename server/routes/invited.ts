/**
 * The invited list: who was asked to take part, how many came and how many chose.
 *
 * For facilitators alone. It lives in the people table, so that somebody can be taken out of it for good.
 */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { groupTitles, sizesOf } from '../../shared/consult/groups.ts'
import { planInvited } from '../../shared/imports/invited.ts'
import {
  type InvitedReply,
  type Invitee,
  type InviteReply,
  inviteePatchShape,
  inviteShape,
} from '../../shared/invited.ts'
import { Problem } from '../../shared/problem.ts'
import { newId } from '../capability.ts'
import { readVoterOf } from '../consult/choice-key.ts'
import { whoTookPart } from '../consult/participation.ts'
import type { Log } from '../log.ts'
import { type Env, savedState, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import { everybody } from '../people/enter.ts'
import type { Person } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'

export const invitedRoutes = ({ log }: { log: Log }) =>
  new Hono<Env>()
    .get(
      '/',
      describeRoute({ summary: 'The invited list, and how many came' }),
      who('managePeople'),
      async (c) => {
        const { room } = c.get('access')
        await savedState(room)
        return c.json(await invitedReply(room))
      },
    )
    .post(
      '/',
      describeRoute({
        summary: 'Put people on the invited list',
        description: 'The same name and post again is the same person; what does not fit is listed by row.',
      }),
      who('managePeople'),
      json(inviteShape),
      async (c) => {
        const { room } = c.get('access')
        const { rows } = c.req.valid('json')
        let reply: InviteReply | null = null
        await room.store.people.update((people) => {
          const { added, updated, unchanged, rejected } = planInvited(rows, people.invited)
          const after = new Map(updated.map((it) => [it.id, it]))
          reply = { added: added.length, updated: updated.length, unchanged, rejected }
          return {
            participants: withGroups(people.participants, after),
            invited: [
              ...people.invited.map((it) => after.get(it.id) ?? it),
              ...added.map((it) => ({ id: newId(), ...it })),
            ],
          }
        })
        room.announcePeople()
        const { added, updated } = reply as unknown as InviteReply
        log.info({ board: room.id, added, updated }, 'people invited')
        return c.json(reply)
      },
    )
    .patch(
      '/:invitee',
      describeRoute({ summary: 'Correct somebody on the invited list' }),
      who('managePeople'),
      json(inviteePatchShape),
      async (c) => {
        const { room } = c.get('access')
        const change = c.req.valid('json')
        const id = c.req.param('invitee')
        const people = await room.store.people.update((was) => {
          const before = was.invited.find((it) => it.id === id)
          if (!before) throw new Problem('item_unknown', 'invited')
          const { post, group, ...rest } = { ...before, ...change }
          const after: Invitee = { ...rest, ...(post && { post }), ...(group && { group }) }
          return {
            participants: withGroups(was.participants, new Map([[id, after]])),
            invited: was.invited.map((it) => (it.id === id ? after : it)),
          }
        })
        room.announcePeople()
        return c.json(people.invited.find((it) => it.id === id))
      },
    )
    .delete(
      '/:invitee',
      describeRoute({ summary: 'Take somebody off the invited list; whoever joined stays' }),
      who('managePeople'),
      async (c) => {
        const { room } = c.get('access')
        const id = c.req.param('invitee')
        await room.store.people.update((was) => {
          if (!was.invited.some((it) => it.id === id)) throw new Problem('item_unknown', 'invited')
          const participants = Object.entries(was.participants).map(([key, person]) => {
            const { invitee, ...rest } = person
            return [key, invitee === id ? rest : person] as const
          })
          return {
            participants: Object.fromEntries(participants),
            invited: was.invited.filter((it) => it.id !== id),
          }
        })
        room.announcePeople()
        return c.json({ removed: true })
      },
    )

/** Whoever joined by a name of the list is in the group it has there. */
function withGroups(
  participants: Readonly<Record<string, Person>>,
  changed: ReadonlyMap<string, Invitee>,
): Record<string, Person> {
  const entries = Object.entries(participants).map(([id, person]) => {
    const invitee = changed.get(person.invitee ?? '')
    if (!invitee) return [id, person] as const
    const { group: _, ...rest } = person
    return [id, { ...rest, ...(invitee.group && { group: invitee.group }) }] as const
  })
  return Object.fromEntries(entries)
}

async function invitedReply(room: Room): Promise<InvitedReply> {
  const people = room.store.people.read()
  const { invited } = people
  const holders = new Map(everybody(people).flatMap((it) => (it.invitee ? [[it.invitee, it.id]] : [])))
  const joined = invited.flatMap((it) => holders.get(it.id) ?? [])
  const voterOf = await readVoterOf(room.store.files)
  const wereAsked = room.state.votes.list().length > 0
  const took = voterOf ? whoTookPart(room.state.votes, voterOf, joined).size : wereAsked ? null : 0
  return {
    invited: invited.map((it) => ({ ...it, joined: holders.get(it.id) ?? null })),
    joined: joined.length,
    tookPart: took,
    others: everybody(people).filter((it) => it.role === 'participant' && !holders.has(it.invitee ?? ''))
      .length,
    groups: groupsIn(invited),
  }
}

function groupsIn(invited: readonly Invitee[]): InvitedReply['groups'] {
  const titleOf = groupTitles(invited)
  const people = new Map<string, number>()
  for (const [group, size] of sizesOf(invited)) {
    people.set(titleOf(group), (people.get(titleOf(group)) ?? 0) + size)
  }
  return Array.from(people, ([title, size]) => ({ title, people: size })).sort((a, b) => b.people - a.people)
}
