/**
 * Whose choices these are, said large wherever somebody else may hold the device; and handing it over.
 */
import { HandHelping, KeyRound, MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import type { BoardReply } from '../../../shared/api.ts'
import { ContinueElsewhere } from '../../panels/continue-elsewhere.tsx'
import type { Guest } from '../../session/guest.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AddGuest } from './add-guest.tsx'
import { HandBack, type Slip } from './hand-back.tsx'
import { SafeCode } from './safe-code.tsx'
import styles from './who-answers.module.css'

interface OwnerProps {
  reply: BoardReply
  onGuest(guest: Guest): void
}

/** The owner of the device answers. */
export function OwnerAnswers({ reply, onGuest }: OwnerProps) {
  const [open, setOpen] = useState<'guest' | 'elsewhere' | null>(null)
  const { id, me } = reply
  return (
    <section className={styles.owner} aria-label="Who answers">
      <Avatar id={me.id} name={me.name} size={30} />
      <p>
        You answer as <b>{me.name}</b>
      </p>
      <Button slim icon={<HandHelping size={16} aria-hidden />} onClick={() => setOpen('guest')}>
        Add someone on this device
      </Button>
      <Button
        slim
        look="quiet"
        icon={<MonitorSmartphone size={16} aria-hidden />}
        onClick={() => setOpen('elsewhere')}
      >
        Continue elsewhere
      </Button>
      {open === 'guest' && (
        <AddGuest board={id} as={me.as} reply={reply} onAdded={onGuest} onClose={() => setOpen(null)} />
      )}
      {open === 'elsewhere' && (
        <Dialog title="Continue on another device" width="560px" onClose={() => setOpen(null)}>
          <ContinueElsewhere board={id} as={me.as} me={me.id} />
        </Dialog>
      )}
    </section>
  )
}

interface GuestProps {
  board: string
  guest: Guest
  owner: string
  /** Choices that have not reached the server. */
  waiting: number
  onLeft(slip: Slip | null): void
}

/** Somebody else answers, on the owner's device. */
export function GuestAnswers({ board, guest, owner, waiting, onLeft }: GuestProps) {
  const [leaving, setLeaving] = useState(false)
  const [keeping, setKeeping] = useState(false)
  return (
    <section className={styles.guest} aria-label="Who answers">
      <Avatar id={guest.id} name={guest.name} size={44} />
      <p>
        <b>{guest.name} answers now</b>
        <span>
          {owner ? `on ${owner}’s device, whose choices are put away` : 'on somebody else’s device'}
        </span>
      </p>
      <Button onClick={() => setLeaving(true)}>I am finished</Button>
      {!guest.opened && (
        <Button look="quiet" slim icon={<KeyRound size={16} aria-hidden />} onClick={() => setKeeping(true)}>
          A code, to be safe
        </Button>
      )}
      {keeping && <SafeCode board={board} guest={guest} onClose={() => setKeeping(false)} />}
      {leaving && (
        <HandBack
          board={board}
          guest={guest}
          owner={owner}
          waiting={waiting}
          onLeft={onLeft}
          onClose={() => setLeaving(false)}
        />
      )}
    </section>
  )
}
