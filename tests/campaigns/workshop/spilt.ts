/**
 * Looks for what must not be told: the words of choices, and who a choice is of, wherever bytes have gone.
 */
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Attendee } from './attendee.ts'

/** A word that stands in the reason of one choice and nowhere else in the world. */
export interface Secret {
  word: string
  by: string
}

/** Everything in a folder, by its path there. */
export function filesIn(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  const walk = (at: string) => {
    for (const name of readdirSync(join(folder, at))) {
      const path = join(at, name)
      if (statSync(join(folder, path)).isDirectory()) walk(path)
      else found.set(path, readFileSync(join(folder, path)))
    }
  }
  walk('.')
  return found
}

/** As the records name people: by the board's choice key, which is a file of its own. */
export function votersBy(files: Map<string, Buffer>, people: readonly string[]): string[] {
  const key = [...files].find(([path]) => path.endsWith('choice.key'))?.[1]
  if (!key) throw new Error('the board has no choice key')
  return people.map((id) =>
    createHmac('sha256', key).update(id).digest().subarray(0, 16).toString('base64url'),
  )
}

/** What of it was told to whom, as sentences; a person may be told their own words. */
export function toldTo(
  people: readonly Attendee[],
  secrets: readonly Secret[],
  voters: readonly string[],
): string[] {
  const tales: string[] = []
  const anyVoter = new RegExp(voters.join('|'))
  for (const { id, role, heard } of people) {
    for (const { from, bytes } of heard) {
      const text = bytes.toString('latin1')
      // Most of what is heard holds none at all: the common part of all secret words is looked for first.
      if (text.includes(SECRET))
        for (const { word, by } of secrets)
          if (by !== id && text.includes(word)) tales.push(`${role} was told ${word} by ${from}`)
      if (anyVoter.test(text)) tales.push(`${role} was told a voter by ${from}`)
    }
  }
  return tales
}

/** Every secret word begins with it. */
export const SECRET = 'kestrel-'

/**
 * What files and logs tell: choices stand in records of their own, signed by the server, that name nobody; a
 * log line holds none.
 */
export function writtenDown(
  files: Map<string, Buffer>,
  log: string,
  people: readonly { id: string; name: string }[],
  voters: readonly string[],
): string[] {
  const tales: string[] = []
  if (log.includes(SECRET)) tales.push('a choice was logged')
  for (const voter of voters) if (log.includes(voter)) tales.push('a voter was logged')
  let records = 0
  for (const [path, bytes] of files) {
    const text = bytes.toString('latin1')
    const isJournal = /boards\/[^/]+\/journal/.test(path)
    if (!isJournal && text.includes(SECRET)) tales.push(`${path} holds a choice`)
    if (!isJournal && !path.endsWith('choice.key'))
      for (const voter of voters) if (text.includes(voter)) tales.push(`${path} holds a voter`)
    for (const [record] of text.matchAll(/\{"type":"choice".*?"answer":[^}]*\}\}/gs)) {
      records += 1
      if (!record.includes('"by":"server"')) tales.push(`${path}: a choice is signed`)
      for (const { id, name } of people)
        if (record.includes(id) || record.includes(name)) tales.push(`${path}: a choice names ${name}`)
    }
  }
  // A search that finds none of what must be there would find nothing else either.
  if (records === 0) tales.push('no record of a choice was found')
  return tales
}
