/**
 * Who comes in and how: the links by role, the code for a phone, and who is here.
 *
 * Whoever holds a link has its role, so each says in a sentence what that role may do. Facilitators make,
 * renew and withdraw them; everybody else sees the people and whom to ask.
 */
import { ExternalLink, Link2Off, Pencil, Plus, Presentation, QrCode as QrIcon, RefreshCw } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { LinkReply } from '../../shared/api.ts'
import type { Role } from '../../shared/board.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useCanDo } from '../session/use-can.ts'
import { announce } from '../ui/announcer.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { dayWords } from '../ui/dates.ts'
import { Dialog } from '../ui/dialog.tsx'
import { projectorPath } from './board-link.ts'
import { ContinueElsewhere } from './continue-elsewhere.tsx'
import { Doors } from './doors.tsx'
import { Keeping } from './keeping.tsx'
import { LinkForm } from './link-form.tsx'
import { PeopleList } from './people-list.tsx'
import { sayProblem } from './say-problem.ts'
import styles from './share-dialog.module.css'
import { ROLE_ORDER, ROLE_WORDS } from './words.ts'

const QrCode = lazy(() => import('../ui/qr-code.tsx'))

export function ShareDialog({ onClose }: { onClose(): void }) {
  const mayManage = useCanDo('manageLinks')
  const { board, as, me } = useSession()
  return (
    <Dialog title="Share" width="760px" onClose={onClose}>
      {mayManage ? (
        <>
          <Doors />
          <Links />
        </>
      ) : (
        <p className={styles.whom}>To invite somebody else, ask one of the facilitators below for a link.</p>
      )}
      {me.role !== 'observer' && <ContinueElsewhere board={board} as={as} me={me.id} />}
      {me.role !== 'observer' && <PeopleList />}
      {mayManage && <Keeping />}
    </Dialog>
  )
}

function Links() {
  const { board, as } = useSession()
  const [links, setLinks] = useState<readonly LinkReply[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useCallback(
    () =>
      api
        .at(board, as)
        .links()
        .then(
          (found) => {
            setLinks(found)
            setProblem(null)
          },
          (error: unknown) => setProblem(sayProblem(error)),
        ),
    [board, as],
  )
  useEffect(() => void read(), [read])

  /** Runs a change of the links, reads them again, says what happened. Gives back whether it did. */
  const change = async (done: string, run: (at: ReturnType<typeof api.at>) => Promise<unknown>) => {
    try {
      await run(api.at(board, as))
    } catch (error) {
      setProblem(sayProblem(error))
      return false
    }
    await read()
    announce(done)
    return true
  }

  if (!links) return <p role="status">{problem ?? 'Asking for the links…'}</p>
  const working = links.filter((it) => !isOver(it))
  const join = working.find((it) => it.role === 'participant')
  return (
    <div className={styles.links}>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {ROLE_ORDER.map((role) => (
        <RoleLinks
          key={role}
          role={role}
          links={working.filter((it) => it.role === role)}
          join={join}
          onChange={change}
        />
      ))}
      <PastLinks links={links.filter(isOver)} />
    </div>
  )
}

type Change = (done: string, run: (at: ReturnType<typeof api.at>) => Promise<unknown>) => Promise<boolean>

const isOver = (link: LinkReply) =>
  link.withdrawnAt !== undefined || (link.expiresAt !== undefined && link.expiresAt <= Date.now())

const fullLink = (path: string) => new URL(path, location.href).href

function RoleLinks(props: {
  role: Role
  links: readonly LinkReply[]
  /** What the projector shows people to join by. */
  join: LinkReply | undefined
  onChange: Change
}) {
  const { role, links, join, onChange } = props
  const [making, setMaking] = useState(false)
  const words = ROLE_WORDS[role]
  return (
    <section className={styles.role} aria-labelledby={`links-${role}`}>
      <header>
        <div>
          <h3 id={`links-${role}`}>{words.title}</h3>
          <p className={styles.may}>{words.may}</p>
        </div>
        {!making && (
          <Button
            look="quiet"
            slim
            icon={<Plus size={16} aria-hidden />}
            onClick={() => setMaking(true)}
            aria-label={`${links.length > 0 ? 'Another' : 'New'} ${words.title.toLowerCase()} link`}
          >
            {links.length > 0 ? 'Another link' : 'New link'}
          </Button>
        )}
      </header>
      {making && (
        <LinkForm
          role={role}
          onDone={async (label, expiresAt) => {
            const made = await onChange(`New ${words.title.toLowerCase()} link made`, (at) =>
              at.makeLink({ role, ...(label && { label }), ...(expiresAt && { expiresAt }) }),
            )
            if (made) setMaking(false)
          }}
          onCancel={() => setMaking(false)}
        />
      )}
      {links.length === 0 && !making && <p className={styles.none}>No link of this role works at present.</p>}
      <ul>
        {links.map((link) => (
          <LinkLine key={link.id} link={link} join={join} onChange={onChange} />
        ))}
      </ul>
    </section>
  )
}

function LinkLine(props: { link: LinkReply; join?: LinkReply; onChange: Change }) {
  const { link, join, onChange } = props
  const [asking, setAsking] = useState<'change' | 'renew' | 'withdraw' | null>(null)
  const [code, setCode] = useState(false)
  const name = link.label || `${ROLE_WORDS[link.role].title} link`
  const url = fullLink(link.path)
  const screen = joinableScreen(link, join)
  return (
    <li className={styles.link}>
      <div className={styles.line}>
        <div className={styles.name}>
          <b>{name}</b>
          <span>
            Made {dayWords(link.createdAt)}
            {link.expiresAt !== undefined && `, works until ${dayWords(link.expiresAt)}`}
          </span>
        </div>
        <CopyButton slim text={url} what={name.endsWith('link') ? name : `link for ${name}`}>
          Copy link
        </CopyButton>
        {link.role === 'observer' ? (
          <ButtonLink
            slim
            href={screen}
            target="_blank"
            rel="noreferrer"
            icon={<Presentation size={16} aria-hidden />}
          >
            Open the projector
            <ExternalLink size={14} aria-label="in a new tab" />
          </ButtonLink>
        ) : (
          <Button
            slim
            aria-expanded={code}
            onClick={() => setCode(!code)}
            icon={<QrIcon size={16} aria-hidden />}
          >
            {code ? 'Hide the code' : 'Code for a phone'}
          </Button>
        )}
      </div>
      {code && (
        <div className={styles.code}>
          <Suspense fallback={<span style={{ height: 220 }} />}>
            <QrCode text={url} label={`Code that opens the board: ${name}`} size="220px" />
          </Suspense>
          <p>Point a phone’s camera at it. It opens the board and asks for a name.</p>
        </div>
      )}
      <div>
        {asking === 'change' ? (
          <LinkForm
            role={link.role}
            link={link}
            onDone={async (label, expiresAt) => {
              const change = { label, expiresAt: expiresAt ?? null }
              if (await onChange(`${label || name} changed`, (at) => at.changeLink(link.id, change)))
                setAsking(null)
            }}
            onCancel={() => setAsking(null)}
          />
        ) : asking ? (
          // Its own key: a button that is made anew takes focus, one that only changes its words does not.
          <div key="sure" className={styles.sure}>
            <p>
              {asking === 'renew'
                ? 'A new address for the same role. The old one lets nobody in any more; people already here stay.'
                : 'The link stops working, and everyone who came in by it is sent out within a second. What they did stays.'}
            </p>
            <Button
              look={asking === 'withdraw' ? 'danger' : 'plain'}
              slim
              autoFocus
              onClick={async () => {
                const how = asking === 'renew' ? ({ renew: true } as const) : ({ withdraw: true } as const)
                const done = `${name} ${asking === 'renew' ? 'renewed' : 'withdrawn'}`
                await onChange(done, (at) => at.changeLink(link.id, how))
                setAsking(null)
              }}
            >
              {asking === 'renew' ? 'Renew it' : 'Withdraw it'}
            </Button>
            <Button look="quiet" slim onClick={() => setAsking(null)}>
              Leave it
            </Button>
          </div>
        ) : (
          <div key="more" className={styles.more}>
            <Button
              look="quiet"
              slim
              icon={<Pencil size={15} aria-hidden />}
              onClick={() => setAsking('change')}
            >
              Change<span className="visually-hidden"> {name}</span>
            </Button>
            <Button
              look="quiet"
              slim
              icon={<RefreshCw size={15} aria-hidden />}
              onClick={() => setAsking('renew')}
            >
              Renew<span className="visually-hidden"> {name}</span>
            </Button>
            <Button
              look="quiet"
              slim
              icon={<Link2Off size={15} aria-hidden />}
              onClick={() => setAsking('withdraw')}
            >
              Withdraw<span className="visually-hidden"> {name}</span>
            </Button>
          </div>
        )}
      </div>
    </li>
  )
}

/** The projector's address; with what it shows people to join by, which it could not ask for itself. */
export function joinableScreen(link: LinkReply, join: LinkReply | undefined): string {
  const path = projectorPath(link.path)
  return join ? `${path}&join=${join.path.split('#')[1] ?? ''}` : path
}

function PastLinks({ links }: { links: readonly LinkReply[] }) {
  if (links.length === 0) return null
  return (
    <details className={styles.past}>
      <summary>Links that no longer work ({links.length})</summary>
      <ul>
        {links.map((it) => (
          <li key={it.id}>
            <b>{it.label || `${ROLE_WORDS[it.role].title} link`}</b>{' '}
            {it.withdrawnAt !== undefined
              ? `withdrawn ${dayWords(it.withdrawnAt)}`
              : it.expiresAt !== undefined && `ended ${dayWords(it.expiresAt)}`}
          </li>
        ))}
      </ul>
    </details>
  )
}
