/**
 * Says what people can do now when that changes: the phase, or the lock, whoever changed it.
 */
import { useEffect, useRef } from 'react'
import type { Phase, Role } from '../../../shared/board.ts'
import { announce } from '../../ui/announcer.tsx'
import { changeWords } from './board-words.ts'

/** `phase` is null as long as nothing is known of the board: what is there at first is no change. */
export function useSaidChanges(phase: Phase | null, locked: boolean, role: Role): void {
  const before = useRef<string | null>(null)
  useEffect(() => {
    if (phase === null) return
    const words = changeWords(phase, locked, role)
    if (before.current !== null && before.current !== words) announce(words, 'always')
    before.current = words
  }, [phase, locked, role])
}
