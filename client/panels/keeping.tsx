/**
 * How long the board is kept, and what is taken out of it for good. For facilitators; every erasure ends with
 * a receipt to keep, for the copies it does not reach.
 */
import { ChevronDown, FileDown, ShieldCheck } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { BoardSnapshot } from '../../shared/doc/reads.ts'
import type { Erase, EraseReceipt } from '../../shared/erasure/calls.ts'
import { sharingWords } from '../../shared/erasure/same-words.ts'
import { LIMITS } from '../../shared/limits.ts'
import { NO_RETENTION, type Retention } from '../../shared/retention.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/session-provider.tsx'
import { useBoard } from '../session/use-board.ts'
import { usePeople } from '../session/use-people.ts'
import { announce } from '../ui/announcer.tsx'
import { Button } from '../ui/button.tsx'
import { dayWords } from '../ui/dates.ts'
import { download } from '../ui/download.ts'
import { Select, TextField } from '../ui/field.tsx'
import styles from './keeping.module.css'
import { codeOf, sayProblem } from './say-problem.ts'

export function Keeping() {
  return (
    <details className={styles.keeping}>
      <summary>
        <ShieldCheck size={18} aria-hidden />
        Keeping and erasing
        <ChevronDown size={18} aria-hidden className={styles.opens} />
      </summary>
      <KeptUntil />
      <EraseForm />
    </details>
  )
}

function KeptUntil() {
  const { board, as } = useSession()
  const [was, setWas] = useState<Retention | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const read = useCallback(
    async () => setWas((await api.at(board, as).read()).retention ?? NO_RETENTION),
    [board, as],
  )
  useEffect(() => {
    read().catch((error) => setSaid(sayProblem(error)))
  }, [read])
  if (!was) return <p className={styles.said}>{said}</p>
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const day = String(form.get('until'))
    const until = day ? Date.parse(`${day}T23:59:59Z`) : null
    try {
      const retention = { until, hold: form.has('hold') }
      const now = await api.at(board, as).patch({ retention, from: was })
      setWas(now.retention ?? NO_RETENTION)
      setSaid('Saved.')
      announce('How long the board is kept was saved')
    } catch (error) {
      if (codeOf(error) !== 'state_stale') return setSaid(sayProblem(error))
      try {
        await read()
        setSaid('Somebody else has changed it meanwhile: this is how it stands now. Yours was not saved.')
      } catch (again) {
        setSaid(sayProblem(again))
      }
    }
  }
  return (
    <form className={styles.form} onSubmit={save} key={`${was.until} ${was.hold}`}>
      <TextField
        label="Keep this board until"
        hint="After that day its files are written out and it is erased, where the server is set up for it."
        type="date"
        name="until"
        defaultValue={was.until === null ? '' : new Date(was.until).toISOString().slice(0, 10)}
      />
      <label className={styles.hold}>
        <input type="checkbox" name="hold" defaultChecked={was.hold} />
        <span>
          Hold it whatever the day: nothing on it can be erased, for an inquiry or a request for information
        </span>
      </label>
      <div className={styles.acts}>
        <Button type="submit" slim>
          Save
        </Button>
        {said && (
          <span className={styles.said} role="status">
            {said}
          </span>
        )}
      </div>
    </form>
  )
}

type Kind = 'person' | 'statement' | 'board'

const WHAT_GOES: Record<Kind, string> = {
  person:
    'Their name, place on the list, devices, comments and the words beside their choices. What they moved stays, under no name.',
  statement: 'Its text and all that was said, chosen and decided about it, here and in sealed versions.',
  board:
    'Everything. Whoever opens it is told that it has been erased. The receipt is downloaded at once: keep it.',
}

function EraseForm() {
  const { board, as } = useSession()
  const people = usePeople()
  const statements = useBoard((it) => it.statements)
  const title = useBoard((it) => it.facts.title)
  const [kind, setKind] = useState<Kind>('person')
  const [which, setWhich] = useState('')
  const [isSure, setSure] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [receipt, setReceipt] = useState<EraseReceipt | null>(null)
  const [isBusy, setBusy] = useState(false)
  const alsoIn =
    kind === 'statement' && which
      ? sharingWords(
          Array.from(statements, ([id, it]) => [id, it.partOf] as const),
          which,
        )
      : []
  const choices =
    kind === 'person'
      ? Array.from(people.values(), ({ id, name }) => ({ id, words: name }))
      : Array.from(statements, ([id, it]) => ({ id, words: `${it.ref} ${it.title ?? it.text}`.slice(0, 80) }))

  const erase = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const read = (name: string) => String(form.get(name) ?? '').trim()
    const reason = read('reason')
    const id = read('which')
    setProblem(null)
    if (!reason) return setProblem('Say why; keep the person’s name out of it, for this stays.')
    if (kind === 'board' ? read('title') !== title : !id)
      return setProblem(kind === 'board' ? 'Type the board’s title as it stands.' : 'Choose which one.')
    if (!isSure) return setSure(true)
    setBusy(true)
    try {
      const order: Erase =
        kind === 'person'
          ? { person: id, reason }
          : kind === 'statement'
            ? { statement: id, reason }
            : { board, reason }
      const made = await api.at(board, as).call<EraseReceipt>('/erase', { body: order })
      // With the board goes this page, and whatever could be pressed on it.
      if (kind === 'board') download(new Blob([textOf(made)], { type: 'application/json' }), fileNameOf(made))
      setReceipt(made)
      announce('Erased')
    } catch (error) {
      setProblem(sayProblem(error))
    } finally {
      setBusy(false)
      setSure(false)
    }
  }

  return (
    <form className={styles.form} onSubmit={erase} onChange={() => setSure(false)} noValidate>
      <h3>Erase for good</h3>
      <Select
        label="What"
        value={kind}
        onChange={({ target }) => {
          setKind(target.value as Kind)
          setWhich('')
        }}
      >
        <option value="person">A person</option>
        <option value="statement">A statement</option>
        <option value="board">This board</option>
      </Select>
      <p className={styles.goes}>{WHAT_GOES[kind]}</p>
      {kind === 'board' ? (
        <TextField label={`Type “${title}”`} name="title" autoComplete="off" />
      ) : (
        <Select
          label="Which"
          name="which"
          key={kind}
          value={which}
          onChange={({ target }) => setWhich(target.value)}
        >
          <option value="">Choose…</option>
          {choices.map(({ id, words }) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </Select>
      )}
      {alsoIn.length > 0 && (
        <p className={styles.also} role="status">
          Words of it stand in {refsOf(alsoIn, statements)} too, because of a split. They stay there unless
          you erase {alsoIn.length === 1 ? 'it' : 'each of these'} as well.
        </p>
      )}
      <TextField label="Why" name="reason" maxLength={LIMITS.line} autoComplete="off" />
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {isSure && (
        <p role="alert" className={styles.sure}>
          This cannot be taken back. Every screen takes a fresh copy of the board.
        </p>
      )}
      <div className={styles.acts}>
        <Button type="submit" look="danger" slim disabled={isBusy}>
          {isBusy ? 'Erasing…' : isSure ? 'Yes, erase it for good' : 'Erase'}
        </Button>
      </div>
      {receipt && <Receipt receipt={receipt} />}
    </form>
  )
}

/** As the board names them; one that is not on it any more by its id. */
const refsOf = (ids: readonly string[], statements: BoardSnapshot['statements']) =>
  new Intl.ListFormat('en-GB').format(ids.map((it) => statements.get(it)?.ref ?? it))

const textOf = (receipt: EraseReceipt) => JSON.stringify(receipt, null, 1)
const fileNameOf = ({ board, erased, id }: EraseReceipt) =>
  `receipt-${board}-${erased}-${id.replace('/', '-')}.json`

function Receipt({ receipt }: { receipt: EraseReceipt }) {
  const statements = useBoard((it) => it.statements)
  const { erased, versions, stillNamed, wordsIn, backupsUntil, beyond } = receipt
  return (
    <div className={styles.receipt} role="status">
      <b>The {erased} was erased.</b>
      {versions.length > 0 && (
        <p>
          Taken out of sealed {versions.length === 1 ? 'version' : 'versions'} {versions.join(', ')} too.
        </p>
      )}
      {stillNamed.length > 0 && (
        <p>
          Others wrote this name in {stillNamed.length} {stillNamed.length === 1 ? 'place' : 'places'}; read
          and correct: {stillNamed.join(', ')}
        </p>
      )}
      {wordsIn.length > 0 && (
        <p>
          Words of it still stand in {refsOf(wordsIn, statements)}, because of a split. If they have to go,
          erase {wordsIn.length === 1 ? 'it' : 'each of these'} as well.
        </p>
      )}
      <p>
        {beyond}
        {backupsUntil !== null && ` The last of them is gone by ${dayWords(backupsUntil)}.`}
      </p>
      <a
        href={`data:application/json;charset=utf-8,${encodeURIComponent(textOf(receipt))}`}
        download={fileNameOf(receipt)}
      >
        <FileDown size={16} aria-hidden /> Download the receipt
      </a>
    </div>
  )
}
