/**
 * What people say about a statement or the plan: comments and their replies, oldest first, by name, and what
 * was made of them.
 *
 * Words not yet sent are kept while the page lives, per place, so looking something up loses nothing.
 */
import { Reply, Trash2 } from 'lucide-react'
import { nanoid } from 'nanoid'
import { type CSSProperties, useRef, useState } from 'react'
import type { Comment } from '../../shared/board.ts'
import { addComment, removeComment } from '../../shared/doc/edits.ts'
import { colourOf } from '../../shared/doc/presence.ts'
import { LIMITS } from '../../shared/limits.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import type { Withdrawn } from '../../shared/withdrawn.ts'
import { useSession } from '../session/session-provider.tsx'
import { unsentWords } from '../session/unsent-words.ts'
import { useBoard } from '../session/use-board.ts'
import { useCan } from '../session/use-can.ts'
import { usePeople } from '../session/use-people.ts'
import { announce } from '../ui/announcer.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { momentWords } from '../ui/dates.ts'
import { TextArea, TextField } from '../ui/field.tsx'
import { toast } from '../ui/toasts.tsx'
import { CommentAnswer } from './comment-answer.tsx'
import styles from './comment-thread.module.css'
import { CommentWithdrawal } from './comment-withdrawal.tsx'
import { PatientHint } from './patient-hint.tsx'
import { useEdit } from './use-edit.ts'

const NONE: readonly Comment[] = []
const NONE_WITHDRAWN: readonly Withdrawn[] = []
/** By board: who minutes a meeting writes many comments of one committee. */
const lastWhose = new Map<string, string>()

interface Props {
  /** A statement, a part of the plan, or the plan as a whole. */
  on: string
  /** For a committee one writes on behalf of it, and what was said is answered. */
  isFeedback?: boolean
  /** A heading stands above it already. */
  isBare?: boolean
}

export function CommentThread({ on, isFeedback = false, isBare = false }: Props) {
  const { me } = useSession()
  const comments = useBoard((board) => board.comments.get(on)) ?? NONE
  const withdrawn = useBoard((board) => board.live.withdrawn.get(on)) ?? NONE_WITHDRAWN
  const may = useCan({ root: 'comments', key: `${me.id}/x`, to: {} })
  const [replyingTo, setReplyingTo] = useState<string | null>(null)
  const known = new Set(comments.map((it) => it.id))
  const Frame = isBare ? 'div' : 'section'
  const headingId = `${on.replace('/', '-')}-comments`
  const roots = comments.filter((it) => !it.replyTo || !known.has(it.replyTo))
  return (
    <Frame className={styles.thread} aria-labelledby={isBare ? undefined : headingId}>
      {!isBare && (
        <h3 id={headingId}>
          Comments{comments.length > 0 && <span className={styles.count}>{comments.length}</span>}
        </h3>
      )}
      {comments.length === 0 && <p className={styles.none}>Nobody has commented yet.</p>}
      <ol>
        {roots.map((root) => (
          <li key={root.id}>
            <Said comment={root} orphan={Boolean(root.replyTo)} />
            <CommentAnswer comment={root} isAsked={isFeedback} />
            <ol className={styles.replies}>
              {comments
                .filter((it) => it.replyTo === root.id)
                .map((it) => (
                  <li key={it.id}>
                    <Said comment={it} />
                  </li>
                ))}
              {may && replyingTo === root.id && (
                <li>
                  <Write on={on} replyTo={root.id} onDone={() => setReplyingTo(null)} />
                </li>
              )}
            </ol>
            {may && replyingTo !== root.id && (
              <Button
                look="quiet"
                slim
                className={styles.reply}
                icon={<Reply size={15} aria-hidden />}
                onClick={() => setReplyingTo(root.id)}
              >
                Reply
              </Button>
            )}
          </li>
        ))}
      </ol>
      {withdrawn.map(({ at, reason }) => (
        <p key={`${at} ${reason}`} className={styles.withdrawn}>
          A facilitator took a comment off the board, {momentWords(at)}: {reason}
        </p>
      ))}
      {may && <Write on={on} asksWhose={isFeedback} />}
    </Frame>
  )
}

function Said({ comment, orphan = false }: { comment: Comment; orphan?: boolean }) {
  const { me } = useSession()
  const name = usePeople().get(comment.by)?.name
  const mayRemove = useCan({ root: 'comments', key: `${comment.by}/${comment.id}`, from: comment })
  const [asking, setAsking] = useState(false)
  const edit = useEdit()
  const isMine = comment.by === me.id
  const remove = () => {
    const { id, by, answer, ...kept } = comment
    if (!edit('Remove my comment', (doc) => removeComment(doc, by, id))) return
    announce('Your comment was removed')
    toast('Your comment was removed.', {
      label: 'Put it back',
      run: () => edit('Put my comment back', (doc) => addComment(doc, by, id, kept)),
    })
  }
  return (
    <article className={styles.said} style={{ '--person': colourOf(comment.by) } as CSSProperties}>
      <header>
        <Avatar id={comment.by} name={name ?? 'Somebody'} size={28} />
        <b>
          {comment.whose && `${comment.whose}, written by `}
          {isMine ? `${name ?? me.name} (you)` : (name ?? 'Somebody who has left')}
        </b>
        {comment.at !== undefined && (
          <time dateTime={new Date(comment.at).toISOString()}>{momentWords(comment.at)}</time>
        )}
        {mayRemove && !asking && (
          <Button
            look="quiet"
            slim
            icon={<Trash2 size={15} aria-hidden />}
            onClick={isMine ? remove : () => setAsking(true)}
          >
            Remove{!isMine && <span className="visually-hidden"> the comment of {name ?? 'somebody'}</span>}
          </Button>
        )}
      </header>
      {asking && (
        <CommentWithdrawal comment={comment} name={name ?? 'Its writer'} onDone={() => setAsking(false)} />
      )}
      {orphan && <p className={styles.orphan}>In reply to a comment that was removed</p>}
      <p>{comment.text}</p>
    </article>
  )
}

interface WriteProps {
  on: string
  replyTo?: string
  asksWhose?: boolean
  onDone?(): void
}

function Write({ on, replyTo, asksWhose = false, onDone }: WriteProps) {
  const session = useSession()
  const slot = `${session.me.id}/${on}/${replyTo ?? ''}`
  const [words, setWords] = useState(() => unsentWords.get(session.board, slot))
  const [whose, setWhose] = useState(() => lastWhose.get(session.board) ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const write = (text: string) => {
    setWords(text)
    setProblem(null)
    unsentWords.set(session.board, slot, text)
  }
  const send = () => {
    const text = words.trim()
    if (!text) {
      field.current?.focus()
      return
    }
    const comment = { on, text, replyTo, at: Date.now(), ...(asksWhose && { whose: whose.trim() }) }
    const because = session.edit('Comment', (doc) => addComment(doc, session.me.id, nanoid(12), comment))
    if (because) {
      setProblem(`Not sent. ${PROBLEMS[because].says} Your words stay here.`)
      return
    }
    write('')
    announce(replyTo ? 'Reply added' : 'Comment added')
    if (onDone) onDone()
    else field.current?.focus()
  }
  return (
    <div className={styles.write}>
      {asksWhose && (
        <TextField
          label="Whose words, if not your own"
          placeholder="Quality Committee, 18 February"
          value={whose}
          maxLength={LIMITS.line}
          onChange={({ target }) => {
            setWhose(target.value)
            lastWhose.set(session.board, target.value)
          }}
        />
      )}
      <TextArea
        ref={field}
        label={replyTo ? 'Your reply' : 'Your comment'}
        rows={words || replyTo ? 3 : 2}
        value={words}
        maxLength={LIMITS.comment}
        autoFocus={replyTo !== undefined}
        error={problem}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
        }}
      />
      <PatientHint text={words} />
      <div className={styles.send}>
        <span>Everyone who works on the board sees it, with your name.</span>
        {replyTo && (
          <Button look="quiet" slim onClick={onDone}>
            Not now
          </Button>
        )}
        <Button slim onClick={send} aria-disabled={!words.trim()} aria-keyshortcuts="Control+Enter">
          {replyTo ? 'Reply' : 'Comment'}
        </Button>
      </div>
    </div>
  )
}
