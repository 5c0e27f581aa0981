/**
 * A board in which every field that people fill tries to be more than words.
 */
import type * as Y from 'yjs'
import { paperText, rootsOf, whyText } from '../../shared/doc/board-doc.ts'
import { addComment } from '../../shared/doc/edits.ts'
import { PLAN_FIELDS, parsePlanKey } from '../../shared/plan.ts'
import { HOSTILE } from './hostile-words.ts'
import { plannedBoard } from './planned-boards.ts'

export const WORDS = [
  ...Object.values(HOSTILE),
  '</w:t></w:r><w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"/>',
  ']]></text></svg><svg onload="window.pwned=true"><foreignObject/>',
  '![see](https://evil.example/beacon.png) [here](javascript:window.pwned=true) <b>',
  'Due\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nATTACH:https://evil.example',
  '&xxe; &#60;script&#62; <!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '\t=1+1',
  "-2+3+cmd|'/c calc'!A1",
  '＝1+1',
  '_x003d_1+1 lone \ud800 and \u0000\u0008\u001b\u2028',
]

/**
 * Every text of the planned board replaced, beginning with the word of that round; ids, days and choices of a
 * list stay what they were.
 */
export function hostileBoard(round: number): Y.Doc {
  let turn = round
  const word = () => WORDS[turn++ % WORDS.length] ?? ''
  const doc = plannedBoard()
  const { board, statements, responses, plan } = rootsOf(doc)
  for (const key of ['title', 'organisation', 'strategy', 'rule']) board.set(key, word())
  board.set('source/F', word())
  board.set('milestone/m1', { title: word(), day: '2027-02-01' })
  board.set('objective/o1', word())
  for (const [id, was] of statements.entries())
    statements.set(id, {
      ...(was as object),
      text: word(),
      title: word(),
      chapter: word(),
      theme: word(),
      addressedTo: word(),
      official: { status: word(), text: word() },
    })
  for (const id of ['F3', 'F4', 'F7']) responses.set(`${id}/evidence`, word())
  responses.set('F7/setAsideReason', word())
  for (const key of Array.from(plan.keys())) {
    const path = parsePlanKey(key)
    if (path?.field?.type === 'line' || path?.field?.type === 'text') plan.set(key, word())
  }
  for (const [kind, id] of [
    ['action', 'a1'],
    ['stream', 'wards'],
    ['watch', 'standards'],
  ] as const)
    for (const { kind: of, field, type } of PLAN_FIELDS)
      if (of === kind && (type === 'line' || type === 'text') && field !== 'ref')
        plan.set(`${kind}/${id}/${field}`, word())
  plan.set('action/a1/progress/2027-01-10', word())
  for (const id of statements.keys()) whyText(doc, id).insert(0, word())
  for (const section of ['background', 'recommendation', 'summary']) paperText(doc, section).insert(0, word())
  addComment(doc, 'ama', 'c1', { on: 'F1', text: word() })
  return doc
}
