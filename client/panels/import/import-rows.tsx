/**
 * Every row of an import with what it becomes, and of what is updated how it was.
 */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { Change } from './changes-of.ts'
import styles from './import-preview.module.css'
import type { Fate, PreviewRow } from './reading.ts'

const FATE_WORDS: Record<Fate, string> = {
  new: 'New',
  updated: 'Updated',
  known: 'Here already',
  rejected: 'Not taken',
}

const ROWS_AT_FIRST = 40

export function Rows({ rows }: { rows: readonly PreviewRow[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and keys must be able to */}
      <section className={styles.scroll} tabIndex={0} aria-label="Rows">
        <table>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">What happens</th>
              <th scope="col">Reference</th>
              <th scope="col">Statement</th>
              <th scope="col">Where it is from</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((it) => (
              <tr key={it.row} data-fate={it.fate}>
                <td>{it.row}</td>
                <td>{FATE_WORDS[it.fate]}</td>
                <th scope="row">{it.ref}</th>
                <td>
                  {it.cells.title && <b>{it.cells.title}</b>}
                  <span>{it.cells.text || '(no text)'}</span>
                  <Changes changes={it.changes} />
                </td>
                <td>
                  {[it.cells.chapter, it.cells.page && `p. ${it.cells.page}`, it.cells.theme]
                    .filter(Boolean)
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < rows.length && (
        <Button look="quiet" slim onClick={() => setAll(true)}>
          Show all {rows.length} rows
        </Button>
      )}
    </>
  )
}

/** What stands on the board now and would not any more. */
export const Changes = ({ changes }: { changes: readonly Change[] }) =>
  changes.length > 0 && (
    <dl className={styles.changes}>
      {changes.map(({ what, was }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{was || 'empty'}</dd>
        </div>
      ))}
    </dl>
  )
