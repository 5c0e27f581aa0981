/** `link`: a way in again for facilitators of a board whose link is lost, while the server is stopped. */
import { Problem } from '../../shared/problem.ts'
import { capabilitiesFrom, newId } from '../capability.ts'
import { hasLapsed } from '../middleware/access.ts'
import { pathOf } from '../routes/links.ts'
import type { LinkEntry } from '../store/contract.ts'
import { type Command, counted, DONE, onlyOne } from './command.ts'
import { withRooms } from './with-rooms.ts'

export const link: Command = {
  args: 'BOARD [--keep]',
  line: 'a new link for facilitators, with the server stopped; earlier ones are withdrawn unless --keep',
  async run(args, { config, clock, say }) {
    const { board, isKeeping } = orderIn(args)
    const now = clock.now()
    const { path, withdrawn } = await withRooms(config, clock, async ({ stores }) => {
      const { registry, serverSecret } = stores
      const entry = registry.board(board)
      if (!entry) throw new Problem('board_unknown', board)
      if (entry.erasedAt !== undefined) throw new Problem('board_erased', board)
      const made: LinkEntry = { id: newId(), board, role: 'facilitator', generation: 1, createdAt: now }
      const before = registry.links(board).filter((it) => it.role === 'facilitator' && !hasLapsed(it, now))
      const withdrawn = isKeeping ? [] : before.map((it): LinkEntry => ({ ...it, withdrawnAt: now }))
      // In one write: a board is never without a way in for facilitators.
      await registry.putLinks([made, ...withdrawn])
      return { path: pathOf(made, capabilitiesFrom(serverSecret)), withdrawn: withdrawn.length }
    })
    say(`${config.publicUrl?.origin ?? ''}${path}`)
    if (config.publicUrl === null) say('Put the address of the server before it; PUBLIC_URL is not set.')
    if (withdrawn > 0)
      say(
        `Withdrawn: ${counted(withdrawn, 'earlier link for facilitators', 'earlier links for facilitators')}. ` +
          'Whoever led the board by one needs the new link.',
      )
    return DONE
  },
}

function orderIn(args: readonly string[]): { board: string; isKeeping: boolean } {
  const board = onlyOne(
    args.filter((it) => it !== '--keep'),
    'the board by its id, as in its address',
  )
  return { board, isKeeping: args.includes('--keep') }
}
