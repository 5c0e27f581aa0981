/**
 * A board in which every field that people fill tries to be more than words, in every file that comes out.
 */
import { strFromU8, unzipSync } from 'fflate'
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import { paperText, rootsOf, whyText } from '../../../shared/doc/board-doc.ts'
import { addComment } from '../../../shared/doc/edits.ts'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import { PLAN_FIELDS, parsePlanKey } from '../../../shared/plan.ts'
import { writtenOf } from '../../support/example-files.ts'
import { HOSTILE } from '../../support/hostile-words.ts'
import { xmlOf } from '../../support/office-files.ts'
import { plannedBoard } from '../../support/planned-boards.ts'

const WORDS = [
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
let turn = 0
const word = () => WORDS[turn++ % WORDS.length] ?? ''

/** Every text of the planned board replaced; ids, days and choices of a list stay what they were. */
function hostileBoard(): Y.Doc {
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

const RUNS =
  /^(script|iframe|object|embed|img|image|use|foreignobject|a|link|base|form|input|video|audio|animate|set|meta)$/i

/** What in a page or picture could run or fetch. */
function lively(document: Document): string[] {
  return Array.from(document.getElementsByTagName('*')).flatMap((it) => {
    const name = it.localName
    const attributes = Array.from(it.attributes, ({ name, value }) => `${name}=${value}`)
    const isOurMeta = name === 'meta' && /^(charset|name)=/.test(attributes[0] ?? '')
    return [
      ...(RUNS.test(name) && !isOurMeta ? [name] : []),
      ...attributes.filter((at) => /^on|^(xlink:)?href=(?!#)|^src|javascript:|^style=.*url\(/i.test(at)),
    ]
  })
}

const asXml = (html: string) =>
  html.replace(/^<!doctype html>\n/, '').replace(/<(meta|col|br|hr)\b([^>]*)>/g, '<$1$2/>')

// biome-ignore lint/suspicious/noControlCharactersInRegex: what spreadsheets skip, and what begins a formula
const FORMULA = /^[\s\u0000]*[=+\-@\t\r\n\u0000|%＝＋－＠]/

const CHECKS: Record<string, (file: string, bytes: Uint8Array) => void> = {
  csv: (file, bytes) => {
    const rows = Papa.parse<string[]>(strFromU8(bytes).replace(/^\ufeff/, ''), { delimiter: ',' }).data
    const cells = rows.flat().filter((it) => FORMULA.test(it) && !/^-?[\d.]+$/.test(it))
    expect([file, cells]).toEqual([file, []])
  },
  html: (file, bytes) => expect([file, lively(xmlOf(asXml(strFromU8(bytes))))]).toEqual([file, []]),
  svg: (file, bytes) => expect([file, lively(xmlOf(strFromU8(bytes)))]).toEqual([file, []]),
  ics: (_, bytes) => {
    const lines = strFromU8(bytes).replace(/\r\n /g, '').split('\r\n').slice(0, -1)
    const names = new Set(lines.map((it) => it.split(/[:;]/)[0]))
    const known =
      'BEGIN END VERSION PRODID CALSCALE METHOD X-WR-CALNAME X-WR-CALDESC UID DTSTAMP SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION CATEGORIES TRANSP STATUS'
    expect([...names].filter((it) => !known.split(' ').includes(it ?? ''))).toEqual([])
    expect(new Set(lines.filter((it) => it.startsWith('BEGIN')))).toEqual(
      new Set(['BEGIN:VCALENDAR', 'BEGIN:VEVENT']),
    )
  },
  md: (file, bytes) => {
    const text = strFromU8(bytes)
    expect([file, text.match(/(?<!\\)(?:<[a-z!/]|!?\[[^\]]*(?<!\\)\]\()/i)]).toEqual([file, null])
  },
  json: (_, bytes) => expect(() => JSON.parse(strFromU8(bytes))).not.toThrow(),
  txt: () => {},
  SHA256SUMS: (_, bytes) => expect(strFromU8(bytes)).toMatch(/^([0-9a-f]{64} {2}[\w./-]+\n)+$/),
  xlsx: office,
  docx: office,
  zip: (file, bytes) => {
    for (const [name, part] of Object.entries(unzipSync(bytes))) {
      expect(name).toMatch(/^[\w./-]+$/)
      expect(name).not.toMatch(/\.\.|^\//)
      check(`${file}/${name}`, part)
    }
  },
}

/** Well-formed in every part, and nothing in it that computes, embeds or leads outside. */
function office(file: string, bytes: Uint8Array): void {
  const parts = Object.entries(unzipSync(bytes))
  expect(parts.filter(([name]) => /vba|activex|embeddings|externalLinks/i.test(name))).toEqual([])
  for (const [name, part] of parts.filter(([it]) => /\.(xml|rels)$/.test(it))) {
    const document = xmlOf(strFromU8(part))
    const found = Array.from(document.getElementsByTagName('*')).filter(
      (it) =>
        /^(f|instrText|fldSimple|object|hyperlink|ddeLink|oleLink|altChunk)$/.test(it.localName) ||
        it.getAttribute('TargetMode') === 'External',
    )
    const isOurs = (it: Element) =>
      /^(fldSimple|instrText)$/.test(it.localName) &&
      /^\s*(PAGE|NUMPAGES|TOC|SEQ|PAGEREF)\b/.test(it.getAttribute('w:instr') ?? it.textContent ?? '')
    expect([`${file} ${name}`, found.filter((it) => !isOurs(it)).map((it) => it.outerHTML)]).toEqual([
      `${file} ${name}`,
      [],
    ])
  }
}

function check(file: string, bytes: Uint8Array): void {
  const ending = file.split(/[./]/).at(-1) ?? ''
  const held = CHECKS[ending]
  if (!held) throw new Error(`nothing here says what may be in ${file}`)
  held(file, bytes)
}

it.each(EXPORTERS.map((it) => it.file))(
  '[G1] [G5] [C19] %s holds words, and nothing that runs, computes or fetches',
  (file) => {
    // In a sheet every word comes to stand in every cell.
    const rounds = file.endsWith('.csv') ? WORDS.length : 3
    for (let round = 0; round < rounds; round += 1) {
      turn = round
      const written = writtenOf(file, hostileBoard(), { set: 'full' })
      check(file, typeof written === 'string' ? new TextEncoder().encode(written) : written)
    }
  },
)

it('is tried with words that are there', () => {
  turn = 0
  expect(String(writtenOf('mapping.html', hostileBoard()))).toContain('window.pwned')
  expect(String(writtenOf('timetable.ics', hostileBoard()))).toContain('END:VEVENT')
})
