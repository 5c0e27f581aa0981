/**
 * Sends the rows of a preview in parts, so that a long import can say how far it is.
 *
 * Sending again is safe: what arrived before is found unchanged.
 */
import type { ImportMode, ImportReply, StatementRow } from '../../../shared/api.ts'
import type { PreviewRow } from './reading.ts'

const PART = 150

export interface Sent {
  added: number
  updated: number
  unchanged: number
  rejected: { row: number; reason: string }[]
}

type Send = (rows: readonly StatementRow[], mode: ImportMode) => Promise<ImportReply>

/** Throws what `send` throws; `progress` has heard by then how many rows had arrived. */
export async function sendRows(
  rows: readonly PreviewRow[],
  mode: ImportMode,
  send: Send,
  progress: (done: number) => void,
): Promise<Sent> {
  const sent: Sent = {
    added: 0,
    updated: 0,
    unchanged: rows.filter((it) => it.fate === 'known').length,
    rejected: rows.flatMap(({ row, reason }) => (reason ? [{ row, reason }] : [])),
  }
  // What names another statement goes after the one it names.
  const going = rows
    .filter((it) => it.fate === 'new' || it.fate === 'updated')
    .sort((a, b) => ties(a) - ties(b))
  for (let at = 0; at < going.length; at += PART) {
    const part = going.slice(at, at + PART)
    const reply = await send(
      part.map((it) => it.cells),
      mode,
    )
    sent.added += reply.added
    sent.updated += reply.updated
    sent.unchanged += reply.unchanged
    for (const { row, reason } of reply.rejected) {
      // The server counts the rows of its part; people count those of their file.
      sent.rejected.push({ row: part[row - 1]?.row ?? row, reason })
    }
    progress(Math.min(going.length, at + PART))
  }
  sent.rejected.sort((a, b) => a.row - b.row)
  return sent
}

const ties = ({ cells }: PreviewRow) => (cells.sameAs ? 2 : cells.partOf ? 1 : 0)
