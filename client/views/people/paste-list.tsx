/**
 * Putting people on the list: paste rows of a spreadsheet, see what each becomes, add them.
 */
import { TriangleAlert, UserPlus } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { planInvited, readInvited } from '../../../shared/imports/invited.ts'
import type { InvitedRow, Invitee, InviteReply } from '../../../shared/invited.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import type { BoardApi } from '../../session/api.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { toast } from '../../ui/toasts.tsx'
import styles from './people.module.css'
import { WAY_WORDS } from './ways.ts'

interface Props {
  at: BoardApi
  already: readonly Invitee[]
  onDone(): Promise<void>
  onCancel?: (() => void) | undefined
}

export function PasteList({ at, already, onDone, onCancel }: Props) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useDeferredValue(text)
  const rows = useMemo(() => readInvited(read), [read])
  const plan = useMemo(() => planInvited(rows, already), [rows, already])
  const going = plan.added.length + plan.updated.length

  const send = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const words = sentWords(await sendAll(at, readInvited(text)))
      toast(words)
      announce(words)
      await onDone()
    } catch (error) {
      setProblem(sayProblem(error))
      setBusy(false)
    }
  }
  return (
    <section className={styles.paste} aria-labelledby="paste-heading">
      <header>
        <h2 id="paste-heading">{already.length === 0 ? 'Who is invited?' : 'Add people'}</h2>
        <p>
          Copy the rows from a spreadsheet and paste them here: name, post, group, and how they take part
          (device, room or paper). With a heading the columns may stand in any order; a name alone will do.
        </p>
      </header>
      <TextArea
        label="People, one in a line"
        rows={7}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={'Name\tPost\tGroup\tTakes part by\nAma Osei\tChief nurse\tNursing\tdevice'}
        spellCheck={false}
      />
      {rows.length > 0 && (
        <div className={styles.fate}>
          <p role="status">
            <b>{plan.added.length}</b> new
            {plan.updated.length > 0 && (
              <>
                , <b>{plan.updated.length}</b> corrected
              </>
            )}
            {plan.unchanged > 0 && `, ${plan.unchanged} on the list already`}
            {plan.rejected.length > 0 && `, ${plan.rejected.length} not taken`}
          </p>
          {plan.rejected.length > 0 && (
            <ul className={styles.rejected}>
              {plan.rejected.slice(0, 20).map(({ row, reason }) => (
                <li key={row}>
                  <TriangleAlert size={16} aria-hidden />
                  <b>{`Row ${row}`}</b> {reason}
                </li>
              ))}
            </ul>
          )}
          {plan.added.length > 0 && (
            <ul className={styles.sample} aria-label="As they will stand">
              {plan.added.slice(0, 4).map((it) => (
                <li key={`${it.name} ${it.post}`}>
                  <b>{it.name}</b>
                  <span className={styles.about}>
                    {[it.post, it.group, it.way && WAY_WORDS[it.way].toLowerCase()]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </li>
              ))}
              {plan.added.length > 4 && <li>{`and ${plan.added.length - 4} more`}</li>}
            </ul>
          )}
        </div>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <div className={styles.acts}>
        <Button
          look="primary"
          disabled={busy || going === 0}
          icon={<UserPlus size={18} aria-hidden />}
          onClick={send}
        >
          {going === 0 ? 'Add them' : `Add ${going} ${going === 1 ? 'person' : 'people'}`}
        </Button>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            Not now
          </Button>
        )}
      </div>
      <p className={styles.aside}>
        Only facilitators read this list. Whoever joins finds their own name in it by its first letters.
      </p>
    </section>
  )
}

/** Some hundred rows at a time, which the server takes or refuses as a whole. */
async function sendAll(at: BoardApi, rows: readonly InvitedRow[]): Promise<InviteReply> {
  const sum: InviteReply = { added: 0, updated: 0, unchanged: 0, rejected: [] }
  for (let from = 0; from < rows.length; from += LIMITS.invitedAtOnce) {
    const body = { rows: rows.slice(from, from + LIMITS.invitedAtOnce) }
    const reply = await at.call<InviteReply>('/invited', { body })
    sum.added += reply.added
    sum.updated += reply.updated
    sum.unchanged += reply.unchanged
    sum.rejected.push(...reply.rejected)
  }
  return sum
}

function sentWords({ added, updated, rejected }: InviteReply): string {
  const parts = [
    added > 0 && `${added} added`,
    updated > 0 && `${updated} corrected`,
    rejected.length > 0 && `${rejected.length} not taken`,
  ].filter(Boolean)
  return `${parts.join(', ')}.`
}
