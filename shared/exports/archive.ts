/**
 * Every file in one: for somebody who asks under freedom of information, and for the record.
 *
 * `SHA256SUMS` is as `sha256sum --check` reads it. What was kept back from a release is listed with the reason.
 */
import * as sha256 from 'lib0/hash/sha256'
import type { Exporter, ExportSource } from './contract.ts'
import { zipOf } from './office/zip.ts'
import { standingOf } from './standing.ts'

/** What may be published, and nothing else, whatever set was asked for. */
export function writeRelease(source: ExportSource, files: readonly Exporter[]): Uint8Array {
  const shown: ExportSource = { ...source, set: 'public' }
  return packed(
    shown,
    files.filter((it) => !it.isFull),
    { 'withheld.txt': withheld(source) },
  )
}

export const writeRecord = (source: ExportSource, files: readonly Exporter[]): Uint8Array =>
  packed({ ...source, set: 'full' }, files, {})

function packed(
  source: ExportSource,
  files: readonly Exporter[],
  more: Readonly<Record<string, string>>,
): Uint8Array {
  const encoder = new TextEncoder()
  const contents: Record<string, Uint8Array> = {}
  for (const { file, write, hasWords } of files) {
    if (hasWords && !hasWords(source)) continue
    const content = write(source)
    contents[file] = typeof content === 'string' ? encoder.encode(content) : content
  }
  for (const [file, text] of Object.entries(more)) contents[file] = encoder.encode(text)
  const sums = Object.keys(contents)
    .sort()
    .map((file) => `${hexOf(sha256.digest(contents[file] as Uint8Array<ArrayBuffer>))}  ${file}\n`)
  return zipOf({ ...contents, SHA256SUMS: sums.join('') })
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join('')

/** Nothing of what it tells of stands in it: how many, and because. */
export function withheld(source: ExportSource): string {
  const { snapshot } = source
  const { status, date, fingerprint } = standingOf(source)
  const voted = snapshot.ids.filter((id) => (snapshot.live.votes.get(id)?.answered ?? 0) > 0).length
  return [
    `${snapshot.facts.title}`,
    `${status} · ${date} · ${fingerprint}`,
    '',
    'Kept back from this release, and because:',
    '',
    '- Comments: what people said in discussion, before anything was decided.',
    voted > 0
      ? `- Individual private choices on ${voted} ${voted === 1 ? 'statement' : 'statements'}: given in confidence. Counts are in the mapping where five or more answered.`
      : '- Individual private choices: none were made.',
    '- Names of those who took part: the files name posts.',
    '- Who moved what and when: the working history of the board.',
    '',
    'Everything else is here. SHA256SUMS has the fingerprint of every file.',
    '',
  ].join('\n')
}
