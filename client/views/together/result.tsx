/**
 * What private choices came to: the words first, then the counts, then the bars.
 */
import type { CSSProperties } from 'react'
import { AGREEMENT_WORDS, FEWEST_FOR_PERCENT, type Opinion } from '../../../shared/consult/agreement.ts'
import { BY_STRENGTH, type Tally } from '../../../shared/consult/answers.ts'
import type { RoundResult } from '../../../shared/consult/vote.ts'
import type { BoardFacts } from '../../../shared/doc/reads/facts.ts'
import { useBoard } from '../../session/use-board.ts'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import styles from './together.module.css'

const STRONGEST_FIRST = [...BY_STRENGTH].reverse()

export function Result({ result, opinion }: { result: RoundResult; opinion: Opinion | null }) {
  const { counts, hands, groups, answered, agreement, onLent } = result
  const words = useBoard((board) => board.facts.columns)
  return (
    <section className={styles.result} data-agreement={agreement} aria-label="Result of the private vote">
      <p className={styles.verdict}>
        <b>{AGREEMENT_WORDS[agreement]}</b>
        <span>{resultWords(result, opinion, words)}</span>
      </p>
      {counts && opinion && (
        <>
          <Bars counts={counts} answers={opinion.answers} />
          {counts['more-information'] + counts['not-my-area'] > 0 && (
            <p className={styles.apart}>{apartWords(counts)}</p>
          )}
        </>
      )}
      {hands && (
        <p className={styles.apart}>
          Show of hands, apart from private choices:{' '}
          {STRONGEST_FIRST.map((it) => `${hands[it]} ${words[it].title}`).join(', ')}.
        </p>
      )}
      {groups.length > 0 && (
        <details className={styles.groups}>
          <summary>By group</summary>
          <ul>
            {groups.map(({ group, tally }) => (
              <li key={group}>
                <b>{group || 'Without a group'}</b>{' '}
                {STRONGEST_FIRST.map((it) => `${tally[it]} ${words[it].title}`).join(', ')}
              </li>
            ))}
          </ul>
        </details>
      )}
      {onLent && <p className={styles.apart}>{lentWords(onLent)}</p>}
      {!counts && (
        <p className={styles.apart}>
          {answered} answered. Of fewer than five no counts are told: they would say who chose what.
        </p>
      )}
    </section>
  )
}

/** "17 of 21: New action"; percentages only from ten answers on. */
export function resultWords(
  { answered }: RoundResult,
  opinion: Opinion | null,
  words: BoardFacts['columns'],
): string {
  if (!opinion) return `${answered} answered`
  const { answers, mostChosen, outside } = opinion
  if (mostChosen.length !== 1) return `${answers} answers, none chosen most`
  const [most] = mostChosen
  const share =
    answers >= FEWEST_FOR_PERCENT ? `, ${Math.round((100 * (answers - outside)) / answers)} %` : ''
  return `${answers - outside} of ${answers}: ${most ? words[most].title : ''}${share}`
}

/** A guest's answer counts as any other; that it was given on a lent device, and on whose, is everybody's to know. */
export const lentWords = ({ byFacilitators, byOthers }: NonNullable<RoundResult['onLent']>): string =>
  [
    byFacilitators > 0 && `${byFacilitators} answered on a facilitator’s device`,
    byOthers > 0 && `${byOthers} ${byFacilitators > 0 ? 'on' : 'answered on'} somebody else’s`,
  ]
    .filter(Boolean)
    .join(', ')
    .concat('.')

const apartWords = (counts: Tally): string =>
  [
    counts['more-information'] > 0 && `${counts['more-information']} need more information`,
    counts['not-my-area'] > 0 && `${counts['not-my-area']} said it is not their area`,
  ]
    .filter(Boolean)
    .join(', ')

function Bars({ counts, answers }: { counts: Tally; answers: number }) {
  const words = useBoard((board) => board.facts.columns)
  return (
    <ul className={styles.bars}>
      {STRONGEST_FIRST.map((it) => (
        <li
          key={it}
          style={
            { '--colour': `var(--${it})`, '--part': answers > 0 ? counts[it] / answers : 0 } as CSSProperties
          }
        >
          <span className={styles.barName}>
            <ColumnIcon id={it} size={18} />
            {words[it].title}
          </span>
          <span className={styles.track} aria-hidden>
            <i />
          </span>
          <b>{counts[it]}</b>
        </li>
      ))}
    </ul>
  )
}
