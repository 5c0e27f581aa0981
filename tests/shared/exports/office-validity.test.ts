/**
 * Every workbook and document that comes out, held against Microsoft's own reading of the format.
 */
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { rootsOf } from '../../../shared/doc/board-doc.ts'
import { addComment, answerComment } from '../../../shared/doc/edits.ts'
import { EXPORTERS, exporterFor } from '../../../shared/exports/registry.ts'
import { boardThen } from '../../../shared/exports/source.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { boardWith } from '../../support/boards.ts'
import { AT, exampleDoc, sourceOf } from '../../support/example-files.ts'
import { hostileBoard, WORDS } from '../../support/hostile-board.ts'
import { NO_VALIDATOR, officeFaults, withValidator } from '../../support/office-validator.ts'
import { voteMark } from '../../support/vote-mark.ts'

const OFFICE = /\.(docx|xlsx)$/
const KINDS = ['proposal', 'plan', 'progress']

/** Every field that a file can tell of is told: a vote and a decision, feedback, versions, records. */
function full(doc: Y.Doc, words: string) {
  const { live, statements } = rootsOf(doc)
  const [first = '', second = '', third = ''] = statements.keys()
  const counts = {
    'new-action': 12,
    'due-regard': 0,
    'watching-brief': 9,
    'more-information': 2,
    'not-my-area': 1,
  }
  live.set(`vote/${first}`, voteMark('divided', counts))
  live.set(`vote/${second}`, voteMark('agreed', counts))
  live.set(`decision/${first}`, { seq: 1, column: null, how: 'chair', at: AT })
  const round = { statement: first, vote: 1, round: 1, result: voteMark('divided', counts).result }
  addComment(doc, 'ama', 'c9', { on: third, text: words, whose: words })
  answerComment(doc, { by: 'ama', id: 'c9' }, { answer: 'partly', because: words })
  const version = {
    version: 2,
    label: words,
    position: 9,
    sha256: 'ab'.repeat(32),
    fullSha256: 'cd'.repeat(32),
    sealedAt: AT,
    by: 'ama',
    approvals: [
      { meeting: words, outcome: 'approved-with-changes', minute: words, note: words, recordedAt: AT },
    ],
  } satisfies VersionReply
  const then = boardThen(boardWith(9))
  return {
    ...sourceOf(doc, { set: 'full', version, before: { version: { ...version, version: 1 }, then } }),
    record: { history: [], isCut: true, rounds: [round] },
  }
}

/** What there is to a press, and what only an archive holds. */
function filesOf(source: ReturnType<typeof full>): [file: string, bytes: Uint8Array][] {
  const single = EXPORTERS.filter((it) => OFFICE.test(it.file)).flatMap(
    ({ file, write }): [string, string | Uint8Array][] =>
      file === 'board-paper.docx'
        ? KINDS.map((kind) => [`board-paper-${kind}.docx`, write({ ...source, kind })])
        : [[file, write(source)]],
  )
  const packed = Object.entries(unzipSync(exporterFor('release.zip')?.write(source) as Uint8Array)).filter(
    ([file]) => file.startsWith('briefing-'),
  )
  return [...single, ...packed.slice(0, 1)].map(([file, bytes]) => [file, bytes as Uint8Array])
}

const BOARDS: Readonly<Record<string, () => ReturnType<typeof full>>> = {
  'the example': () => full(exampleDoc(), 'As presented to the Board'),
  'a board of hostile words': () => full(hostileBoard(0), WORDS.join(' ')),
  'a board with nothing on it': () => full(boardWith(3), ''),
}

describe.skipIf(NO_VALIDATOR)(withValidator('Office files'), () => {
  it.each(Object.keys(BOARDS))(
    '[out-6] every file of %s is valid',
    async (board) => {
      const source = BOARDS[board]?.()
      if (!source) throw new Error(board)

      const files = filesOf(source)
      const faults: string[] = []
      for (const [file, bytes] of files) faults.push(...(await officeFaults(file, bytes)))

      expect(files.length).toBeGreaterThan(10)
      expect(faults).toEqual([])
    },
    180_000,
  )
})
