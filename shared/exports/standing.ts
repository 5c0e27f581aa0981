/**
 * What stands at the foot of every page: how far the board has come, when, and a fingerprint that says which
 * state of it this is.
 *
 * The fingerprint is how the SHA-256 of the public `board.json` begins, so anybody can compute it again.
 */
import * as sha256 from 'lib0/hash/sha256'
import { dayOf, longDay } from '../days.ts'
import type { ExportSource } from './contract.ts'
import { writeBoardJson } from './json.ts'

export interface Standing {
  /** Draft, Version 2, Approved (version 2) */
  status: string
  /** 14 January 2027 */
  date: string
  /** 3F9A 21C7 0B44 */
  fingerprint: string
  foot: string
}

export function standingOf(source: ExportSource): Standing {
  const { version, at, snapshot } = source
  const status = version ? statusOf(version) : 'Draft'
  const date = longDay(dayOf(version?.sealedAt ?? at))
  const fingerprint = shortened(version?.sha256 ?? hashOf(source))
  return {
    status,
    date,
    fingerprint,
    foot: `${shortTitle(snapshot.facts.title)} · ${status} · ${date} · ${fingerprint}`,
  }
}

/** A line has room for this much; and Excel takes a foot of more than 255 characters for a broken file. */
const MOST_OF_TITLE = 80

function shortTitle(title: string): string {
  const letters = Array.from(title)
  if (letters.length <= MOST_OF_TITLE) return title
  return `${letters
    .slice(0, MOST_OF_TITLE - 1)
    .join('')
    .trimEnd()}…`
}

function statusOf({ version, approvals }: NonNullable<ExportSource['version']>): string {
  const isApproved = approvals.some(
    (it) => it.outcome === 'approved' || it.outcome === 'approved-with-changes',
  )
  return isApproved ? `Approved (version ${version})` : `Version ${version}`
}

function hashOf(source: ExportSource): string {
  const text = writeBoardJson({ ...source, set: 'public' })
  const bytes = sha256.digest(new TextEncoder().encode(text))
  return Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join('')
}

/** Twelve digits in fours: enough to tell two states apart, few enough to read out. */
export const shortened = (hex: string): string =>
  (hex.slice(0, 12).toUpperCase().match(/.{4}/g) ?? []).join(' ')
