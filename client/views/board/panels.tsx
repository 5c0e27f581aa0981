/**
 * The panels that open over or beside the board, each loaded when it is first asked for.
 */
import { lazyPart } from '../../ui/lazy-part.ts'

export const StatementPanel = lazyPart(() =>
  import('../../panels/statement-panel.tsx').then((it) => it.StatementPanel),
)
export const ShareDialog = lazyPart(() =>
  import('../../panels/share-dialog.tsx').then((it) => it.ShareDialog),
)
export const ExportDialog = lazyPart(() =>
  import('../../panels/export-menu.tsx').then((it) => it.ExportDialog),
)
export const LeaveDialog = lazyPart(() => import('./leaving.tsx').then((it) => it.Leaving))
export const PhaseControl = lazyPart(() => import('../../panels/phase-bar.tsx').then((it) => it.PhaseControl))
export const PhaseDialog = lazyPart(() => import('../../panels/phase-bar.tsx').then((it) => it.PhaseDialog))
export const JoinForm = lazyPart(() => import('../../panels/join-form.tsx').then((it) => it.JoinForm))
export const FilterBar = lazyPart(() => import('./filter-bar.tsx').then((it) => it.FilterBar))
export const SelectionBar = lazyPart(() => import('./selection-bar.tsx').then((it) => it.SelectionBar))
export const LinkMany = lazyPart(() => import('../../panels/link-many.tsx').then((it) => it.LinkMany))
export const SplitDialog = lazyPart(() =>
  import('../../panels/split-dialog.tsx').then((it) => it.SplitDialog),
)
export const SameAsDialog = lazyPart(() =>
  import('../../panels/same-as-dialog.tsx').then((it) => it.SameAsDialog),
)
export const CardMenu = lazyPart(() => import('./card-menu.tsx').then((it) => it.CardMenu))
export const Ghosts = lazyPart(() => import('./ghosts.tsx').then((it) => it.Ghosts))
export const KeysDialog = lazyPart(() => import('./keys-dialog.tsx').then((it) => it.KeysDialog))
export const SetAsideDialog = lazyPart(() => import('./set-aside-dialog.tsx').then((it) => it.SetAsideDialog))

export const ImportDialog = lazyPart(() =>
  import('../../panels/import-dialog.tsx').then((it) => it.ImportDialog),
)

/** Fetches what is likely to be opened next, once the browser has nothing else to do. */
export function fetchPanelsWhenIdle(): () => void {
  const fetchAll = () => {
    // What cannot be fetched now is asked for again when it is opened, and that says so.
    import('../../panels/statement-panel.tsx').catch(() => {})
    import('./card-menu.tsx').catch(() => {})
    import('./leftovers.tsx').catch(() => {})
  }
  if (!('requestIdleCallback' in window)) return () => {}
  const idle = requestIdleCallback(fetchAll, { timeout: 10_000 })
  return () => cancelIdleCallback(idle)
}
