/**
 * The plan in a few figures: what each category commits us to, and how much of it is ready.
 */
import { CATEGORY_IDS, type CategoryId } from '../../../shared/columns.ts'
import type { PlanOutline } from '../../../shared/plan/outline.ts'
import { useBoard } from '../../session/use-board.ts'
import { ColumnIcon, columnColour } from '../../ui/column-icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import styles from './aside.module.css'

export function Totals({ outline }: { outline: PlanOutline }) {
  const words = useBoard((board) => board.facts.columns)
  const inColumn = useBoard((board) => board.inColumn)
  const ready = useBoard((board) => board.readyIn)
  return (
    <ul className={styles.totals}>
      {CATEGORY_IDS.map((id) => (
        <li key={id}>
          <b style={{ color: columnColour(id) }}>
            <ColumnIcon id={id} size={18} />
            {words[id].title}
          </b>
          <p>{commits(outline, id, inColumn[id].length)}</p>
          {inColumn[id].length > 0 && (
            <div className={styles.ready}>
              <Progress done={ready[id]} of={inColumn[id].length} colour={columnColour(id)} height={4} />
              <span>
                {ready[id]} of {inColumn[id].length} ready
              </span>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

const many = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

function commits({ streams, loose, watches, links }: PlanOutline, id: CategoryId, count: number): string {
  switch (id) {
    case 'new-action': {
      const used = streams
        .flatMap((it) => it.actions)
        .concat(loose)
        .filter((it) => it.answers.length > 0)
      const home = new Set(used.flatMap((it) => it.item.fields.stream || []))
      return `${many(used.length, 'action')} in ${many(home.size, 'work stream')} for ${many(count, 'statement')}`
    }
    case 'due-regard':
      return `${many(streams.filter((it) => links.answers.stream.has(it.item.id)).length, 'work stream')} for ${many(count, 'statement')}`
    case 'watching-brief':
      return `${many(watches.filter((it) => it.answers.length > 0).length, 'watched source')} for ${many(count, 'statement')}`
  }
}
