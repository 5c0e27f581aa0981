/**
 * The sealed versions of a board as the server has them, asked again when the board says that something of
 * them has changed.
 */
import { useCallback, useEffect, useState } from 'react'
import type { RestoreEntry } from '../../../shared/past/calls.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'

export interface Past {
  /** Newest first; null while nothing was heard. */
  versions: readonly VersionReply[] | null
  restores: readonly RestoreEntry[]
  problem: string | null
  refresh(): Promise<void>
}

export function usePast(): Past {
  const session = useSession()
  const latest = useBoard((board) => board.live.version)
  const [versions, setVersions] = useState<readonly VersionReply[] | null>(null)
  const [restores, setRestores] = useState<readonly RestoreEntry[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const refresh = useCallback(async () => {
    const here = api.at(session.board, session.as)
    try {
      const found = await here.call<VersionReply[]>('/versions')
      setVersions(found.toReversed())
      if (session.mayDo('readHistory')) setRestores(await here.call<RestoreEntry[]>('/restores'))
      setProblem(null)
    } catch (error) {
      setProblem(sayProblem(error))
    }
  }, [session])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the latest version is why it is asked again
  useEffect(() => void refresh(), [refresh, latest])
  return { versions, restores, problem, refresh }
}
