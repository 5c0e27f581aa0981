/**
 * The sealed versions of a board: sealing one, what each is and how anybody can check it, what meetings made
 * of it, what has changed since, and the way back.
 */
import { useState } from 'react'
import type { RestoreTo } from '../../../shared/past/calls.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { useSession } from '../../session/session-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { NewBoardDialog } from './new-board-dialog.tsx'
import { NowCard } from './now-card.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { RestoredList } from './restored-list.tsx'
import { usePast } from './use-versions.ts'
import { VersionCard } from './version-card.tsx'
import styles from './versions.module.css'

export function VersionsView() {
  const session = useSession()
  const past = usePast()
  const { versions, restores, problem, refresh } = past
  const [restoring, setRestoring] = useState<{ to: RestoreTo; name: string } | null>(null)
  const [starting, setStarting] = useState<VersionReply | null>(null)
  return (
    <div className={styles.page}>
      <NowCard onSealed={refresh} />
      {problem && (
        <p className={styles.said} role="alert">
          The versions cannot be shown just now. {problem}
          <Button slim onClick={() => void refresh()}>
            Try again
          </Button>
        </p>
      )}
      {session.mayDo('readHistory') && (
        <RestoredList restores={restores} versions={versions ?? []} onChanged={refresh} />
      )}
      <section className={styles.list} aria-labelledby="versions-heading">
        <h2 id="versions-heading" className={styles.heading}>
          Sealed versions{' '}
          {versions && versions.length > 0 && <span className={styles.count}>{versions.length}</span>}
        </h2>
        {versions?.length === 0 && (
          <p className={styles.none}>
            None yet. A sealed version is the board as it is at one moment, fixed for good: what was
            presented, what was agreed. Anybody can check that its file is the one that was sealed.
          </p>
        )}
        {versions?.map((version, at) => (
          <VersionCard
            key={version.version}
            version={version}
            others={versions.filter((it) => it.version !== version.version)}
            isOpen={at === 0}
            onChanged={refresh}
            onStart={() => setStarting(version)}
            onRestore={() =>
              setRestoring({
                to: { version: version.version },
                name: `version ${version.version}, ${version.label}`,
              })
            }
          />
        ))}
      </section>
      {starting && <NewBoardDialog version={starting} onClose={() => setStarting(null)} />}
      {restoring && (
        <RestoreDialog {...restoring} onClose={() => setRestoring(null)} onDone={() => void refresh()} />
      )}
    </div>
  )
}
