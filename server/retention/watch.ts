/**
 * Looks every hour for boards that are kept longer than was said.
 *
 * Nothing is taken away by time alone: without a place for their files (`ARCHIVE_DIR`) they stay, and the
 * figures say that they are overdue.
 */
import type { Log } from '../log.ts'
import { finishPurges, type PurgeNeeds, purge } from './purge.ts'

const EVERY_MS = 60 * 60 * 1_000
/** A start has better things to do. */
const FIRST_MS = 60 * 1_000

/** Gives back its own end. */
export function watchRetention(
  needs: Omit<PurgeNeeds, 'archiveDir'> & { archiveDir: string | null; log: Log },
): () => void {
  const { stores, clock, archiveDir, log } = needs
  let cancel = () => {}
  let hasEnded = false
  if (archiveDir === null) return cancel

  const look = async () => {
    await finishPurges({ ...needs, archiveDir }).catch((error) =>
      log.error({ err: error }, 'files of a board that were cut short could not be finished or taken away'),
    )
    for (const { id } of stores.registry.boards()) {
      if (hasEnded) return
      try {
        const receipt = await purge({ ...needs, archiveDir }, id)
        if (receipt)
          log.info({ board: id, files: receipt.files.length }, 'written out and erased, its day had come')
      } catch (error) {
        log.error({ board: id, err: error }, 'a board whose day has come could not be written out and erased')
      }
    }
  }
  const next = (millis: number) => {
    cancel = clock.after(millis, () => void look().finally(() => hasEnded || next(EVERY_MS)))
  }
  next(FIRST_MS)
  return () => {
    hasEnded = true
    cancel()
  }
}
