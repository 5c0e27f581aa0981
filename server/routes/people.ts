/** Who joined a board, under which name; people correct their own, facilitators anybody's. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type PeopleReply, personPatchShape } from '../../shared/api.ts'
import type { ParticipantId } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import { mayDo } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import { takeBackOpenChoices } from '../consult/take-back.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { Doors } from '../people/doors.ts'
import { cardOf, everybody, holderOf, personIn } from '../people/enter.ts'
import type { Person } from '../store/contract.ts'
import type { Room } from '../sync/contract.ts'

export const peopleRoutes = ({ clock, doors }: { clock: Clock; doors: Doors }) => {
  /** Ends every way in that somebody has on this board, a code not yet used among them. */
  const signOut = async (room: Room, id: ParticipantId, by: ParticipantId): Promise<void> => {
    await doors.forget(room.id, id)
    const theirs = Array.from(room.state.grants()).filter((it) => it.participant === id)
    const at = clock.now()
    await room.record(theirs.map(({ device, link }) => ({ type: 'leave', at, by, device, link })))
    room.dismiss({ participant: id }, 4401, 'no_session')
  }
  return new Hono<Env>()
    .get('/', describeRoute({ summary: 'Everybody who joined' }), who('readFull'), (c) => {
      const { room } = c.get('access')
      const present = room.present()
      const people = everybody(room.store.people.read()).map((it) => ({
        ...cardOf(it),
        joinedAt: it.joinedAt,
        present: present.has(it.id),
      }))
      return c.json({ people } satisfies PeopleReply)
    })
    .patch(
      '/:personId',
      describeRoute({
        summary: 'Correct a name or a group, or say who somebody is on the invited list',
        description:
          'With `invitee: null` a facilitator sets a name free for whoever lost the device it was taken on; ' +
          'that device is signed out, and their choices in votes that are open are taken back, so that nobody ' +
          'counts twice.',
      }),
      json(personPatchShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const id = c.req.param('personId')
        const { invitee, ...words } = c.req.valid('json')
        const manages = mayDo(grant.role, 'managePeople')
        if (id !== grant.participant && !manages) throw new Problem('role_forbids', 'somebody else’s name')
        if (invitee !== undefined && !manages) throw new Problem('role_forbids', 'the invited list')
        const people = await room.store.people.update((was) => {
          const person = personIn(was, id)
          if (!person) throw new Problem('item_unknown', 'person')
          const { invitee: before, ...rest } = { ...person, ...words }
          const now = invitee === undefined ? before : invitee
          if (invitee) {
            if (!was.invited.some((it) => it.id === invitee)) throw new Problem('item_unknown', 'invited')
            const holder = holderOf(was, invitee)
            if (holder && holder.id !== id) throw new Problem('name_taken', '')
          }
          const after: Person = { ...rest, ...(now && { invitee: now }) }
          return { ...was, participants: { ...was.participants, [id]: after } }
        })
        if (invitee === null && id !== grant.participant) await signOut(room, id, grant.participant)
        if (invitee === null) await takeBackOpenChoices(room, clock, id)
        room.announcePeople()
        return c.json(cardOf(personIn(people, id) as Person))
      },
    )
}
