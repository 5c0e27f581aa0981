/**
 * What was made of a comment: accepted, partly or not, and because. Everybody who may comment reads it, whoever
 * runs the board writes it.
 */
import { CornerDownRight, PencilLine } from 'lucide-react'
import { useId, useState } from 'react'
import { ANSWERS_TO_COMMENTS, type CommentAnswer as Answer, type Comment } from '../../shared/board.ts'
import { answerComment } from '../../shared/doc/edits.ts'
import { ANSWER_WORDS } from '../../shared/feedback.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/field.tsx'
import styles from './comment-answer.module.css'
import { PatientHint } from './patient-hint.tsx'

interface Props {
  comment: Comment
  /** An answer is asked for; else one can be given once the plan is reviewed. */
  isAsked: boolean
}

/** Words that were not saved, by comment. */
const unsaved = new Map<string, string>()

export function CommentAnswer({ comment, isAsked }: Props) {
  const { by, id, answer } = comment
  const may = useCan({ root: 'comments', key: `${by}/${id}/answer`, to: {} })
  const phase = useBoard((board) => board.live.phase)
  const [isWriting, setWriting] = useState(false)
  const isReviewed = phase === 'review' || phase === 'agreed'
  const mayAnswer = may && (isAsked || isReviewed || answer !== undefined)
  if (!answer && !mayAnswer) return isAsked ? <p className={styles.awaited}>Not answered yet</p> : null
  return (
    <div className={styles.answer}>
      {answer && (
        <p className={styles.said} data-answer={answer.answer}>
          <CornerDownRight size={16} aria-hidden />
          <span>
            <b>{ANSWER_WORDS[answer.answer]}</b>: {answer.because}
          </span>
        </p>
      )}
      {mayAnswer &&
        (isWriting ? (
          <Form comment={comment} onDone={() => setWriting(false)} />
        ) : (
          <Button
            look={answer ? 'quiet' : 'plain'}
            slim
            icon={<PencilLine size={15} aria-hidden />}
            onClick={() => setWriting(true)}
          >
            {answer ? 'Change the answer' : 'Answer'}
          </Button>
        ))}
    </div>
  )
}

function Form({ comment, onDone }: { comment: Comment; onDone(): void }) {
  const session = useSession()
  const slot = `${session.board}/${comment.by}/${comment.id}`
  const [answer, setAnswer] = useState<Answer['answer'] | null>(comment.answer?.answer ?? null)
  const [because, setBecause] = useState(() => unsaved.get(slot) ?? comment.answer?.because ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const name = useId()
  const write = (words: string) => {
    setBecause(words)
    setProblem(null)
    unsaved.set(slot, words)
  }
  const save = () => {
    const words = because.trim()
    if (!answer || !words) {
      setProblem(answer ? 'Say why: whoever commented reads it.' : 'Choose accepted, partly or not.')
      return
    }
    const refused = session.edit('Answer a comment', (doc) =>
      answerComment(doc, comment, { answer, because: words, at: Date.now() }),
    )
    if (refused) {
      setProblem(`Not saved. ${PROBLEMS[refused].says} Your words stay here.`)
      return
    }
    unsaved.delete(slot)
    announce(`Answered: ${ANSWER_WORDS[answer]}`)
    onDone()
  }
  return (
    <div className={styles.form}>
      <fieldset>
        <legend>What is made of it</legend>
        {ANSWERS_TO_COMMENTS.map((it) => (
          <label key={it}>
            <input
              type="radio"
              name={name}
              checked={answer === it}
              onChange={() => {
                setAnswer(it)
                setProblem(null)
              }}
            />
            {ANSWER_WORDS[it]}
          </label>
        ))}
      </fieldset>
      <TextArea
        label="Because"
        rows={3}
        value={because}
        maxLength={LIMITS.comment}
        error={problem}
        autoFocus
        onChange={({ target }) => write(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
        }}
      />
      <PatientHint text={because} />
      <div className={styles.buttons}>
        <Button look="quiet" slim onClick={onDone}>
          Not now
        </Button>
        <Button slim onClick={save} aria-keyshortcuts="Control+Enter">
          Save the answer
        </Button>
      </div>
    </div>
  )
}
