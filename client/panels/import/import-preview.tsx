/**
 * What an import would make of the board: counts, what each column means, and every row with its fate.
 */
import { ShieldAlert, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { IMPORT_MODES, type ImportMode } from '../../../shared/api.ts'
import type { ColumnMap } from '../../../shared/imports/csv.ts'
import { ROW_FIELDS, type RowField } from '../../../shared/imports/rows.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { BeginsAgain } from './begins-again.tsx'
import styles from './import-preview.module.css'
import { Rows } from './import-rows.tsx'
import type { Preview, PreviewRow, ReadAs } from './reading.ts'
import { rememberedColumns } from './remembered-columns.ts'

interface Props {
  preview: Preview
  name: string | null
  as: ReadAs
  mode: ImportMode
  /** While rows are being sent nothing here can be changed. */
  still: boolean
  onMode(mode: ImportMode): void
  onAs(as: ReadAs): void
  onSheet(sheet: number): void
  /** What was chosen last; the preview may still be of what was chosen before. */
  chosenColumns: ColumnMap | null
  onColumns(columns: ColumnMap): void
  /** A table's numbers stand with their chapters in front. */
  byChapter: boolean
  onByChapter(on: boolean): void
  /** In place of the rows, where they are not only to be looked at. */
  children?: ReactNode
}

const MODE_WORDS: Record<ImportMode, string> = {
  append: 'leave them as they are',
  update: 'update them from this',
}

const FIELD_WORDS: Record<RowField, string> = {
  text: 'Statement',
  number: 'Number',
  source: 'Publication',
  ref: 'Reference (F37)',
  title: 'Our title',
  chapter: 'Chapter',
  page: 'Page',
  theme: 'Theme',
  addressedTo: 'Addressed to',
  officialStatus: 'Official response',
  officialText: 'Its text',
  sameAs: 'Same as',
  partOf: 'Part of',
  setAside: 'Set aside because',
}
const FIELD_ORDER = [
  'text',
  ...ROW_FIELDS.filter((it) => it !== 'text' && it !== 'ref'),
  'ref',
] satisfies RowField[]

export function ImportPreview(props: Props) {
  const { preview, name, as, mode, still, onMode, onAs, onSheet, byChapter, onByChapter } = props
  const { rows, counts } = preview
  const patients = rows.filter((it) => it.patient)
  const rejected = rows.filter((it) => it.fate === 'rejected')
  return (
    <div className={styles.preview} inert={still}>
      <p className={styles.summary}>
        <span className={styles.count}>
          <b>{counts.new}</b> new
        </span>
        {mode === 'update' && (
          <span className={styles.count}>
            <b>{counts.updated}</b> updated
          </span>
        )}
        <span className={styles.count}>
          <b>{counts.known}</b> here already
        </span>
        <span className={`${styles.count} ${counts.rejected > 0 ? styles.bad : ''}`}>
          <b>{counts.rejected}</b> not taken
        </span>
        <span className={styles.from}>
          {rows.length} rows from {name ?? 'what you pasted'}
        </span>
      </p>

      <div className={styles.ways}>
        {preview.isEither && <ReadItAs as={as} onAs={onAs} />}
        {preview.as === 'table' && preview.sheets.length > 1 && (
          <Select
            label="Which table"
            value={preview.sheet}
            onChange={(event) => onSheet(Number(event.target.value))}
          >
            {preview.sheets.map((it, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sheets never change places, and tables may share a name
              <option key={at} value={at}>
                {it}
              </option>
            ))}
          </Select>
        )}
        {(counts.known > 0 || counts.updated > 0) && (
          <fieldset className={styles.choice}>
            <legend>Statements that are here already</legend>
            {IMPORT_MODES.map((it) => (
              <label key={it}>
                <input type="radio" name="mode" checked={mode === it} onChange={() => onMode(it)} />
                {MODE_WORDS[it]}
              </label>
            ))}
          </fieldset>
        )}
      </div>

      {preview.note && <p className={styles.note}>{preview.note}</p>}

      {preview.as === 'table' && <Columns {...props} />}
      {preview.beginsAgain && <BeginsAgain isNumbered={byChapter} onNumber={() => onByChapter(!byChapter)} />}

      {patients.length > 0 && (
        <div className={styles.warning} role="alert">
          <ShieldAlert size={20} aria-hidden />
          <p>
            <b>
              {rowsWords(patients)} {patients.length === 1 ? 'looks' : 'look'} as if there were{' '}
              {Array.from(new Set(patients.map((it) => it.patient))).join(' or ')} in it.
            </b>{' '}
            Everyone on the board reads statements, and they are published. Take it out first unless you are
            sure.
          </p>
        </div>
      )}
      {rejected.length > 0 && (
        <div className={styles.rejected}>
          <TriangleAlert size={20} aria-hidden />
          <div>
            <h3>
              {rejected.length} {rejected.length === 1 ? 'row is' : 'rows are'} not taken
            </h3>
            <Reasons rows={rejected} />
          </div>
        </div>
      )}
      {props.children || (rows.length > 0 && <Rows rows={rows} />)}
    </div>
  )
}

export function ReadItAs({ as, onAs }: Pick<Props, 'as' | 'onAs'>) {
  return (
    <fieldset className={styles.choice}>
      <legend>Read it as</legend>
      {(['table', 'text'] as const).map((it) => (
        <label key={it}>
          <input type="radio" name="as" checked={as === it} onChange={() => onAs(it)} />
          {it === 'table' ? 'a table' : 'the text of a report'}
        </label>
      ))}
    </fieldset>
  )
}

const NAMED_ROWS = 8

function rowsWords(rows: readonly PreviewRow[]): string {
  const numbers = rows.slice(0, NAMED_ROWS).map((it) => it.row)
  const more = rows.length - numbers.length
  return `${rows.length === 1 ? 'Row' : 'Rows'} ${numbers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const REASONS_AT_FIRST = 6

function Reasons({ rows }: { rows: readonly PreviewRow[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, REASONS_AT_FIRST)
  return (
    <>
      <ul>
        {shown.map((it) => (
          <li key={it.row}>
            <b>Row {it.row}</b> {it.reason}
          </li>
        ))}
      </ul>
      {shown.length < rows.length && (
        <Button look="quiet" slim onClick={() => setAll(true)}>
          Show all {rows.length}
        </Button>
      )}
    </>
  )
}

/** Which column of the table means what; guessed, remembered, and for a person to set right. */
function Columns({ preview, chosenColumns, onColumns }: Props) {
  const { heading, sample } = preview
  const columns = chosenColumns ?? preview.columns
  const used = new Set(Object.values(columns))
  const left = heading.filter((it, at) => it.trim() && !used.has(at))
  const isLost = columns.text === undefined
  const [open, setOpen] = useState(isLost)
  const signature = heading.join('\t')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another table is what may have been mapped before
  useEffect(() => {
    const before = rememberedColumns(heading)
    if (before) onColumns(before)
  }, [signature])
  return (
    <details
      className={styles.columns}
      open={open || isLost}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {isLost ? (
          <b>Which column holds the statements?</b>
        ) : (
          <>
            {used.size} of {heading.length} columns understood
            {left.length > 0 && <span>, left out: {left.join(', ')}</span>}
          </>
        )}
      </summary>
      <div className={styles.fields}>
        {FIELD_ORDER.map((field) => (
          <Select
            key={field}
            label={FIELD_WORDS[field]}
            value={columns[field] ?? ''}
            onChange={(event) => onColumns(withColumn(columns, field, event.target.value))}
          >
            <option value="">{field === 'text' ? 'Choose a column' : 'Not in it'}</option>
            {heading.map((it, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may be headed alike
              <option key={at} value={at}>
                {optionWords(it, at, sample[at])}
              </option>
            ))}
          </Select>
        ))}
      </div>
    </details>
  )
}

const optionWords = (heading: string, at: number, sample = '') =>
  `${heading.trim() || `Column ${at + 1}`}${sample.trim() ? `: ${sample.trim().slice(0, 32)}` : ''}`

/** A column means one thing: taking it for a field takes it from the field that had it. */
export function withColumn(columns: ColumnMap, field: RowField, value: string): ColumnMap {
  const at = value === '' ? undefined : Number(value)
  const rest = Object.entries(columns).filter(([name, it]) => name !== field && it !== at)
  return Object.fromEntries(at === undefined ? rest : [...rest, [field, at]])
}
