import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { WHOLE_PLAN } from '../../../shared/board.ts'
import { dayOf, shortDay } from '../../../shared/days.ts'
import { whyText } from '../../../shared/doc/board-doc.ts'
import { addComment, createPlanItem, setPlanField } from '../../../shared/doc/edits.ts'
import { briefingNames, leadIn } from '../../../shared/exports/briefing-names.ts'
import { diagramOf, diagramText } from '../../../shared/exports/new-actions.ts'
import { timetableOf } from '../../../shared/exports/timetable.ts'
import { leadsOf } from '../../../shared/plan/leads.ts'
import { outlineOf } from '../../../shared/plan/outline.ts'
import { boardWith } from '../../support/boards.ts'
import { AT, exampleDoc, sourceOf, writtenOf } from '../../support/example-files.ts'
import { partOf } from '../../support/office-files.ts'
import { plannedBoard } from '../../support/planned-boards.ts'

describe('briefings.docx', () => {
  it('has each lead once, with every statement of theirs verbatim', () => {
    const doc = exampleDoc()
    const { snapshot } = sourceOf(doc)
    const leads = leadsOf(outlineOf(snapshot), snapshot.ids)
    const body = partOf(writtenOf('briefings.docx', doc), 'word/document.xml')
    const paragraphs = [...body.getElementsByTagName('w:p')].map((it) => ({
      style: it.getElementsByTagName('w:pStyle')[0]?.getAttribute('w:val'),
      text: it.textContent ?? '',
    }))

    expect(paragraphs.filter((it) => it.style === 'Heading1').map((it) => it.text)).toEqual(
      leads.map((it) => it.post),
    )
    const texts = new Set(paragraphs.map((it) => it.text))
    for (const id of leads.flatMap((it) => it.statements))
      expect(texts).toContain(snapshot.statements.get(id)?.text)
    expect(body.documentElement.textContent).toContain('before 18 February 2027 (Quality Committee reviews')
  })
})

describe('a file for Word', () => {
  it('keeps a line that stands between a heading and its table on the page of both', () => {
    const body = partOf(writtenOf('briefings.docx', exampleDoc()), 'word/document.xml')
    const lines = [...body.getElementsByTagName('w:p')].filter((it) =>
      it.textContent?.startsWith('Briefed on'),
    )
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line.getElementsByTagName('w:keepNext')).toHaveLength(1)
  })

  it.each([
    ['mapping.docx', 'There is no statement on the board yet.'],
    ['briefings.docx', 'Nobody is named to lead anything in the plan yet.'],
    ['new-actions.docx', 'No action is planned yet.'],
  ])('says so where there is nothing to tell in %s', (file, says) => {
    const empty = partOf(writtenOf(file, new Y.Doc()), 'word/document.xml')
    const texts = [...empty.getElementsByTagName('w:p')].map((it) => it.textContent)
    expect(texts).toContain(says)
    expect(empty.getElementsByTagName('w:drawing')).toHaveLength(0)
  })

  it('has no empty line above a comment of nobody’s name', () => {
    const doc = exampleDoc()
    addComment(doc, 'nobody', 'c1', { on: WHOLE_PLAN, text: 'Begin earlier.' })
    const body = partOf(writtenOf('feedback.docx', doc, { set: 'full' }), 'word/document.xml')
    const cell = [...body.getElementsByTagName('w:tc')].find((it) => it.textContent === 'Begin earlier.')
    expect(cell?.getElementsByTagName('w:p')).toHaveLength(1)
  })

  it('draws words from right to left as large as others', () => {
    const body = partOf(writtenOf('new-actions.docx', exampleDoc()), 'word/document.xml')
    const sizes = (name: string) => [...body.getElementsByTagName(name)].map((it) => it.getAttribute('w:val'))
    expect(sizes('w:szCs').length).toBeGreaterThan(8)
    expect(sizes('w:szCs')).toEqual(sizes('w:sz'))
  })
})

describe('a picture in a file for Word', () => {
  /** Of each picture its width in EMU, and its words in half points. */
  const drawnIn = (file: string, doc: Y.Doc) =>
    [...partOf(writtenOf(file, doc), 'word/document.xml').getElementsByTagName('w:drawing')].map((it) => ({
      width: Number(it.getElementsByTagName('wp:extent')[0]?.getAttribute('cx')),
      height: Number(it.getElementsByTagName('wp:extent')[0]?.getAttribute('cy')),
      sizes: [...it.getElementsByTagName('w:sz')].map((size) => Number(size.getAttribute('w:val'))),
      boxes: [...it.getElementsByTagName('wps:wsp')].map((box) => [
        Number(box.getElementsByTagName('a:off')[0]?.getAttribute('x')),
        Number(box.getElementsByTagName('a:ext')[0]?.getAttribute('cx')),
      ]),
      words: [...it.getElementsByTagName('w:t')].map((run) => run.textContent).join(' '),
    }))

  function twentyActions(streams: number): Y.Doc {
    const doc = exampleDoc()
    for (let at = 1; at <= 12; at += 1)
      createPlanItem(doc, 'action', `more${at}`, {
        title: `Look at what number ${at} asks for`,
        stream: `s${at % streams}`,
        lead: 'Deputy Director of Nursing and Patient Experience',
        due: `2027-0${(at % 9) + 1}-15`,
      })
    for (let at = 0; at < streams; at += 1) createPlanItem(doc, 'stream', `s${at}`, { title: `Stream ${at}` })
    return doc
  }
  it.each([
    ['new-actions.docx', 7],
    ['new-actions.docx', 1],
    ['timetable.docx', 7],
    ['timetable.docx', 1],
  ] as const)(
    'is as wide as the page and goes on over the next, so that its words are read: %s, %s streams',
    (file, streams) => {
      const doc = twentyActions(streams)
      const drawn = drawnIn(file, doc)

      expect(drawn.length).toBeGreaterThan(1)
      // 14,570 twentieths of a point by 8,692: a page lying on its side, with room for the title.
      for (const { width, height, sizes, boxes } of drawn) {
        expect(width).toBeGreaterThan(0.99 * 14_570 * 635)
        expect(height).toBeLessThanOrEqual(8_692 * 635)
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(14)
        for (const [left, across] of boxes) expect((left ?? 0) + (across ?? 0)).toBeLessThanOrEqual(width + 1)
      }
      const words = drawn.map((it) => it.words).join(' ')
      for (let at = 1; at <= 12; at += 1) expect(words).toContain(`Look at what number ${at} asks for`)
    },
  )
})

describe('a lead who is still to be named', () => {
  it.each(['timetable.csv', 'mapping.csv', 'timetable.docx', 'board-paper.html'])(
    'is told of in %s with the day as people write it',
    (file) => {
      const written = writtenOf(file, exampleDoc())
      const words = file.endsWith('docx')
        ? (partOf(written, 'word/document.xml').documentElement.textContent ?? '')
        : String(written)
      expect(words).toContain('to be named by 26 February 2027')
    },
  )
})

describe('a briefing of one lead', () => {
  it.each(['release.zip', 'record.zip'])('stands in %s on its own, as it is sent to the lead', (file) => {
    const doc = exampleDoc()
    const { snapshot } = sourceOf(doc)
    const names = briefingNames(leadsOf(outlineOf(snapshot), snapshot.ids))
    const parts = unzipSync(writtenOf(file, doc) as Uint8Array)

    expect(Object.keys(parts).filter((it) => it.startsWith('briefing'))).toEqual([...names].sort())
    for (const name of names) {
      const alone = writtenOf(name, doc, { set: file === 'record.zip' ? 'full' : 'public' })
      expect(Buffer.from(parts[name] as Uint8Array).equals(Buffer.from(alone))).toBe(true)
    }
  })

  it('has a name no other has, whatever a file system makes of capitals', () => {
    const posts = [
      'Chief Nurse',
      'Chief nurse!',
      'Chief Nurse 2',
      'ÉLAN',
      'élan.',
      '../x',
      '看護部長',
      'Lead',
    ]
    const names = briefingNames(posts.map((post) => ({ post })))

    expect(new Set(names.map((it) => it.toLowerCase())).size).toBe(posts.length)
    expect(names[2]).toBe('briefing-chief-nurse-2.docx')
    for (const name of names) expect(name).toMatch(/^briefing-[a-z0-9-]+\.docx$/)
  })

  it('[out-1] names the day that is expected, and why each statement stands where it does', () => {
    const doc = plannedBoard()
    setPlanField(doc, 'action', 'a1', 'dueExpected', '2027-09-30')
    whyText(doc, 'F1').insert(0, 'Nobody had told them.')

    const file = writtenOf('briefing-deputy-chief-nurse.docx', doc)
    const words = partOf(file, 'word/document.xml').documentElement.textContent

    expect(words).toContain(shortDay('2027-09-30'))
    expect(words).not.toContain(shortDay('2027-06-30'))
    expect(words).toContain('Nobody had told them.')
  })

  it('[out-1] has a name that fits into a folder, however long the post is', () => {
    const post = 'Deputy Director of Nursing, Quality, Safety and Patient Experience for Women and Children'

    const names = briefingNames([{ post }, { post }])

    expect(names).toEqual([
      'briefing-deputy-director-of-nursing-quality-safety-and-patient-experi.docx',
      'briefing-deputy-director-of-nursing-quality-safety-and-patient-experi-2.docx',
    ])
    expect(names.map(leadIn)).not.toContain(null)
  })
})

describe('new-actions.docx', () => {
  it('names no work streams where there are none', () => {
    const doc = boardWith(1)
    createPlanItem(doc, 'action', 'a1', { title: 'Publish a promise' })

    expect(diagramOf(sourceOf(doc).snapshot).title).toBe('1 new action answering 0 statements')
  })

  it('has the picture with its words as alternative text, and the words', () => {
    const doc = exampleDoc()
    const body = partOf(writtenOf('new-actions.docx', doc), 'word/document.xml')
    const pictures = [...body.getElementsByTagName('wp:docPr')]
    const told = pictures.map((it) => it.getAttribute('descr')).join(' ')

    const [, ...lines] = diagramText(diagramOf(sourceOf(doc).snapshot))
    for (const line of lines) expect(told).toContain(line)
    for (const picture of pictures)
      expect(picture.getAttribute('name')).toMatch(/^8 new actions in 6 work streams/)
    expect(new Set(pictures.map((it) => it.getAttribute('name'))).size).toBe(pictures.length)
    const ids = [...body.getElementsByTagName('wps:cNvPr')].map((it) => it.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(body.documentElement.textContent).toContain('A2 Train candour leads in every specialty: Associate')
  })
})

describe('timetable.docx', () => {
  it('draws every mark with a width and a height, and lists what it draws by quarter', () => {
    const doc = exampleDoc()
    const body = partOf(writtenOf('timetable.docx', doc), 'word/document.xml')
    const extents = [...body.getElementsByTagName('a:ext')].map((it) => [
      Number(it.getAttribute('cx')),
      Number(it.getAttribute('cy')),
    ])
    const { quarters, undated } = timetableOf(sourceOf(doc).snapshot, dayOf(AT))
    const names = [...body.getElementsByTagName('w:tbl')].flatMap((table) =>
      [...table.getElementsByTagName('w:tr')].slice(1).map((row) => row.textContent ?? ''),
    )

    // A mark without one of the two turns the whole picture on its side in LibreOffice.
    expect(extents.filter(([width = 0, height = 0]) => width <= 0 || height <= 0)).toEqual([])
    // A diamond a milestone, and one in the legend of each page.
    const pages = body.getElementsByTagName('wp:docPr').length
    expect(body.getElementsByTagName('a:lnTo')).toHaveLength(
      3 * (sourceOf(doc).snapshot.facts.milestones.length + pages),
    )
    expect(names).toHaveLength(quarters.flatMap((it) => it.entries).length + undated.length)
  })
})
