/**
 * Somebody who means harm, in a process of their own, so that what an attack costs them slows nobody else.
 *
 * `node script.mjs '<orders as JSON>'` says `ready` once it is in, begins when it is written to, ends when its
 * input does, and says last what it was told. Several attacks go on at once, each under a name of its own.
 */
import type { NewBoardReply } from '../../shared/api.ts'
import { comeIn, type Guest } from '../support/guests.ts'
import type { RawLink } from '../support/raw-link.ts'
import { ATTACKS, type Attack } from './attacks.ts'

export interface Orders {
  attacks: readonly string[]
  base: string
  board: NewBoardReply
  grace: Guest
}

const LAST_WORDS_MS = 500

const orders = JSON.parse(process.argv[2] ?? '') as Orders
const { base, board, grace } = orders
const links: RawLink[] = []
const answers: Record<string, number> = {}
let isOver = false
let devices = 0

const heard = (answer: string) => {
  answers[answer] = (answers[answer] ?? 0) + 1
}
const another = (): Promise<Guest> => {
  devices += 1
  return comeIn(base, board, 'participant', `Eve ${devices}`).catch((error) => {
    heard(`HTTP ${/\d+/.exec(String(error))?.[0]}`)
    throw error
  })
}
const run = async ({ run }: Attack, eve: Guest) => {
  const hold = (link: RawLink) => {
    links.push(link)
    return link
  }
  try {
    await run({ base, eve, grace, another, isOver: () => isOver, heard, hold })
  } catch (error) {
    // A socket that is closed under one's hands is what they are there for.
    heard(String(error).slice(0, 80))
  }
}

const chosen = ATTACKS.filter((it) => orders.attacks.includes(it.name))
const eves = await Promise.all(chosen.map(another))
const begun = new Promise((resolve) => process.stdin.once('data', resolve))
process.stdin.on('end', () => {
  isOver = true
})
process.stdout.write('ready\n')
await begun
// Some of them wait for an answer that never comes; nobody waits for those.
const goneBy = new Promise<void>((resolve) =>
  process.stdin.on('end', () => setTimeout(resolve, LAST_WORDS_MS)),
)
await Promise.race([goneBy, Promise.all(chosen.map((attack, at) => run(attack, eves[at] as Guest)))])
for (const link of links) link.end()
process.stdout.write(JSON.stringify(answers), () => process.exit(0))
