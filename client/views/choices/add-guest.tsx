/**
 * Handing this device to somebody who has none: who they are, by the list, by a name, or by the code they got
 * when they handed a device back before.
 */
import { HandHelping } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { BoardReply, SeatReply } from '../../../shared/api.ts'
import type { BoardId, LinkId } from '../../../shared/board.ts'
import type { NamesReply } from '../../../shared/invited.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { CodeField } from '../../panels/code-field.tsx'
import { type ListedName, NamePicker } from '../../panels/name-picker.tsx'
import { codeOf, sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import type { Guest } from '../../session/guest.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { GoOn } from './go-on.tsx'
import styles from './who-answers.module.css'

interface Props {
  board: BoardId
  as: LinkId
  reply: BoardReply
  onAdded(guest: Guest): void
  onClose(): void
}

type By = 'list' | 'name' | 'code'

export function AddGuest({ board, as, reply, onAdded, onClose }: Props) {
  const [by, setBy] = useState<By>(reply.invited ? 'list' : 'name')
  const [chosen, setChosen] = useState<ListedName | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const at = api.at(board, as)
  const isKnown = by === 'code' || chosen?.taken === true

  const turnTo = (next: By) => {
    setBy(next)
    setChosen(null)
    setProblem(null)
  }
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '').trim()
    if (by === 'list' ? !chosen : !given(by)) {
      setProblem(by === 'code' ? 'Type the code.' : by === 'name' ? 'Give a name.' : 'Choose a name.')
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      onAdded(isKnown ? await byCode(given('code'), board) : await newGuest(given))
    } catch (error) {
      if (chosen && codeOf(error) === 'name_taken') setChosen({ ...chosen, taken: true })
      else setProblem(error instanceof OtherBoard ? error.message : sayProblem(error))
      setBusy(false)
    }
  }
  const newGuest = async (given: (name: string) => string): Promise<Guest> => {
    const body = chosen ? { invitee: chosen.id } : { name: given('name'), group: given('group') || undefined }
    const seated = await at.call<SeatReply>('/people/here', { body })
    return { seat: seated.seat, as: seated.as, id: seated.participant.id, name: seated.participant.name }
  }

  return (
    <Dialog title="Somebody else answers here" width="560px" onClose={onClose}>
      <GoOn board={board} as={as} onAdded={onAdded} />
      <form onSubmit={add} noValidate className={styles.add}>
        <p>
          For somebody in the room without a device. They answer as themselves; {reply.me.name}’s choices are
          put away meanwhile, and theirs are gone from here when they hand it back.
        </p>
        {by === 'list' && (
          <NamePicker
            label="Their name"
            find={(begins) => at.call<NamesReply>('/people/names', { query: { begins } })}
            chosen={chosen}
            onChoose={(name) => {
              setChosen(name)
              setProblem(null)
            }}
          />
        )}
        {by === 'name' && (
          <>
            <TextField label="Their name" name="name" maxLength={LIMITS.name} autoComplete="off" autoFocus />
            <TextField
              label="Their group (if they were given one)"
              name="group"
              maxLength={LIMITS.name}
              autoComplete="off"
            />
          </>
        )}
        {isKnown && (
          <CodeField
            label="Their code"
            hint={
              chosen
                ? `${chosen.name} has answered before. The code was shown when they handed the device back.`
                : 'It was shown when they handed a device back.'
            }
          />
        )}
        {problem && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <div className={styles.acts}>
          <Button type="submit" look="primary" disabled={busy} icon={<HandHelping size={18} aria-hidden />}>
            Hand it over
          </Button>
          <span className={styles.grow} />
          {reply.invited && by !== 'list' && (
            <Button look="quiet" onClick={() => turnTo('list')}>
              Look in the list
            </Button>
          )}
          {by !== 'name' && (
            <Button look="quiet" onClick={() => turnTo('name')}>
              Not on the list
            </Button>
          )}
          {by !== 'code' && (
            <Button look="quiet" onClick={() => turnTo('code')}>
              They have a code
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

class OtherBoard extends Error {}

async function byCode(code: string, board: BoardId): Promise<Guest> {
  const joined = await api.joinByCode({ code, seat: true })
  if (joined.needs || !joined.seat) throw new OtherBoard('That is the code for everybody; it is not theirs.')
  if (joined.board !== board) throw new OtherBoard('That code is for another board.')
  return { seat: joined.seat, as: joined.as, id: joined.participant.id, name: joined.participant.name }
}
