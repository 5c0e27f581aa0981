/**
 * One sealed version: what it is, its files and how to check them, what meetings made of it, and what has
 * changed since.
 */
import { ChevronRight, FileDown, GitCompareArrows, History, SquarePlus, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { FILE_GROUPS } from '../../../shared/exports/catalogue.ts'
import { OUTCOME_WORDS } from '../../../shared/outcomes.ts'
import type { ChangesReply } from '../../../shared/past/calls.ts'
import type { VersionReply } from '../../../shared/version.ts'
import { sayProblem } from '../../panels/say-problem.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCanDo } from '../../session/use-can.ts'
import { usePeople } from '../../session/use-people.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { Select } from '../../ui/field.tsx'
import { Approvals } from './approvals.tsx'
import { ComparisonView } from './comparison-view.tsx'
import styles from './versions.module.css'

interface Props {
  version: VersionReply
  others: readonly VersionReply[]
  isOpen: boolean
  onChanged(): Promise<void>
  onRestore(): void
  onStart(): void
}

export function VersionCard({ version, others, isOpen, onChanged, onRestore, onStart }: Props) {
  const people = usePeople()
  const restores = useCanDo('restore')
  const seals = useCanDo('seal')
  const readsFull = useCanDo('readFull')
  const phase = useBoard((board) => board.live.phase)
  const { label, sealedAt, by, approvals } = version
  const outcome = approvals.at(-1)?.outcome
  const name = people.get(by)?.name
  return (
    <details className={styles.version} open={isOpen}>
      <summary>
        <ChevronRight size={20} aria-hidden />
        <span className={styles.number}>{version.version}</span>
        <span className={styles.label}>
          <b>{label}</b>
          <small>
            <span>
              Sealed {momentWords(sealedAt)}
              {name ? ` by ${name}` : ''}
            </span>
            {version.phase === 'agreed' && <em data-tone="ok">As agreed</em>}
            {outcome && (
              <em data-tone={outcome === 'referred-back' ? 'warn' : 'plain'}>{OUTCOME_WORDS[outcome]}</em>
            )}
          </small>
        </span>
      </summary>
      <div className={styles.body}>
        <Files version={version} />
        <Approvals version={version} onRecorded={onChanged} />
        {readsFull && <Changes version={version} others={others} />}
        {restores && (
          <section className={styles.part}>
            <h3>
              <History size={18} aria-hidden /> Go back to it
            </h3>
            <p className={styles.hint}>
              {phase === 'agreed'
                ? 'The plan is agreed. Reopen the board first; then you can make it again what it was in this version.'
                : 'Makes the board again what it was in this version, as a change of today: you see beforehand what it would do, nothing is lost, and it can be taken back.'}
            </p>
            <Button icon={<Undo2 size={17} aria-hidden />} disabled={phase === 'agreed'} onClick={onRestore}>
              See what would change…
            </Button>
          </section>
        )}
        {seals && (
          <section className={styles.part}>
            <h3>
              <SquarePlus size={18} aria-hidden /> Start a new board from it
            </h3>
            <p className={styles.hint}>
              For next year’s publication: people, work streams, the rule and the lists come along, and each
              statement says what was decided before.
            </p>
            <Button icon={<SquarePlus size={17} aria-hidden />} onClick={onStart}>
              Start a new board…
            </Button>
          </section>
        )}
      </div>
    </details>
  )
}

function Files({ version }: { version: VersionReply }) {
  const session = useSession()
  const here = api.at(session.board, session.as)
  const mayFull = session.mayDo('exportFull')
  const [isFull, setFull] = useState(false)
  const { version: number, sha256, fullSha256 } = version
  return (
    <section className={styles.part}>
      <h3>
        <FileDown size={18} aria-hidden /> Files, as they were
      </h3>
      {mayFull && (
        <label className={styles.tick}>
          <input type="checkbox" checked={isFull} onChange={({ target }) => setFull(target.checked)} />
          <b>Full record</b>
          <span>
            With comments. Keep it among those who work on the board; without it, the files to publish.
          </span>
        </label>
      )}
      <ul className={styles.files}>
        {FILE_GROUPS.flatMap((it) => it.things).map(({ id, title, forms }) => (
          <li key={id}>
            <b>{title}</b>
            <span className={styles.forms}>
              {forms
                .filter((it) => !it.isFull || mayFull)
                .map(({ file }) => (
                  <ButtonLink
                    key={file}
                    slim
                    download
                    href={here.exportUrl(file, { version: number, ...(isFull && { set: 'full' as const }) })}
                  >
                    {file}
                  </ButtonLink>
                ))}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.hash}>
        <b>Fingerprint</b>
        <code>{sha256}</code>
        <CopyButton slim text={sha256} what="fingerprint" />
      </p>
      <details className={styles.check}>
        <summary>How to check it</summary>
        <p>
          The fingerprint is the SHA-256 of board.json, the file to publish, byte for byte. Anybody who has
          the file computes it again, with a program that is on every computer:
        </p>
        <dl>
          <dt>Windows</dt>
          <dd>
            <code>certutil -hashfile board.json SHA256</code>
          </dd>
          <dt>Mac</dt>
          <dd>
            <code>shasum -a 256 board.json</code>
          </dd>
          <dt>Linux</dt>
          <dd>
            <code>sha256sum board.json</code>
          </dd>
        </dl>
        <p>
          Write the name of the file as you saved it. The same letters and digits: it is the file that was
          sealed.
        </p>
        {mayFull && (
          <p>
            Of the full record: <code>{fullSha256}</code>
          </p>
        )}
      </details>
    </section>
  )
}

function Changes({ version, others }: Pick<Props, 'version' | 'others'>) {
  const session = useSession()
  const [to, setTo] = useState<number | 'now' | null>(null)
  const [reply, setReply] = useState<ChangesReply | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const number = version.version
  useEffect(() => {
    if (to === null) return
    let isGone = false
    setReply(null)
    setProblem(null)
    // Always from the earlier to the later, whichever was chosen first.
    const [from, until] = to === 'now' ? [number, undefined] : [Math.min(number, to), Math.max(number, to)]
    api
      .at(session.board, session.as)
      .call<ChangesReply>(`/versions/${from}/changes`, { query: { to: until } })
      .then(
        (found) => !isGone && setReply(found),
        (error: unknown) => !isGone && setProblem(sayProblem(error)),
      )
    return () => {
      isGone = true
    }
  }, [to, number, session])
  const names =
    to === 'now' || to === null
      ? { before: `Version ${number}`, after: 'Now' }
      : { before: `Version ${Math.min(number, to)}`, after: `Version ${Math.max(number, to)}` }
  return (
    <section className={styles.part}>
      <h3>
        <GitCompareArrows size={18} aria-hidden /> What changed
      </h3>
      <div className={styles.compare}>
        <Select
          label={`Between version ${number} and`}
          value={to ?? ''}
          onChange={({ target }) =>
            setTo(target.value === '' ? null : target.value === 'now' ? 'now' : Number(target.value))
          }
        >
          <option value="">choose one</option>
          <option value="now">the board now</option>
          {others.map((it) => (
            <option key={it.version} value={it.version}>{`version ${it.version}: ${it.label}`}</option>
          ))}
        </Select>
      </div>
      <div role="status">
        {problem && <p className={styles.said}>{problem}</p>}
        {to !== null && !reply && !problem && <p className={styles.hint}>One moment…</p>}
      </div>
      {reply && <ComparisonView {...reply} names={names} nothing="Nothing is different." />}
      {reply && to !== null && (
        <ButtonLink
          slim
          download
          icon={<FileDown size={16} aria-hidden />}
          href={api
            .at(session.board, session.as)
            .exportUrl(
              'changes.docx',
              to === 'now'
                ? { since: number }
                : { since: Math.min(number, to), version: Math.max(number, to) },
            )}
        >
          changes.docx
        </ButtonLink>
      )}
    </section>
  )
}
