/**
 * Ways to break the product on purpose, to see that the simulation notices: `npm run simulate -- --break <name>`.
 *
 * A break is made while the simulation is built, in the text of a file; nothing of it is in the product. It ends
 * well where a seed fails.
 */
export const BREAKS = {
  /** People are told that a change is saved while it is still on its way to the disk. */
  'told-before-synced': [
    {
      file: 'server/sync/writer.ts',
      find: 'const position = turn.records.length > 0 ? await this.saver.append(turn.records) : end',
      put: 'const position = end + turn.records.length; if (position > end) void this.saver.append(turn.records)',
    },
  ],
  /** Copies of an earlier epoch are taken for copies of this one. */
  'any-epoch': [
    {
      file: 'server/sync/room.ts',
      find: 'if (epoch !== null && epoch !== this.state.epoch)',
      put: 'if (false)',
    },
    { file: 'server/sync/update-guard.ts', find: 'if (retired.size === 0) return', put: 'return' },
    {
      file: 'server/sync/audience.ts',
      find: 'else if (!this.couldHave(connection, clocks))',
      put: 'else if (false)',
    },
  ],
  /** A page forgets, with every connection, what was not acknowledged on it. */
  'forgotten-on-close': [
    {
      file: 'client/session/board-session.ts',
      find: 'if (isOnDesk() || connector.doc === null) mine.pending.disconnected()',
      put: 'mine.forget()',
    },
  ],
  /** Going back brings the board back without its plan. */
  'half-restored': [
    {
      file: 'shared/past/restoring.ts',
      find: "['board', 'statements', 'placements', 'responses', 'plan', ...TEXT_ROOTS]",
      put: "['board', 'statements', 'placements', 'responses', ...TEXT_ROOTS]",
    },
  ],
  /** A copy that was long apart is sent as it is, whatever others did meanwhile. */
  'merged-blind': [
    {
      file: 'client/session/board-session.ts',
      find: 'return isOnDesk() && connector.isApart && mine.all().length > 0',
      put: 'return false',
    },
  ],
}

/** A plugin of the build that makes one of them; it fails where the line is not there once. */
export function breaking(name) {
  const made = new Set()
  return {
    name: 'breaking',
    enforce: 'pre',
    transform(code, id) {
      let broken = code
      for (const it of BREAKS[name]) {
        if (!id.endsWith(`/${it.file}`)) continue
        if (broken.split(it.find).length !== 2) throw new Error(`${it.file} has not once: ${it.find}`)
        broken = broken.replace(it.find, it.put)
        made.add(it)
      }
      return broken === code ? null : { code: broken, map: null }
    },
    buildEnd(error) {
      if (!error && made.size < BREAKS[name].length) throw new Error(`${name} was not made`)
    },
  }
}
