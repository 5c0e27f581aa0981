/**
 * Files to import that were made to do harm: they give their words or a sentence, ask for nothing outside, and
 * take no more than a worker has.
 */
import { zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openFile } from '../../../client/panels/import/files/open-file.ts'
import type { OpenedFile } from '../../../client/panels/import/files/opened.ts'
import { UnreadableImport } from '../../../shared/imports/rows.ts'
import { excelFile, paragraphXml, wordFile, zipOf } from '../../support/made-files.ts'

const asked = vi.fn(() => {
  throw new Error('asked for something outside')
})
beforeEach(() => {
  vi.stubGlobal('fetch', asked)
  vi.stubGlobal('XMLHttpRequest', asked)
})
afterEach(() => {
  vi.unstubAllGlobals()
  asked.mockClear()
})

const opened = async (bytes: Uint8Array): Promise<OpenedFile | string> => {
  try {
    return await openFile(bytes, () => undefined)
  } catch (error) {
    if (error instanceof UnreadableImport) return error.message
    throw error
  }
}

const DOCTYPE =
  '<!DOCTYPE x [<!ENTITY own SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "https://evil.example/x">' +
  '<!ENTITY a "laugh"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'

/** The same archive with something done to one of its parts. */
async function changed(
  bytes: Uint8Array,
  path: string,
  change: (xml: string) => string,
): Promise<Uint8Array> {
  const { strFromU8, strToU8, unzipSync } = await import('fflate')
  const parts = unzipSync(bytes)
  const part = parts[path]
  if (!part) throw new Error(`no part ${path}`)
  return zipSync({ ...parts, [path]: strToU8(change(strFromU8(part))) })
}

it.each([
  ['Word', wordFile(paragraphXml({ xml: '<w:r><w:t>Be open. MARK</w:t></w:r>' })), 'word/document.xml'],
  [
    'Excel',
    excelFile({
      A: [
        ['No', 'Recommendation'],
        [1, 'Be open. MARK'],
      ],
    }),
    'xl/worksheets/sheet1.xml',
  ],
])('[G3] %s with entities of its own is read without them, or refused', async (_, bytes, path) => {
  const file = await changed(bytes, path, (xml) =>
    xml.replace(/^(<\?xml[^>]*\?>)?/, `$1${DOCTYPE}`).replaceAll('MARK', '&own;&net;&c;'),
  )

  const words = JSON.stringify(await opened(file))

  expect(words).not.toMatch(/root:|laughlaugh|passwd/)
  expect(words).toMatch(/Be open|damaged/)
  expect(asked).not.toHaveBeenCalled()
})

it('[G3] what a file links to from outside is not asked for', async () => {
  const outside =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://evil.example/beacon.png" TargetMode="External"/>' +
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
  const { unzipSync } = await import('fflate')
  const word = {
    ...unzipSync(wordFile(paragraphXml({ text: 'Be open.' }))),
    ...unzipSync(zipOf({ 'word/_rels/document.xml.rels': outside })),
  }

  expect(JSON.stringify(await opened(zipSync(word)))).toContain('Be open.')
  expect(asked).not.toHaveBeenCalled()
})

it('[G2] an archive of thousands of parts is refused', async () => {
  const parts = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, at) => [`word/${at}.xml`, new Uint8Array(1)]),
  )

  expect(await opened(zipSync({ ...parts, 'word/document.xml': new Uint8Array(10) }, { level: 0 }))).toMatch(
    /more than this page can hold/,
  )
})

it('[G2] a part that says it is smaller than it is takes no more than it said', async () => {
  const real = 40 * 1024 * 1024
  const bomb = zipSync({ 'word/document.xml': new Uint8Array(real).fill(32) }, { level: 9 })
  // The length stands in the local head and once more in the list at the end.
  const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength)
  let lies = 0
  for (let at = 0; at + 4 <= bomb.length; at += 1) {
    if (view.getUint32(at, true) === real) {
      view.setUint32(at, 100, true)
      lies += 1
    }
  }
  const before = process.memoryUsage().arrayBuffers

  expect(typeof (await opened(bomb))).toBe('string')
  expect(lies).toBe(2)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(real)
})

it('[G2] paths that lead elsewhere lead nowhere', async () => {
  const { strToU8 } = await import('fflate')
  const evil = zipSync({
    '../../word/document.xml': strToU8('<x/>'),
    __proto__: strToU8('{}'),
    '/etc/passwd': strToU8('x'),
  })

  expect(await opened(evil)).toMatch(/neither a Word nor an Excel file/)
})

it('[G3] a Word file whose words break off is refused in a sentence, and nothing of it taken for all', async () => {
  const whole = wordFile(paragraphXml({ text: 'Be open.' }) + paragraphXml({ text: 'Be kind.' }))
  const broken = await changed(
    whole,
    'word/document.xml',
    (xml) => `${xml.slice(0, xml.indexOf('Be kind'))}<`,
  )

  expect(await opened(broken)).toMatch(/broken off/)
})

it('[G3] names that mean something to every object name no other statement', async () => {
  const statements = {
    a: { source: 'F', number: '1', text: 'Be open.', sameAs: '__proto__', partOf: 'toString' },
  }
  const bytes = new TextEncoder().encode(JSON.stringify({ statements }))

  const file = await opened(bytes)

  const { heading, lines } = (file as OpenedFile).sheets[0]?.table ?? { heading: [], lines: [] }
  const cell = (name: string) => lines[0]?.[heading.indexOf(name)]
  expect([cell('text'), cell('sameAs'), cell('partOf')]).toEqual(['Be open.', '__proto__', 'toString'])
})
