/**
 * One statement, five answers, next.
 *
 * The screen's main part takes the keys 1 to 5 and the arrows, so nobody needs to find a button first.
 */
import { Check, ChevronLeft, ChevronRight, CircleHelp, CloudOff, EyeOff, LockKeyhole } from 'lucide-react'
import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { BoardReply } from '../../../shared/api.ts'
import type { BoardId, LinkId, StatementId } from '../../../shared/board.ts'
import { ANSWER_KEYS, ANSWERS, type Answer } from '../../../shared/consult/answers.ts'
import type { ChoiceReply } from '../../../shared/consult/calls.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ColumnIcon } from '../../ui/column-icon.tsx'
import { momentWords } from '../../ui/dates.ts'
import { Progress } from '../../ui/progress.tsx'
import { BesideBoard } from '../beside-board.tsx'
import { singleKeys } from '../board/page-keys.ts'
import {
  type AskedPack,
  answeredIn,
  type Chosen,
  type chosenFrom,
  leftIn,
  minutesFor,
  nextUnanswered,
  partWords,
  type Question,
} from './asked.ts'
import styles from './choices.module.css'
import { useChoices } from './use-choices.ts'

interface AnswerWords {
  title: string
  line: string
  colour: string
}

/** The three columns as this board words them, and the two answers beside them. */
const wordsOf = (columns: BoardReply['columns']): Readonly<Record<Answer, AnswerWords>> => ({
  'new-action': { ...columns['new-action'], colour: 'var(--new-action)' },
  'due-regard': { ...columns['due-regard'], colour: 'var(--due-regard)' },
  'watching-brief': { ...columns['watching-brief'], colour: 'var(--watching-brief)' },
  'more-information': {
    title: 'I need more information',
    line: 'It goes to the discussion.',
    colour: 'var(--slate)',
  },
  'not-my-area': { title: 'Not my area', line: 'It is not counted either way.', colour: 'var(--slate)' },
})

interface Props {
  board: BoardId
  as: LinkId
  title: string
  packs: readonly AskedPack[]
  columns: BoardReply['columns']
  mine: readonly ChoiceReply[]
  asOf: number
  turns: { current: number }
  /** The server says that what is asked has changed. */
  onMoved(): void
  /** The board's address; null for a guest, whose board this is not. */
  back: string | null
  /** Somebody who answers on another's device. */
  seat?: string | undefined
  who(waiting: number): ReactNode
}

export function ChoicesView(props: Props) {
  const { packs, title, back } = props
  const words = wordsOf(props.columns)
  const { chosen, waiting, reaches, keeps, choose } = useChoices(props)
  const [place, setPlace] = useState(() => firstPlace(packs, chosen))
  const pack = packs[Math.min(place.pack, packs.length - 1)] as AskedPack
  const at = Math.min(place.at, pack.questions.length - 1)
  const question = pack.questions[at] as Question
  const heading = useRef<HTMLHeadingElement>(null)
  const packDone = answeredIn(pack, chosen)
  const left = leftIn(pack, chosen)
  const isDone = left === 0
  const nextPack = packs.findIndex((it) => leftIn(it, chosen) > 0)

  const go = (to: number, inPack = place.pack) => {
    setPlace({ pack: inPack, at: to })
    requestAnimationFrame(() => heading.current?.focus())
  }
  const goToPack = (to: number) => {
    const next = packs[to]
    if (next) go(nextUnanswered(next, chosen, -1) ?? 0, to)
  }
  const step = (by: number) => {
    const to = at + by
    if (to >= 0 && to < pack.questions.length) go(to)
  }
  const isWithheld = chosen.get(question.statement.id)?.withheld === true
  const answer = (choice: Answer) => {
    if (isWithheld) return announce(WITHHELD, 'assertive')
    const taken = chosen.get(question.statement.id)?.choice === choice ? null : choice
    choose(question, taken)
    const ref = question.statement.ref
    if (taken === null) {
      announce(`${ref}: your choice is taken back.`)
      return
    }
    const next = nextUnanswered(pack, withChoice(chosen, question, taken), at)
    announce(`${ref}: ${words[taken].title}.${next === null ? ' That was the last of this part.' : ''}`)
    if (next !== null) go(next)
  }
  useKeys({ answer, step })

  return (
    <div className={styles.page}>
      <BesideBoard
        heading="My choices"
        title={title}
        board={back}
        saved={<SavedLine waiting={waiting} reaches={reaches} keeps={keeps} />}
      />
      <main className={styles.main}>
        {props.who(waiting)}
        <section className={styles.progress} aria-label="How far you are">
          <p>
            <b>{packs.length > 1 ? partWords(pack.title, place.pack, packs.length) : pack.title}</b>
            <span>
              {packDone === pack.questions.length
                ? 'All answered'
                : `${packDone} of ${pack.questions.length} answered, ${isDone ? 'and no other can be any more' : `about ${minutes(left)} left`}`}
            </span>
            {question.deadline !== null && <span>{`Until ${momentWords(question.deadline)}`}</span>}
          </p>
          <Progress done={packDone} of={pack.questions.length} height={8} />
        </section>

        <article className={styles.card} id="statement" tabIndex={-1}>
          <p className={styles.count}>{`Statement ${at + 1} of ${pack.questions.length}`}</p>
          <h2 ref={heading} tabIndex={-1}>
            <b>{question.statement.ref}</b>
            {question.statement.title && <span>{question.statement.title}</span>}
          </h2>
          <p className={styles.text}>{question.statement.text}</p>
          <p className={styles.marks}>
            {[question.statement.theme, question.statement.chapter].filter(Boolean).join(' · ')}
          </p>
          {question.statement.official && (
            <details className={styles.official}>
              <summary>{`Official response: ${question.statement.official.status || 'given'}`}</summary>
              <p>{question.statement.official.text || 'No text was published with it.'}</p>
            </details>
          )}
        </article>

        <fieldset className={styles.answers}>
          <legend>What should become of it?</legend>
          {ANSWERS.map((it) => (
            <AnswerButton
              key={it}
              answer={it}
              words={words[it]}
              isChosen={chosen.get(question.statement.id)?.choice === it}
              isDisabled={isWithheld}
              onChoose={() => answer(it)}
            />
          ))}
        </fieldset>
        <Told question={question} chosen={chosen} />

        <nav className={styles.steps} aria-label="Statements">
          <Button onClick={() => step(-1)} disabled={at === 0} icon={<ChevronLeft size={18} aria-hidden />}>
            Back
          </Button>
          {isDone && nextPack >= 0 && (
            <Button look="primary" onClick={() => goToPack(nextPack)}>
              {partWords(packs[nextPack]?.title ?? '', nextPack)}
            </Button>
          )}
          <Button
            onClick={() => step(1)}
            disabled={at === pack.questions.length - 1}
            icon={<ChevronRight size={18} aria-hidden />}
          >
            Next
          </Button>
        </nav>
        {isDone && nextPack < 0 && (
          <p className={styles.done} role="status">
            <Check size={22} aria-hidden />
            <span>
              <b>Thank you, that is all.</b> You can change any answer until the results are shown.
            </span>
          </p>
        )}
        <p className={styles.private}>
          <LockKeyhole size={16} aria-hidden />
          Private: the server keeps your choice to itself and releases counts alone, once they are shown to
          everybody and where five or more have answered. How many of them answered on a lent device is told
          with the counts.
        </p>
      </main>
    </div>
  )
}

function AnswerButton({
  answer,
  words: { title, line, colour },
  isChosen,
  isDisabled,
  onChoose,
}: {
  answer: Answer
  words: AnswerWords
  isChosen: boolean
  isDisabled: boolean
  onChoose(): void
}) {
  return (
    <button
      type="button"
      className={styles.answer}
      style={{ '--colour': colour } as CSSProperties}
      aria-pressed={isChosen}
      disabled={isDisabled}
      aria-keyshortcuts={ANSWER_KEYS[answer]}
      onClick={onChoose}
    >
      <span className={styles.icon}>{iconOf(answer)}</span>
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.line}>{line}</span>
      </span>
      <kbd aria-hidden>{ANSWER_KEYS[answer]}</kbd>
      {isChosen && <Check className={styles.tick} size={22} aria-hidden />}
    </button>
  )
}

function iconOf(answer: Answer): ReactNode {
  if (answer === 'more-information') return <CircleHelp size={22} aria-hidden />
  if (answer === 'not-my-area') return <EyeOff size={22} aria-hidden />
  return <ColumnIcon id={answer} size={22} />
}

const WITHHELD = PROBLEMS.choice_withheld.says

/** What becomes of the choice on the screen, where that is not plain. */
function Told({ question, chosen }: { question: Question; chosen: ReadonlyMap<StatementId, Chosen> }) {
  if (chosen.get(question.statement.id)?.withheld) return <p className={styles.told}>{WITHHELD}</p>
  if (chosen.get(question.statement.id)?.late)
    return <p className={styles.told}>Your choice came after the count: it is kept, and not counted.</p>
  if (!question.open)
    return <p className={styles.told}>Results are shown already: a choice now is kept, and not counted.</p>
  return null
}

function SavedLine({ waiting, reaches, keeps }: { waiting: number; reaches: boolean; keeps: boolean }) {
  if (waiting === 0)
    return (
      <p className={styles.saved} data-saved="safe">
        <Check size={18} aria-hidden /> Saved
      </p>
    )
  if (reaches)
    return (
      <p className={styles.saved} data-saved="saving">
        Saving…
      </p>
    )
  return (
    <p className={`${styles.saved} ${styles.kept}`} data-saved={keeps ? 'kept' : 'unkept'} role="status">
      <CloudOff size={18} aria-hidden />
      {keeps ? `${waiting} kept on this device, sent later` : 'Not saved: do not close this tab'}
    </p>
  )
}

function useKeys({ answer, step }: { answer(choice: Answer): void; step(by: number): void }) {
  const now = useRef({ answer, step })
  now.current = { answer, step }
  // Heard from the moment the page is seen.
  useLayoutEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      // What is typed in a dialog is no answer.
      if (event.target instanceof Element && event.target.closest('dialog, input, select, textarea')) return
      // Who speaks to the computer may have turned keys of one character off, on the board.
      const choice = singleKeys.get() && ANSWERS.find((it) => ANSWER_KEYS[it] === event.key)
      // A key that is held down answers the statement it was pressed on, and none that comes after it.
      if (choice && !event.repeat) now.current.answer(choice)
      else if (event.key === 'ArrowRight') now.current.step(1)
      else if (event.key === 'ArrowLeft') now.current.step(-1)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', heard)
    return () => window.removeEventListener('keydown', heard)
  }, [])
}

const withChoice = (chosen: ReadonlyMap<StatementId, Chosen>, question: Question, choice: Answer) =>
  new Map(chosen).set(question.statement.id, { choice, late: false })

function firstPlace(packs: readonly AskedPack[], chosen: ReturnType<typeof chosenFrom>) {
  for (const [pack, it] of packs.entries()) {
    const at = nextUnanswered(it, chosen, it.questions.length - 1)
    if (at !== null) return { pack, at }
  }
  return { pack: 0, at: 0 }
}

const minutes = (left: number): string => {
  const many = minutesFor(left)
  return `${many} minute${many === 1 ? '' : 's'}`
}
