/**
 * Bringing statements in: paste or drop, see what each row becomes, import, see what came of it.
 */
import { ArrowRight, RotateCcw, TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { ImportMode } from '../../shared/api.ts'
import type { Candidates, Publication, ReadingCard } from '../../shared/imports/candidates.ts'
import type { ColumnMap } from '../../shared/imports/csv.ts'
import { LIMITS } from '../../shared/limits.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { CandidateList } from './import/candidate-list.tsx'
import { foundIn } from './import/candidates.ts'
import { ChooseSource, GoOn } from './import/choose-source.tsx'
import { ImportPreview, ReadItAs } from './import/import-preview.tsx'
import { Result, Sending, type Stage, StillReading } from './import/import-progress.tsx'
import { PublicationFields } from './import/publication-fields.tsx'
import type { ReadAs } from './import/reading.ts'
import { rememberColumns } from './import/remembered-columns.ts'
import { sendRows } from './import/send-rows.ts'
import { SharedLine } from './import/shared-line.tsx'
import { type Given, useReading } from './import/use-reading.ts'
import { useSharedReading } from './import/use-shared-reading.ts'
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
  const [byChapter, setByChapter] = useState(false)
  const [mode, setMode] = useState<ImportMode>('append')
  const readings = useSharedReading(session)
  /** A report's candidates once somebody has begun to set them right. */
  const candidates = readings.state?.candidates ?? null
  const [own, setPublication] = useState<Publication>(UNNAMED)
  const publication = readings.state?.publication ?? own
  const [stage, setStage] = useState<Stage>({ is: 'choosing' })
  const [wrong, setWrong] = useState<string | null>(null)
  /** Somebody asked to import while the last change was still being looked at. */
  const [wanted, setWanted] = useState(false)

  const now = useMemo(() => ({ facts, statements }), [facts, statements])
  // While rows are sent the board fills up with them: what is compared with is the board before.
  const [before, setBefore] = useState<typeof now | null>(null)
  const board = before ?? now
  const asked = useMemo(
    () => ({ as, sheet, columns, byChapter, mode, board, candidates, publication }),
    [as, sheet, columns, byChapter, mode, board, candidates, publication],
  )
  const { preview, pages, unreadable, busy, progress } = useReading(given, asked)
  const isChoosing = stage.is === 'choosing'
  const going = preview ? preview.counts.new + preview.counts.updated : 0
  const found = useMemo(() => foundIn(preview?.rows.map((it) => it.cells) ?? []), [preview])
  const here = candidates ?? found
  const aside = preview?.rows.filter((it) => it.fate === 'new' && it.cells.setAside).length ?? 0

  const take = (next: Given | null) => {
    setGiven(next)
    setAs(null)
    setSheet(null)
    setColumns(null)
    setByChapter(false)
    readings.leave()
    setPublication(UNNAMED)
    setWrong(null)
    setWanted(false)
    setBefore(null)
    setStage({ is: 'choosing' })
  }
  /** Each step is kept and shared, so that closing the dialog or the laptop loses none. */
  const goThrough = (next: Candidates) => {
    const name = given?.name?.slice(0, LIMITS.line) ?? null
    const reading = readings.current ?? readings.begin({ name, publication })
    reading.change(next)
  }
  const namePublication = (next: Publication) => {
    setPublication(next)
    readings.current?.name(next)
  }
  const goOn = async (card: ReadingCard) => {
    try {
      await readings.goOn(card)
      setGiven({ source: '', name: card.name })
      setAs('text')
      setWrong(null)
    } catch (error) {
      setWrong(sayProblem(error))
    }
  }
  const throwAway = (card: ReadingCard) =>
    readings.throwAway(card).catch((error: unknown) => setWrong(sayProblem(error)))
  const readAs = (next: ReadAs) => {
    setAs(next)
    setColumns(null)
    readings.leave()
  }
  const readSheet = (next: number) => {
    setSheet(next)
    setColumns(null)
    setByChapter(false)
  }
  const open = async (file: File | undefined) => {
    if (!file) return
    const problem = problemWith(file)
    if (problem) return setWrong(problem)
    try {
      take({ source: new Uint8Array(await file.arrayBuffer()), name: file.name })
    } catch {
      setWrong(`${file.name} could not be opened: it may be a folder, or it was moved or changed meanwhile.`)
    }
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
      // The statements are in: that their candidates stay behind a while stands in nobody's way.
      readings.current?.end().catch(() => {})
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
          {readings.cards.length > 0 && <GoOn cards={readings.cards} onGoOn={goOn} onThrowAway={throwAway} />}
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
              chosenColumns={columns}
              onColumns={setColumns}
              byChapter={byChapter}
              onByChapter={setByChapter}
            >
              {preview.as === 'text' && (
                <>
                  <PublicationFields publication={publication} onChange={namePublication} />
                  {readings.state && <SharedLine is={readings.state.is} />}
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
