/**
 * What a statement has to do with others: the one it repeats, the one it is a part of, its own parts.
 */
import { Equal, Scissors, Unlink } from 'lucide-react'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import type { StatementId } from '../../shared/board.ts'
import { partsOf } from '../../shared/doc/parts.ts'
import type { StatementView } from '../../shared/doc/reads/statements.ts'
import { repeatsOf, sameStatement } from '../../shared/doc/same-as.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { lazyPart } from '../ui/lazy-part.ts'
import { joinAgain } from './join-again.ts'
import styles from './kin.module.css'
import { useEdit } from './use-edit.ts'

const SplitDialog = lazyPart(() => import('./split-dialog.tsx').then((it) => it.SplitDialog))
const SameAsDialog = lazyPart(() => import('./same-as-dialog.tsx').then((it) => it.SameAsDialog))

interface Props {
  statement: StatementView
  onOpen(id: StatementId): void
}

export function Kin({ statement, onOpen }: Props) {
  const { id, ref, sameAs, partOf } = statement
  const session = useSession()
  const edit = useEdit()
  const ids = useBoard((board) => board.ids)
  const statements = useBoard((board) => board.statements)
  const place = useBoard((board) => board.placements.get(id))
  const may = useCan({ root: 'statements', key: id, from: statement, to: statement })
  const mayMove = useCan({ root: 'placements', key: id, from: place, to: place })
  const [asking, setAsking] = useState<'split' | 'same' | null>(null)
  const [isJoining, setJoining] = useState(false)
  const parts = useMemo(() => partsOf({ ids, statements }, id), [ids, statements, id])
  const repeats = useMemo(() => repeatsOf({ ids, statements }, id), [ids, statements, id])
  const links = (all: readonly StatementId[]) =>
    all.map((it) => (
      <button key={it} type="button" className={styles.link} onClick={() => onOpen(it)}>
        <span className="visually-hidden">Open </span>
        {statements.get(it)?.ref ?? it}
      </button>
    ))
  const facts: [string, readonly StatementId[]][] = [
    ['Part of', partOf ? [partOf] : []],
    ['Split into', parts],
    ['Same as', sameAs ? [sameAs] : []],
    ['Repeated by', repeats],
  ]
  const shown = facts.filter(([, all]) => all.length > 0)
  const isWhole = parts.length === 0
  if (shown.length === 0 && !may) return null
  return (
    <div className={styles.kin}>
      {shown.length > 0 && (
        <dl>
          {shown.map(([term, all]) => (
            <Fact key={term} term={term}>
              {links(all)}
            </Fact>
          ))}
        </dl>
      )}
      {may && (
        <div className={styles.tools}>
          {isWhole && mayMove && (
            <Button
              slim
              look="quiet"
              icon={<Scissors size={16} aria-hidden />}
              onClick={() => setAsking('split')}
            >
              Split {ref}…
            </Button>
          )}
          {!isWhole && mayMove && (
            <Button
              slim
              look="quiet"
              icon={<Scissors size={16} aria-hidden />}
              disabled={isJoining}
              onClick={async () => {
                setJoining(true)
                await joinAgain(session, statement)
                setJoining(false)
              }}
            >
              Put {ref} together again
            </Button>
          )}
          {sameAs ? (
            <Button
              slim
              look="quiet"
              icon={<Unlink size={16} aria-hidden />}
              onClick={() => {
                const other = statements.get(sameAs)?.ref ?? sameAs
                const words = `${ref} is not the same as ${other}`
                if (edit(`Say that ${words}`, (doc) => sameStatement(doc, id, null))) announce(`${words}.`)
              }}
            >
              Not the same
            </Button>
          ) : (
            <Button
              slim
              look="quiet"
              icon={<Equal size={16} aria-hidden />}
              onClick={() => setAsking('same')}
            >
              Same as…
            </Button>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {asking === 'split' && <SplitDialog id={id} onClose={() => setAsking(null)} />}
        {asking === 'same' && <SameAsDialog id={id} onClose={() => setAsking(null)} />}
      </Suspense>
    </div>
  )
}

const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
)
