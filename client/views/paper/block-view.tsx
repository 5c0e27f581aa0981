/** One piece of the paper: a locked fact, a field of the author's, a table, ticks. */
import { editText, setBoardFact } from '../../../shared/doc/edits.ts'
import type { DocumentCell } from '../../../shared/exports/office/document.ts'
import { NONE_IDENTIFIED } from '../../../shared/exports/paper/closing.ts'
import type { PaperBlock } from '../../../shared/exports/paper/paper.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { useText } from '../../session/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toasts.tsx'
import { MissingLink } from './missing-link.tsx'
import styles from './paper.module.css'

export function BlockView({ block }: { block: PaperBlock }) {
  switch (block.kind) {
    case 'fact':
      return <p className={styles.fact}>{block.text}</p>
    case 'subheading':
      return <h4>{block.text}</h4>
    case 'own':
      return <Own block={block} />
    case 'table':
      return <Table block={block} />
    case 'ticks':
      return <Ticks items={block.items} />
    case 'recommendations':
      return <Recommendations items={block.items} />
    case 'list':
      return (
        <ul className={styles.list}>
          {block.items.map((it) => (
            <li key={it}>{it}</li>
          ))}
        </ul>
      )
    case 'missing':
      return (
        <p className={styles.lack}>
          <MissingLink missing={block.missing} />
        </p>
      )
  }
}

function Own({
  block: { id, label, hint, isLine, mayBeNone, text },
}: {
  block: Extract<PaperBlock, { kind: 'own' }>
}) {
  const may = useCan({ root: 'paper', key: id })
  if (!may)
    return (
      <div className={styles.own}>
        <b>{label}</b>
        <p>{text || 'Not written yet.'}</p>
      </div>
    )
  return isLine ? (
    <Line id={id} label={label} />
  ) : (
    <Words id={id} label={label} hint={hint} mayBeNone={mayBeNone} />
  )
}

const refused = (because: keyof typeof PROBLEMS) => toast(PROBLEMS[because].says)

function Line({ id, label }: { id: string; label: string }) {
  const { ref, ...field } = useText<HTMLInputElement>({ paper: id }, `${label} of the board paper`, refused)
  return <TextField id={`paper-${id}`} label={label} maxLength={LIMITS.line} ref={ref} {...field} />
}

interface WordsProps {
  id: string
  label: string
  hint: string
  mayBeNone: boolean | undefined
}

function Words({ id, label, hint, mayBeNone }: WordsProps) {
  const { ref, ...field } = useText({ paper: id }, `${label} of the board paper`, refused)
  const isEmpty = field.value.trim() === ''
  const say = useSayNone(id, label)
  return (
    <div className={styles.words}>
      <TextArea
        id={`paper-${id}`}
        label={label}
        hint={hint}
        rows={mayBeNone ? 2 : 4}
        maxLength={LIMITS.sharedText}
        ref={ref}
        {...field}
      />
      {mayBeNone && isEmpty && (
        <Button slim onClick={say}>
          None identified
        </Button>
      )}
    </div>
  )
}

function useSayNone(id: string, label: string) {
  const edit = useEdit()
  const session = useSession()
  return () => {
    if (session.text({ paper: id }).get().trim() !== '') return
    edit(`${label}: none identified`, (doc) =>
      editText(doc, { paper: id }, { at: 0, remove: 0, insert: NONE_IDENTIFIED }),
    )
  }
}

function Table({ block: { caption, head, rows } }: { block: Extract<PaperBlock, { kind: 'table' }> }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((it) => (
              <th key={it} scope="col">
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows come in the order of the paper
            <tr key={row}>
              {head.map((it, at) => (
                <td key={it}>
                  <Cell cell={cells[at] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cell({ cell }: { cell: DocumentCell }) {
  if (typeof cell === 'string') return <span className={styles.cell}>{cell}</span>
  return (
    <>
      <b>{cell.bold}</b> <span className={styles.cell}>{cell.text}</span>
    </>
  )
}

/** Switches one thing of the paper that its author chooses. */
function useSwitch() {
  const settings = useBoard((it) => it.facts.paper)
  const may = useCan({ root: 'board', key: 'paper' })
  const edit = useEdit()
  return {
    may,
    set: (name: string, on: boolean, what: string) =>
      edit(what, (doc) => setBoardFact(doc, 'paper', { ...settings, [name]: on })),
  }
}

function Ticks({ items }: { items: Extract<PaperBlock, { kind: 'ticks' }>['items'] }) {
  const { may, set } = useSwitch()
  return (
    <fieldset className={styles.ticks} id="paper-objectives" tabIndex={-1}>
      <legend className="visually-hidden">Objectives the plan serves</legend>
      {items.map(({ id, title, ticked, statements }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={ticked}
            disabled={!may}
            onChange={() => set(`tick-${id}`, !ticked, `${ticked ? 'Untick' : 'Tick'} ${title}`)}
          />
          <span>{title}</span>
          <small>
            {statements} {statements === 1 ? 'statement serves' : 'statements serve'} it
          </small>
        </label>
      ))}
    </fieldset>
  )
}

function Recommendations({ items }: { items: Extract<PaperBlock, { kind: 'recommendations' }>['items'] }) {
  const { may, set } = useSwitch()
  return (
    <fieldset className={styles.ticks}>
      <legend className="visually-hidden">Recommendations that stand in the paper</legend>
      {items.map(({ id, text, on }) => (
        <label key={id} data-off={!on || undefined}>
          <input
            type="checkbox"
            checked={on}
            disabled={!may}
            onChange={() => set(`rec-${id}`, !on, `${on ? 'Leave out' : 'Put in'} a recommendation`)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}
