/**
 * One's own name in the invited list, found by how it begins.
 *
 * Nobody is shown the list: a few letters give a few names, with what tells two of one name apart.
 */
import type { NamesReply } from '../../shared/invited.ts'
import { naturally } from '../../shared/words.ts'
import type { People } from '../store/contract.ts'
import { everybody } from './enter.ts'

const MOST = 8

export function namesBeginning(people: People, typed: string): NamesReply['names'] {
  const wanted = wordsOf(typed)
  if (wanted.join('').length < 2) return []
  const taken = new Set(everybody(people).map((it) => it.invitee))
  return people.invited
    .filter(({ name }) => {
      const words = wordsOf(name)
      return wanted.every((it) => words.some((word) => word.startsWith(it)))
    })
    .sort((a, b) => naturally.compare(a.name, b.name))
    .slice(0, MOST)
    .map(({ id, name, post }) => ({ id, name, ...(post && { post }), taken: taken.has(id) }))
}

/** Without accents, for names are typed by people on phones. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLocaleLowerCase('en-GB')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
