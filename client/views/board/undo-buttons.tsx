/**
 * Undo and redo where the eye finds them, each saying what it would take back or do again.
 */
import { Redo2, Undo2 } from 'lucide-react'
import { useChanging } from '../../ui/changing.ts'
import { followCard } from './card-keys.ts'
import { useTable } from './table.tsx'
import styles from './top-bar.module.css'

/** In the menu of a narrow screen, by its id, only what can be done is listed, in words. */
export function UndoButtons({ menu }: { menu?: string }) {
  const table = useTable()
  const { session, moves } = table
  const { undo, redo } = useChanging(session.undoable)
  const buttons = [
    { word: 'Undo', keys: 'Ctrl+Z', what: undo, icon: Undo2, run: () => followCard(table, moves.undo()) },
    {
      word: 'Redo',
      keys: 'Ctrl+Shift+Z',
      what: redo,
      icon: Redo2,
      run: () => followCard(table, moves.redo()),
    },
  ]
  return (
    <div className={menu ? undefined : styles.undo}>
      {buttons.map(({ word, keys, what, icon: Icon, run }) => {
        if (menu && what === null) return null
        const name = what === null ? `${word}: nothing of yours` : `${word}: ${what}`
        return (
          <button
            key={word}
            type="button"
            // Pressed to the last step it stays where it is, and so does focus.
            aria-disabled={what === null || undefined}
            aria-label={name}
            title={what === null ? name : `${name} (${keys})`}
            onClick={() => {
              // What comes of it is under the menu.
              if (menu) document.getElementById(menu)?.hidePopover()
              if (what !== null) run()
            }}
          >
            <Icon size={19} aria-hidden />
            {menu && name}
          </button>
        )
      })}
    </div>
  )
}
