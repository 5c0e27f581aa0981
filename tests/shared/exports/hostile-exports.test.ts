/**
 * A board in which every field that people fill tries to be more than words, in every file that comes out.
 */
import { strFromU8, unzipSync } from 'fflate'
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { EXPORTERS } from '../../../shared/exports/registry.ts'
import { writtenOf } from '../../support/example-files.ts'
import { hostileBoard, WORDS } from '../../support/hostile-board.ts'
import { xmlOf } from '../../support/office-files.ts'

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
      const written = writtenOf(file, hostileBoard(round), { set: 'full' })
      check(file, typeof written === 'string' ? new TextEncoder().encode(written) : written)
    }
  },
)

it('is tried with words that are there', () => {
  expect(String(writtenOf('mapping.html', hostileBoard(0)))).toContain('window.pwned')
  expect(String(writtenOf('timetable.ics', hostileBoard(0)))).toContain('END:VEVENT')
})
