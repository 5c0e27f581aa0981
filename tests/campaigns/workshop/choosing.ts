/**
 * What people choose before the workshop: drawn by chance so that some statements are agreed, some divided,
 * some answered by too few, and kept beside the server as the raw choices that every figure is held against.
 */
import { chanceFrom } from '../../support/boards.ts'
import type { Attendee } from './attendee.ts'
import type { Choice } from './reckoned.ts'
import { SECRET, type Secret } from './spilt.ts'

/** Who chose what in the end, by statement and person. */
export type Raw = Map<string, Map<string, Choice>>

export interface Chosen {
  raw: Raw
  secrets: Secret[]
  sent: number
}

const STRONG = 0.9
/** How likely each category is, by kind of statement. */
const KINDS: readonly Partial<Record<Choice, number>>[] = [
  { 'new-action': STRONG, 'due-regard': 1 - STRONG },
  { 'due-regard': STRONG, 'watching-brief': 1 - STRONG },
  { 'watching-brief': STRONG, 'due-regard': 1 - STRONG },
  { 'new-action': 0.5, 'watching-brief': 0.5 },
  { 'new-action': 0.34, 'due-regard': 0.33, 'watching-brief': 0.33 },
  { 'due-regard': 0.6, 'new-action': 0.4 },
  // Most are of one mind, and a few too many at the other end.
  { 'new-action': 0.76, 'watching-brief': 0.24 },
]
/** Every so many statements, only four people answer. */
const FEW_EVERY = 11
const FEW = 4

export async function chooseAll(
  people: readonly Attendee[],
  statements: readonly string[],
  vote: number,
  seed: number,
): Promise<Chosen> {
  const raw: Raw = new Map(statements.map((id) => [id, new Map()]))
  const secrets: Secret[] = []
  let sent = 0
  const put = async (who: Attendee, id: string, choice: Choice | null) => {
    sent += 1
    // Every fifth choice has a reason that stands nowhere else.
    const word = `${SECRET}${vote}-${sent}-${seed}x`
    const reason = choice !== null && sent % 5 === 0
    if (reason) secrets.push({ word, by: who.id })
    const { status } = await who.ask('PUT', `/votes/${vote}/choices/${id}`, {
      choice,
      ...(reason && { reason: `Because ${word}.` }),
    })
    if (status !== 200) throw new Error(`a choice was answered ${status}`)
    if (choice === null) raw.get(id)?.delete(who.id)
    else raw.get(id)?.set(who.id, choice)
  }
  await Promise.all(
    people.map(async (who, seat) => {
      // Their own chance: whoever is quicker, everybody chooses the same again from the same seed.
      const chance = chanceFrom(1_000 * seed + seat)
      for (const [at, id] of statements.entries()) {
        if (at % FEW_EVERY === FEW_EVERY - 1 && seat >= FEW) continue
        const drawn = draw(KINDS[at % KINDS.length] ?? {}, chance)
        await put(who, id, drawn)
        const roll = chance()
        if (roll < 0.05) await put(who, id, draw(KINDS[4] ?? {}, chance))
        else if (roll < 0.08) await put(who, id, null)
      }
    }),
  )
  return { raw, secrets, sent }
}

function draw(kind: Partial<Record<Choice, number>>, chance: () => number): Choice {
  const apart = chance()
  if (apart < 0.04) return 'not-my-area'
  if (apart < 0.09) return 'more-information'
  let point = chance()
  for (const [choice, weight] of Object.entries(kind) as [Choice, number][]) {
    point -= weight
    if (point < 0) return choice
  }
  return 'due-regard'
}
