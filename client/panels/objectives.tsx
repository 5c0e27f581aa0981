/**
 * The strategy's objectives that answering this statement serves, ticked one by one.
 */
import type { StatementId } from '../../shared/board.ts'
import { tickObjective } from '../../shared/doc/edits.ts'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import styles from './response-form.module.css'
import { useEdit } from './use-edit.ts'

export function Objectives({ id }: { id: StatementId }) {
  const objectives = useBoard((board) => board.facts.objectives)
  const strategy = useBoard((board) => board.facts.strategy)
  const ticked = useBoard((board) => board.responses.get(id)?.objectives)
  const ref = useBoard((board) => board.statements.get(id)?.ref)
  const may = useCan({ root: 'responses', key: `${id}/objective/x` })
  const edit = useEdit()
  if (objectives.length === 0) return null
  return (
    <fieldset className={styles.objectives}>
      <legend>
        Objectives it serves <span>{strategy}</span>
      </legend>
      {objectives.map((it) => {
        const isTicked = ticked?.includes(it.id) ?? false
        return (
          <label key={it.id}>
            <input
              type="checkbox"
              checked={isTicked}
              disabled={!may}
              onChange={() =>
                edit(`${isTicked ? 'Untick' : 'Tick'} an objective of ${ref}`, (doc) =>
                  tickObjective(doc, id, it.id, !isTicked),
                )
              }
            />
            {it.title}
          </label>
        )
      })}
    </fieldset>
  )
}
