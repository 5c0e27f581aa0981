/** What is different from an earlier sealed version: the counts side by side, then what changed, by kind. */
import { dayOf, longDay } from '../days.ts'
import { compare } from '../past/comparison.ts'
import { comparisonGroups, countLines } from '../past/comparison-words.ts'
import type { VersionReply } from '../version.ts'
import type { ExportSource } from './contract.ts'
import type { Block } from './office/document.ts'
import { writeDocx } from './office/docx.ts'
import { shortened, standingOf } from './standing.ts'

export function writeChangesDocx(source: ExportSource): Uint8Array {
  const { snapshot, before, version, at } = source
  const { facts } = snapshot
  const standing = standingOf(source)
  return writeDocx({
    title: before
      ? `${facts.title}: what has changed since version ${before.version.version}`
      : `${facts.title}: what has changed`,
    over: facts.organisation,
    subject: facts.organisation,
    foot: standing.foot,
    at,
    blocks: before
      ? changed(source, before, version ? `Version ${version.version}` : standing.status)
      : [{ kind: 'words', text: 'No version was sealed before: there is nothing yet to compare with.' }],
  })
}

const sealedWords = ({ version, label, sealedAt, sha256 }: VersionReply): string =>
  `version ${version} (${label}, sealed ${longDay(dayOf(sealedAt))}, fingerprint ${shortened(sha256)})`

function changed(
  source: ExportSource,
  { version, then }: NonNullable<ExportSource['before']>,
  now: string,
): Block[] {
  const { columns } = source.snapshot.facts
  const found = compare(then, source)
  const groups = comparisonGroups(found, columns)
  const difference = (by: number) => (by === 0 ? '' : by > 0 ? `+${by}` : `−${-by}`)
  const to = source.version ? sealedWords(source.version) : `the board on ${standingOf(source).date}`
  return [
    {
      kind: 'words',
      text: `From ${sealedWords(version)} to ${to}. What was changed and changed back in between is no change.`,
    },
    {
      kind: 'table',
      caption: `Counts in version ${version.version} and now`,
      head: ['How many', `Version ${version.version}`, now, 'Difference'],
      widths: [5, 2, 2, 2],
      rows: countLines(found, columns).map(({ what, before, after }) => [
        what,
        String(before),
        String(after),
        difference(after - before),
      ]),
      isNamed: true,
    },
    ...(groups.length === 0 ? [{ kind: 'words' as const, text: 'Nothing is different.' }] : []),
    ...groups.flatMap(({ title, lines }): Block[] => [
      { kind: 'heading', level: 1, text: title },
      {
        kind: 'table',
        caption: title,
        head: ['What', 'How it is different'],
        widths: [5, 6],
        rows: lines.map((it) => [it.title ? { bold: it.name, text: it.title } : it.name, it.words]),
        isNamed: true,
      },
    ]),
  ]
}
