/**
 * How somebody becomes a participant of a board on a device: by a name they give, by the name that is theirs
 * on the invited list, or as who they were already.
 */
import type { AddHere, JoinReply } from '../../shared/api.ts'
import type { ParticipantId, Role } from '../../shared/board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Invitee } from '../../shared/invited.ts'
import { LIMITS } from '../../shared/limits.ts'
import { Problem } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'
import { newId } from '../capability.ts'
import type { LinkEntry, People, Person } from '../store/contract.ts'
import type { Grant, Room } from '../sync/contract.ts'
import { takeTurns } from '../turns.ts'

/** What a link or a code lets somebody be, and on which device. */
export interface Way {
  device: string
  link: LinkEntry
  role: Role
  /** Whose device it is, where it is somebody else's, and how many they may add. */
  host?: { id: ParticipantId; most: number }
}

export type Enter = (room: Room, way: Way, joiner: AddHere) => Promise<PersonCard | 'needs name'>

export function openEntrance(clock: Clock): Enter {
  const inTurn = takeTurns()
  return (room, way, joiner) => {
    const run = () => enter(clock, room, way, joiner)
    // A double click must not make two people of one, nor two devices one name of the list.
    return inTurn(`${way.device} ${way.link.id}`, () =>
      joiner.invitee === undefined ? run() : inTurn(`${room.id} ${joiner.invitee}`, run),
    )
  }
}

async function enter(
  clock: Clock,
  room: Room,
  { device, link, role, host }: Way,
  joiner: AddHere,
): Promise<PersonCard | 'needs name'> {
  const people = room.store.people.read()
  const before = room.state.grant(device, link.id)
  // Somebody who was erased comes back as somebody new.
  const was = before ? personIn(people, before.participant) : undefined
  const invitee = role === 'observer' ? undefined : inviteeOf(people, joiner.invitee, was)
  const viewer = role === 'observer' ? (link.label ?? 'View only') : undefined
  const name = invitee?.name ?? joiner.name ?? was?.name ?? viewer
  if (name === undefined) return 'needs name'
  if (!was && everybody(people).length >= mostPeople(role)) throw new Problem('board_full', 'participants')

  const mayHost = (it: People) =>
    !host ||
    was !== undefined ||
    // A guest who went on elsewhere is nobody's host.
    (personIn(it, host.id)?.host === undefined &&
      everybody(it).filter((other) => other.host === host.id).length < host.most)
  if (!mayHost(people)) throw new Problem('board_full', 'guests')

  const id = was?.id ?? newId()
  const group = invitee ? invitee.group : (joiner.group ?? was?.group)
  const { group: _, ...rest }: Omit<Person, 'name'> = was ?? {
    id,
    role,
    joinedAt: clock.now(),
    ...(host && { host: host.id }),
  }
  const person: Person = { ...rest, name, ...(group && { group }), ...(invitee && { invitee: invitee.id }) }
  if (!was) {
    const seat = host && ({ seat: 'taken' } as const)
    await room.record([grantOf(clock, { device, link: link.id, participant: id, role, ...seat })])
  }
  if (!was || was.name !== name || was.group !== group || was.invitee !== person.invitee) {
    await room.store.people.update((it) => {
      if (invitee && (holderOf(it, invitee.id)?.id ?? id) !== id) throw new Problem('name_taken', '')
      if (!mayHost(it)) throw new Problem('board_full', 'guests')
      return { ...it, participants: { ...it.participants, [id]: person } }
    })
    room.announcePeople()
  }
  return cardOf(person)
}

export const grantOf = (clock: Clock, grant: Omit<Grant, 'at'>) =>
  ({ type: 'grant', at: clock.now(), by: grant.participant, ...grant }) as const

/** The name in the list that somebody says is theirs; whose it is already is told by a code, not by a name. */
function inviteeOf(people: People, id: string | undefined, was: Person | undefined): Invitee | undefined {
  if (id === undefined) return undefined
  const invitee = people.invited.find((it) => it.id === id)
  if (!invitee) throw new Problem('item_unknown', 'invited')
  const holder = holderOf(people, id)
  if (holder && holder.id !== was?.id) throw new Problem('name_taken', '')
  return invitee
}

/** Whoever fills a board with people does not keep out those who can withdraw the link. */
const mostPeople = (role: Role): number =>
  LIMITS.participants + (role === 'facilitator' ? LIMITS.facilitatorsMore : 0)

export function needsName(room: Room, role: Role): JoinReply {
  const { title, organisation } = room.reads.snapshot().facts
  const invited = room.store.people.read().invited.length > 0 && role !== 'observer'
  return { needs: 'name', role, board: { id: room.id, title, organisation }, ...(invited && { invited }) }
}

/** Ids come from paths, and every object has a `constructor`. */
export const personIn = ({ participants }: People, id: string): Person | undefined =>
  Object.hasOwn(participants, id) ? participants[id] : undefined

export const everybody = ({ participants }: People): Person[] => Object.values(participants)

/** Who joined under a name of the list. */
export const holderOf = (people: People, invitee: string): Person | undefined =>
  everybody(people).find((it) => it.invitee === invitee)

export const cardOf = ({ id, name, role, group }: Person): PersonCard => ({
  id,
  name,
  role,
  ...(group && { group }),
})
