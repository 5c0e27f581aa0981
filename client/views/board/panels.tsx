/**
 * The panels that open over or beside the board, each loaded when it is first asked for.
 */
import { type ComponentType, lazy } from 'react'

// Replaced by plain imports once every panel is there.
const modules = import.meta.glob<Record<string, ComponentType<never>>>('../../panels/*.tsx')
const panel = <Props,>(file: string, name: string) =>
  lazy(async () => {
    const load = modules[`../../panels/${file}.tsx`]
    const found = load ? (await load())[name] : undefined
    return { default: (found ?? (() => null)) as ComponentType<Props> }
  })

interface Closes {
  onClose(): void
}

export const StatementPanel = panel<Closes & { id: string }>('statement-panel', 'StatementPanel')
export const ShareDialog = panel<Closes>('share-dialog', 'ShareDialog')
export const ExportDialog = panel<Closes>('export-menu', 'ExportDialog')
export const ImportDialog = panel<Closes>('import-dialog', 'ImportDialog')
export const PhaseControl = panel<object>('phase-bar', 'PhaseControl')
export const JoinForm = panel<{
  board: string
  linkKey: string
  reply: unknown
  onJoined(joined: { as: string }): void
}>('join-form', 'JoinForm')
