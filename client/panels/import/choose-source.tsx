/**
 * Where statements come from: what is pasted, a file, or a report somebody was going through before.
 */
import { ArrowRight, FileUp, TriangleAlert } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import type { ReadingCard } from '../../../shared/imports/candidates.ts'
import { useSession } from '../../session/session-provider.tsx'
import { usePeople } from '../../session/use-people.ts'
import { Button } from '../../ui/button.tsx'
import { momentWords } from '../../ui/dates.ts'
import { TextArea } from '../../ui/field.tsx'
import styles from '../import-dialog.module.css'

export function ChooseSource(props: {
  wrong: string | null
  onText(text: string): void
  onFile(file: File | undefined): void
}) {
  const { wrong, onText, onFile } = props
  const [text, setText] = useState('')
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(event.type !== 'dragleave' && event.type !== 'drop')
    if (event.type === 'drop') onFile(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one way of three, the others have controls
    <div
      className={`${styles.choose} ${over ? styles.over : ''}`}
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drag}
    >
      <TextArea
        label="Paste the statements"
        hint="Cells from a spreadsheet with their headings, or the text of a report: numbered recommendations are found by their numbers."
        rows={9}
        value={text}
        spellCheck={false}
        data-first
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          // What is pasted into the empty field is taken at once: there is nothing to add to it.
          const pasted = event.clipboardData.getData('text/plain')
          if (text || !pasted.includes('\n')) return
          event.preventDefault()
          onText(pasted)
        }}
      />
      <div className={styles.ways}>
        <Button
          look="primary"
          aria-disabled={!text.trim()}
          icon={<ArrowRight size={18} aria-hidden />}
          onClick={() => text.trim() && onText(text)}
        >
          Look at it
        </Button>
        <span>or</span>
        <Button icon={<FileUp size={18} aria-hidden />} onClick={() => input.current?.click()}>
          Open a file
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".pdf,.docx,.docm,.xlsx,.xlsm,.csv,.tsv,.txt,.json,text/csv,text/plain,text/tab-separated-values"
          aria-label="A file to import"
          onChange={(event) => {
            onFile(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <span>PDF, Word, Excel, CSV, text, or a board’s own archive; you can drop it here too.</span>
      </div>
      {wrong && (
        <p className={styles.wrong} role="alert">
          <TriangleAlert size={18} aria-hidden />
          {wrong}
        </p>
      )}
      <p className={styles.aside}>
        Nothing is imported until you have seen what each row becomes. The file itself stays in this browser;
        what is found in the text of a report is shared with the other facilitators.
      </p>
    </div>
  )
}

interface GoOnProps {
  cards: readonly ReadingCard[]
  onGoOn(card: ReadingCard): void
  onThrowAway(card: ReadingCard): void
}

/** Reports that somebody has begun to go through: any facilitator goes on with them. */
export function GoOn({ cards, onGoOn, onThrowAway }: GoOnProps) {
  const session = useSession()
  const people = usePeople()
  return (
    <ul className={styles.keptOnes} aria-label="Reports that are being gone through">
      {cards.map((card) => {
        const { name, candidates, setAside, by, at } = card
        const whose = by === session.me.id ? 'You' : (people.get(by)?.name ?? 'Somebody')
        const what = name ?? 'what was pasted'
        return (
          <li key={card.id} className={styles.kept}>
            <p>
              <b>{what}</b>: {candidates} {candidates === 1 ? 'candidate' : 'candidates'}
              {setAside > 0 && `, ${setAside} set aside`}. {whose} changed it last, {momentWords(at)}.
            </p>
            <Button look="primary" slim onClick={() => onGoOn(card)}>
              Go on with it<span className="visually-hidden">: {what}</span>
            </Button>
            <Button look="quiet" slim onClick={() => onThrowAway(card)}>
              Throw it away<span className="visually-hidden">: {what}</span>
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
