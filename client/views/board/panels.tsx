/**
 * The panels that open over or beside the board, each loaded when it is first asked for.
 */
import { type ComponentType, lazy } from 'react'

export const StatementPanel = lazy(() =>
  import('../../panels/statement-panel.tsx').then((it) => ({ default: it.StatementPanel })),
)
export const ShareDialog = lazy(() =>
  import('../../panels/share-dialog.tsx').then((it) => ({ default: it.ShareDialog })),
)
export const ExportDialog = lazy(() =>
  import('../../panels/export-menu.tsx').then((it) => ({ default: it.ExportDialog })),
)
export const PhaseControl = lazy(() =>
  import('../../panels/phase-bar.tsx').then((it) => ({ default: it.PhaseControl })),
)
export const JoinForm = lazy(() =>
  import('../../panels/join-form.tsx').then((it) => ({ default: it.JoinForm })),
)
export const KeysDialog = lazy(() => import('./keys-dialog.tsx').then((it) => ({ default: it.KeysDialog })))
export const SetAsideDialog = lazy(() =>
  import('./set-aside-dialog.tsx').then((it) => ({ default: it.SetAsideDialog })),
)

interface Closes {
  onClose(): void
}

// A plain import as soon as the file is there.
const importDialog = import.meta.glob<{ ImportDialog: ComponentType<Closes> }>(
  '../../panels/import-dialog.tsx',
)
export const ImportDialog = lazy(async () => {
  const [load] = Object.values(importDialog)
  return { default: load ? (await load()).ImportDialog : (_: Closes) => null }
})
