/**
 * What stands where a board would be: it is being prepared, cannot be reached, has gone, or is not for this
 * browser. Each says what that means for whoever reads it, and what they can do now.
 */
import {
  CloudOff,
  Eraser,
  Hourglass,
  KeyRound,
  Link2Off,
  LockKeyhole,
  type LucideIcon,
  SearchX,
  ServerCrash,
  TriangleAlert,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { BoardMessage } from './board-message.tsx'

/** Why there is no board: a refusal, or what only this page can tell. */
export type WhyNoBoard = ProblemCode | 'preparing' | 'not_joined' | 'broken'

interface Props {
  why: WhyNoBoard
  /** The board's own, where it is known. */
  title?: string
  /** Whether the page goes on trying without being told to. */
  tries?: boolean
  onRetry?: () => void
}

interface Face {
  icon: LucideIcon
  title: string
  says: ReactNode
  /** Where somebody can go from here, beside trying again. */
  ways?: readonly ('check' | 'join')[]
}

const FACES: Partial<Record<WhyNoBoard, Face>> = {
  preparing: {
    icon: Hourglass,
    title: 'This board',
    says: (
      <>
        <b>This board is being prepared.</b> The facilitator is choosing the statements. It opens on this page
        by itself as soon as it is ready; you can leave the page open.
      </>
    ),
  },
  not_joined: {
    icon: KeyRound,
    title: 'This browser has not joined the board',
    says: 'Open the link you were sent, the whole of it. It brings you straight here.',
    ways: ['join'],
  },
  no_session: {
    icon: KeyRound,
    title: 'This browser has not joined the board',
    says: 'Open the link you were sent, the whole of it.',
    ways: ['join'],
  },
  broken: {
    icon: TriangleAlert,
    title: 'This page cannot go on',
    says:
      'Something went wrong while it was drawn. Everything that was saved is safe, and what was not is kept ' +
      'on this device where this browser keeps anything.',
  },
  unreachable: {
    icon: CloudOff,
    title: 'No connection to the board',
    says: 'The server cannot be reached just now: this network may be away, or the server may be starting again.',
    ways: ['check'],
  },
  sockets_blocked: {
    icon: CloudOff,
    title: 'No connection to the board',
    says: PROBLEMS.sockets_blocked.says,
    ways: ['check'],
  },
  stopping: {
    icon: ServerCrash,
    title: 'No connection to the board',
    says: 'The server is restarting. That takes a moment.',
  },
  board_erased: {
    icon: Eraser,
    title: 'This board has been erased',
    says: 'Everything on it is gone, also from this device. Ask whoever ran it if you need to know more.',
  },
  link_withdrawn: {
    icon: Link2Off,
    title: 'Your link has been withdrawn',
    says: 'Ask the facilitator for a new one. What you did on the board stays there, under your name.',
  },
  link_invalid: {
    icon: Link2Off,
    title: 'This link does not open a board',
    says: 'It may be incomplete: copy the whole link, or ask for a new one.',
    ways: ['join'],
  },
  board_unknown: {
    icon: SearchX,
    title: 'There is no such board here',
    says: 'Check the address, or open the link you were sent.',
    ways: ['join'],
  },
  board_full: {
    icon: Users,
    title: 'The board is full',
    says: 'It takes no more people. Ask the facilitator whether somebody can leave, or whether there is another board.',
  },
  role_forbids: {
    icon: LockKeyhole,
    title: 'This is not for your link',
    says: 'Ask the facilitator for the link that opens it.',
  },
}

export function NoBoard({ why, title, tries, onRetry }: Props) {
  const face = FACES[why]
  const problem = why in PROBLEMS ? PROBLEMS[why as ProblemCode] : null
  const retries = onRetry && (why === 'broken' || problem?.retry)
  return (
    <BoardMessage
      icon={face?.icon ?? TriangleAlert}
      title={title || face?.title || 'The board cannot be opened'}
      actions={
        why === 'preparing' ? null : (
          <>
            {retries && (
              <Button look="primary" onClick={onRetry}>
                {why === 'broken' ? 'Load it again' : 'Try again'}
              </Button>
            )}
            {face?.ways?.includes('check') && (
              <ButtonLink href="/check">See what this network lets through</ButtonLink>
            )}
            {face?.ways?.includes('join') && <ButtonLink href="/join">Join with a link</ButtonLink>}
            {why !== 'broken' && <ButtonLink href="/">To the first page</ButtonLink>}
          </>
        )
      }
    >
      <p>
        {face?.says ?? problem?.says} {tries && 'This page goes on trying by itself.'}
      </p>
    </BoardMessage>
  )
}
