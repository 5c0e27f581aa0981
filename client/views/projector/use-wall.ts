/**
 * The way in that a wall shows: a short code while the doors are open, and nothing while they are closed.
 *
 * The screen looks on and may not ask as itself; it asks with the link it was handed, which it never shows.
 */
import { useEffect, useState } from 'react'
import type { BoardId } from '../../../shared/board.ts'
import { codeUrl } from '../../panels/code-url.ts'
import { api } from '../../session/api.ts'
import { whileShown } from '../../session/while-shown.ts'

const LOOK_MS = 4_000

/** The address in the square, or null. */
export function useWall(board: BoardId, joinUrl: string | null): string | null {
  const [code, setCode] = useState<string | null>(null)
  const key = joinUrl?.split('#')[1] ?? null
  useEffect(() => {
    if (key === null) return
    let wanted = true
    let asking = false
    const look = async () => {
      if (asking) return
      asking = true
      // Whoever cannot be asked may have closed them: what is not known to be open is not shown.
      const doors = await api.wall(board, key).catch(() => null)
      asking = false
      if (wanted) setCode(doors?.open ? doors.code : null)
    }
    void look()
    const end = whileShown(LOOK_MS, () => void look())
    return () => {
      wanted = false
      end()
    }
  }, [board, key])
  return code === null ? null : codeUrl(code, location.origin)
}
