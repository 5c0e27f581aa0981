/**
 * What a file of a board as it is now is made of, whoever asks for it: a person, the day until which the
 * board is kept, or a command.
 */
import type { Exporter } from '../../shared/exports/contract.ts'
import { exporterFor } from '../../shared/exports/registry.ts'
import type { ExportOrder } from '../../shared/exports/write.ts'
import type { Room } from '../sync/contract.ts'
import { fullRecord, type Recorded } from './full-record.ts'
import { type Sealed, sealedBefore } from './sealed-files.ts'

/** A live board, or one that was only read. */
export type Written = Pick<Room, 'id' | 'whole'> & Recorded & Sealed

/** What is kept of a board that goes, or comes out of all of them: what may be published, and the full record. */
export const ARCHIVES = ['release.zip', 'record.zip'] as const

export async function archiveOrder(board: Written, file: (typeof ARCHIVES)[number]): Promise<ExportOrder> {
  const exporter = exporterFor(file)
  if (!exporter) throw new Error(`no exporter writes ${file}`)
  return fileOrder(board, exporter, { set: exporter.isFull ? 'full' : 'public' })
}

export async function fileOrder(
  board: Written,
  { file, looksBack, tellsRecord }: Pick<Exporter, 'file' | 'looksBack' | 'tellsRecord'>,
  { set, kind, since }: { set: 'public' | 'full'; kind?: string | undefined; since?: number | undefined },
): Promise<ExportOrder> {
  const { state, at } = await board.whole()
  const decisions = board.state.votes.decisions()
  const before = looksBack ? await sealedBefore(board, { since }) : null
  const record = tellsRecord && set === 'full' ? await fullRecord(board) : undefined
  return { file, board: board.id, state, at, set, kind, decisions, before, record }
}
