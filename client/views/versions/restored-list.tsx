/**
 * When the board was made again what it had been, why, and the way back from that.
 */
import { useState } from 'react'
import type { RestoreEntry } from '../../../shared/past/calls.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { usePeople } from '../../session/use-people.ts'
import { Button } from '../../ui/button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { takeBack } from './take-back.ts'
import styles from './versions.module.css'

interface Props {
  restores: readonly RestoreEntry[]
  versions: readonly VersionReply[]
  onChanged(): Promise<void>
}

export function RestoredList({ restores, versions, onChanged }: Props) {
  const session = useSession()
  const people = usePeople()
  const may = useCanDo('restore')
  const isAgreed = useBoard((board) => board.live.phase === 'agreed')
  const [busy, setBusy] = useState(false)
  if (restores.length === 0) return null
  const standing = restores.findLast((it) => !it.takenBack)
  const labelOf = ({ to, asAt }: RestoreEntry) => {
    const version = 'version' in to ? versions.find((it) => it.version === to.version) : undefined
    return version ? `version ${version.version}, ${version.label}` : `how it was ${momentWords(asAt)}`
  }
  return (
    <section className={styles.restored} aria-labelledby="restored-heading">
      <h2 id="restored-heading" className={styles.heading}>
        Gone back
      </h2>
      <ol>
        {restores.toReversed().map((it) => (
          <li key={it.restore}>
            <span>
              <b>{people.get(it.by)?.name || 'Somebody'}</b>
              {` went back to ${labelOf(it)}, ${momentWords(it.at)}: “${it.reason}”`}
              {it.takenBack && <em>{`Taken back ${momentWords(it.takenBack.at)}`}</em>}
            </span>
            {may && it === standing && (
              <Button
                slim
                disabled={busy || isAgreed}
                onClick={async () => {
                  setBusy(true)
                  await takeBack(session, it.restore, () => void onChanged())
                  setBusy(false)
                }}
              >
                Take it back
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
