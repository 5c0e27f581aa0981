/**
 * One attack, in a process of its own: `node script.mjs '<orders as JSON>'`. It says `ready` once it could
 * begin, begins when it is written to, ends when its input does, and says last what it was told.
 */
import type { NewBoardReply } from '../../shared/api.ts'
import { comeIn, type Guest } from '../support/guests.ts'
import type { RawLink } from '../support/raw-link.ts'
import { ATTACKS } from './attack.ts'

export interface Orders {
  attack: string
  base: string
  board: NewBoardReply
  eve: Guest
  grace: Guest
}

const { attack, base, board, eve, grace } = JSON.parse(process.argv[2] ?? '') as Orders
const links: RawLink[] = []
const answers: Record<string, number> = {}
let devices = 0
let isOver = false
const begun = new Promise((resolve) => process.stdin.once('data', resolve))
process.stdin.on('end', () => {
  isOver = true
})
const heard = (answer: string) => {
  answers[answer] = (answers[answer] ?? 0) + 1
}
process.stdout.write('ready\n')
await begun

await ATTACKS.find((it) => it.name === attack)?.run({
  base,
  eve,
  grace,
  another() {
    devices += 1
    return comeIn(base, board, 'participant', `Eve ${devices}`).catch((error) => {
      heard(`HTTP ${/\d+/.exec(String(error))?.[0]}`)
      throw error
    })
  },
  isOver: () => isOver,
  heard,
  hold(link) {
    links.push(link)
    return link
  },
})
for (const link of links) link.end()
process.stdout.write(JSON.stringify(answers), () => process.exit(0))
