/** Who joined a board, under which name; people correct their own, facilitators anybody's. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { type PeopleReply, personPatchShape } from '../../shared/api.ts'
import { mayDo } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { type Env, who } from '../middleware/access.ts'
import { json } from '../middleware/body.ts'
import type { People, Person } from '../store/contract.ts'

export const peopleRoutes = () =>
  new Hono<Env>()
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
      describeRoute({ summary: 'Correct a name or a group' }),
      json(personPatchShape),
      async (c) => {
        const { room, grant } = c.get('access')
        const id = c.req.param('personId')
        if (id !== grant.participant && !mayDo(grant.role, 'managePeople')) {
          throw new Problem('role_forbids', 'somebody else’s name')
        }
        const change = c.req.valid('json')
        const people = await room.store.people.update((was) => {
          const person = personIn(was, id)
          if (!person) throw new Problem('item_unknown', 'person')
          return { ...was, participants: { ...was.participants, [id]: { ...person, ...change } } }
        })
        room.announcePeople()
        return c.json(cardOf(personIn(people, id) as Person))
      },
    )

/** Ids come from paths, and every object has a `constructor`. */
export const personIn = ({ participants }: People, id: string): Person | undefined =>
  Object.hasOwn(participants, id) ? participants[id] : undefined

export const everybody = ({ participants }: People): Person[] => Object.values(participants)

export const cardOf = ({ id, name, role, group }: Person): PersonCard => ({
  id,
  name,
  role,
  ...(group && { group }),
})
