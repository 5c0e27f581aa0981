/**
 * Starting a private vote: on everything that is not decided, in packs, with the rule fixed beforehand.
 */
import { type FormEvent, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import type { OpenVote } from '../../../shared/consult/calls.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { PACK_SIZE, packsOf } from './agenda.ts'
import styles from './together.module.css'

interface Props {
  ids: readonly StatementId[]
  /** Fixed with the first vote, null before. */
  quorum: number | null
  /** Until then it is what the page is for; afterwards it stays folded. */
  isFirst: boolean
  onOpen(vote: OpenVote): Promise<boolean>
}

export function OpenVoteForm(props: Props) {
  if (props.isFirst) return <Questions {...props} />
  const many = props.ids.length
  return (
    <details className={styles.another}>
      <summary>{`Ask about ${many === 1 ? 'one more statement' : `${many} more statements`}`}</summary>
      <Questions {...props} />
    </details>
  )
}

function Questions({ ids, quorum, onOpen }: Props) {
  const [size, setSize] = useState(PACK_SIZE)
  const [isBusy, setBusy] = useState(false)
  const packs = packsOf(ids, Math.max(5, size || PACK_SIZE))
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const deadline = String(fields.get('deadline') ?? '')
    setBusy(true)
    try {
      await onOpen({
        packs,
        ...(deadline && { deadline: new Date(deadline).getTime() }),
        ...(quorum === null && { quorum: Number(fields.get('quorum') || 0) }),
        hands: Number(fields.get('hands') || 0),
      })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={styles.open} onSubmit={(event) => void submit(event)}>
      <h2>Start a private vote</h2>
      <p>
        Everybody chooses for themselves first, on their own screen and in their own time. Nobody, you
        included, sees a choice before you show the results, and then only counts.
      </p>
      <div className={styles.four}>
        <TextField
          label="Statements in a part"
          hint={`${ids.length} in ${packs.length} ${packs.length === 1 ? 'part' : 'parts'}`}
          type="number"
          min={5}
          max={100}
          value={size}
          onChange={(event) => setSize(Number(event.target.value))}
        />
        <TextField
          label="Until"
          hint="Later choices are kept and not counted"
          name="deadline"
          type="datetime-local"
        />
        <TextField
          label="Quorum"
          hint={
            quorum === null ? 'Answers a statement needs; fixed from now on' : 'Fixed with the first vote'
          }
          name="quorum"
          type="number"
          min={0}
          max={2000}
          defaultValue={quorum ?? 5}
          readOnly={quorum !== null}
        />
        <TextField
          label="Without a device"
          hint="So many hands are counted at most"
          name="hands"
          type="number"
          min={0}
          max={2000}
          defaultValue={0}
        />
      </div>
      <Button type="submit" look="primary" disabled={isBusy || ids.length === 0}>
        {`Ask about ${ids.length} statements`}
      </Button>
    </form>
  )
}
