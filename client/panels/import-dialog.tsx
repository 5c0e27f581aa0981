/**
 * Bringing statements in: paste or drop, see what each row becomes, import, see what came of it.
 */
import { ArrowRight, RotateCcw, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { ImportMode } from '../../shared/api.ts'
import type { ColumnMap } from '../../shared/imports/csv.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CandidateList } from './import/candidate-list.tsx'
import type { Candidates } from './import/candidates.ts'
import { ChooseSource, GoOn } from './import/choose-source.tsx'
import { ImportPreview, ReadItAs } from './import/import-preview.tsx'
import { Result, Sending, type Stage, StillReading } from './import/import-progress.tsx'
import { keepCandidates, keptCandidates } from './import/kept-candidates.ts'
import { PublicationFields } from './import/publication-fields.tsx'
import type { Publication, ReadAs } from './import/reading.ts'
import { rememberColumns } from './import/remembered-columns.ts'
import { sendRows } from './import/send-rows.ts'
import { type Given, useReading } from './import/use-reading.ts'
import styles from './import-dialog.module.css'
import { sayProblem } from './say-problem.ts'

const UNNAMED: Publication = { title: '', code: '' }

export function ImportDialog({ onClose }: { onClose(): void }) {
  const session = useSession()
  const facts = useBoard((board) => board.facts)
  const statements = useBoard((board) => board.statements)
  const may = useCan({ root: 'statements', key: 'x', to: {} })
  const [given, setGiven] = useState<Given | null>(null)
  const [as, setAs] = useState<ReadAs | null>(null)
  const [sheet, setSheet] = useState<number | null>(null)
  const [columns, setColumns] = useState<ColumnMap | null>(null)
  const [mode, setMode] = useState<ImportMode>('append')
  /** A report's candidates once somebody has begun to set them right. */
  const [candidates, setCandidates] = useState<Candidates | null>(null)
  const [publication, setPublication] = useState<Publication>(UNNAMED)
  const [kept, setKept] = useState(() => keptCandidates(session.board, session.as))
  const [stage, setStage] = useState<Stage>({ is: 'choosing' })
  const [wrong, setWrong] = useState<string | null>(null)
  /** Somebody asked to import while the last change was still being looked at. */
  const [wanted, setWanted] = useState(false)

  const now = useMemo(() => ({ facts, statements }), [facts, statements])
  // While rows are sent the board fills up with them: what is compared with is the board before.
  const [before, setBefore] = useState<typeof now | null>(null)
  const board = before ?? now
  const asked = useMemo(
    () => ({ as, sheet, columns, mode, board, candidates, publication }),
    [as, sheet, columns, mode, board, candidates, publication],
  )
  const { preview, pages, unreadable, busy, progress } = useReading(given, asked)
  const isChoosing = stage.is === 'choosing'
  const going = preview ? preview.counts.new + preview.counts.updated : 0
  const here = candidates ?? preview?.rows.map((it) => it.cells) ?? []
  const aside = preview?.rows.filter((it) => it.fate === 'new' && it.cells.setAside).length ?? 0

  const take = (next: Given | null) => {
    setGiven(next)
    setAs(null)
    setSheet(null)
    setColumns(null)
    setCandidates(null)
    setPublication(UNNAMED)
    setWrong(null)
    setWanted(false)
    setBefore(null)
    setStage({ is: 'choosing' })
  }
  /** Each step is kept on this device, so that closing the dialog or the laptop loses none. */
  const goThrough = (next: Candidates) => {
    setCandidates(next)
    keepCandidates(session.board, session.as, { name: given?.name ?? null, candidates: next })
  }
  const letGo = () => {
    keepCandidates(session.board, session.as, null)
    setKept(null)
  }
  const goOn = () => {
    if (!kept) return
    take({ source: '', name: kept.name })
    setAs('text')
    setCandidates(kept.candidates)
  }
  const readAs = (next: ReadAs) => {
    setAs(next)
    setColumns(null)
    setCandidates(null)
  }
  const readSheet = (next: number) => {
    setSheet(next)
    setColumns(null)
  }
  const open = async (file: File | undefined) => {
    if (!file) return
    const problem = problemWith(file)
    if (problem) setWrong(problem)
    else take({ source: new Uint8Array(await file.arrayBuffer()), name: file.name })
  }
  const send = async () => {
    if (!preview || going === 0 || stage.is === 'sending') return
    if (busy) return setWanted(true)
    if (columns && preview.heading.length > 0) rememberColumns(preview.heading, columns)
    let done = 0
    setBefore(board)
    setStage({ is: 'sending', done, of: going })
    try {
      const { importStatements } = api.at(session.board, session.as)
      const sent = await sendRows(preview.rows, mode, importStatements, (arrived) => {
        done = arrived
        setStage({ is: 'sending', done, of: going })
      })
      if (candidates) letGo()
      setStage({ is: 'done', sent })
    } catch (error) {
      setStage({ is: 'stopped', done, of: going, because: sayProblem(error) })
    }
  }
  useEffect(() => {
    if (!wanted || busy) return
    setWanted(false)
    void send()
  })

  return (
    <Dialog
      title="Import statements"
      width={preview?.as === 'text' && pages.length > 0 ? '1240px' : '980px'}
      onClose={onClose}
      footer={
        stage.is === 'done' ? (
          <>
            <Button icon={<RotateCcw size={17} aria-hidden />} onClick={() => take(null)}>
              Import more
            </Button>
            <Button look="primary" onClick={onClose}>
              To the board
            </Button>
          </>
        ) : (
          given && (
            <>
              {isChoosing && (
                <Button icon={<RotateCcw size={17} aria-hidden />} onClick={() => take(null)}>
                  Start over
                </Button>
              )}
              <Button
                look="primary"
                aria-disabled={stage.is === 'sending' || going === 0}
                icon={<ArrowRight size={18} aria-hidden />}
                onClick={send}
              >
                {stage.is === 'stopped'
                  ? 'Go on'
                  : going === 0
                    ? 'Nothing to import'
                    : importWords(going, aside)}
              </Button>
            </>
          )
        )
      }
    >
      {!may ? (
        <p>Statements can be imported by facilitators until the plan is agreed.</p>
      ) : stage.is === 'done' ? (
        <Result sent={stage.sent} />
      ) : !given ? (
        <>
          {kept && <GoOn kept={kept} onGoOn={goOn} onLetGo={letGo} />}
          <ChooseSource wrong={wrong} onText={(source) => take({ source, name: null })} onFile={open} />
        </>
      ) : (
        <>
          {stage.is !== 'choosing' && <Sending stage={stage} />}
          {unreadable && (
            <div className={styles.unreadable}>
              <p className={styles.wrong} role="alert">
                <TriangleAlert size={18} aria-hidden />
                {unreadable}
              </p>
              {typeof given.source === 'string' && <ReadItAs as={as ?? 'table'} onAs={readAs} />}
            </div>
          )}
          {!preview && !unreadable && <StillReading progress={progress} />}
          {preview && (
            <ImportPreview
              preview={preview}
              name={given.name}
              as={as ?? preview.as}
              mode={mode}
              still={!isChoosing}
              onMode={setMode}
              onAs={readAs}
              onSheet={readSheet}
              onColumns={setColumns}
            >
              {preview.as === 'text' && (
                <>
                  <PublicationFields publication={publication} onChange={setPublication} />
                  <CandidateList candidates={here} rows={preview.rows} pages={pages} onChange={goThrough} />
                </>
              )}
            </ImportPreview>
          )}
        </>
      )}
    </Dialog>
  )
}

/** Whoever is set aside comes in too, but is no statement to sort. */
function importWords(going: number, aside: number): string {
  const sorted = going - aside
  const words = `Import ${sorted} ${sorted === 1 ? 'statement' : 'statements'}`
  return aside > 0 ? `${words}, set ${aside} aside` : words
}

const problemWith = (file: File): string | null =>
  file.size > LIMITS.openedBytes ? 'The file is larger than 64 MB.' : null
