/**
 * The board paper, section by section: facts counted from the board and locked, the author's words as shared
 * text between them, and all that is missing listed with the way to where it is put right.
 */
import { FileDown, Lock } from 'lucide-react'
import { setBoardFact } from '../../../shared/doc/edits.ts'
import {
  type Missing,
  PAPER_FOR,
  PAPER_KIND_WORDS,
  PAPER_KINDS,
  type PaperSection,
} from '../../../shared/exports/paper/paper.ts'
import { useEdit } from '../../panels/use-edit.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { useCan } from '../../session/use-can.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { BlockView } from './block-view.tsx'
import { MissingLink } from './missing-link.tsx'
import styles from './paper.module.css'
import { usePaper } from './use-paper.ts'

export function PaperView() {
  const { board, as } = useSession()
  const here = api.at(board, as)
  const paper = usePaper()
  return (
    <div className={styles.view}>
      <div className={styles.aside}>
        <Choices kind={paper.kind} />
        <p className={styles.files}>
          {['board-paper.docx', 'board-paper.html'].map((file) => (
            <ButtonLink
              key={file}
              href={here.exportUrl(file)}
              download
              icon={<FileDown size={17} aria-hidden />}
            >
              {file}
            </ButtonLink>
          ))}
        </p>
        <MissingList missing={paper.missing} />
      </div>
      <article className={styles.paper} aria-label="The board paper">
        <header>
          <p>
            {[paper.organisation, `Board paper: ${PAPER_KIND_WORDS[paper.kind].toLowerCase()}`]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <h2>{paper.title}</h2>
          <p className={styles.locked}>
            <Lock size={15} aria-hidden /> Sentences with a bar beside them are counted from the board; the
            fields are yours to write.
          </p>
        </header>
        {paper.sections.map((section) => (
          <Section key={section.id} section={section} />
        ))}
      </article>
    </div>
  )
}

function Section({ section: { id, title, blocks } }: { section: PaperSection }) {
  return (
    <section aria-labelledby={`section-${id}`} className={id === 'front' ? styles.front : undefined}>
      <h3 id={`section-${id}`}>{title}</h3>
      {blocks.map((block, at) => (
        <BlockView key={block.kind === 'own' ? block.id : at} block={block} />
      ))}
    </section>
  )
}

/** What kind it is and what the meeting is asked for; whoever may not choose reads it. */
function Choices({ kind }: { kind: string }) {
  const settings = useBoard((it) => it.facts.paper)
  const may = useCan({ root: 'board', key: 'paper' })
  const edit = useEdit()
  const choose = (name: string, value: string, what: string) =>
    edit(what, (doc) => setBoardFact(doc, 'paper', { ...settings, [name]: value }))
  if (!may) return null
  return (
    <div className={styles.choices}>
      <Select
        label="Kind of paper"
        value={kind}
        onChange={(event) => choose('kind', event.currentTarget.value, 'Kind of the board paper')}
      >
        {PAPER_KINDS.map((it) => (
          <option key={it} value={it}>
            {PAPER_KIND_WORDS[it]}
          </option>
        ))}
      </Select>
      <Select
        label="The meeting is asked for"
        value={String(settings.for ?? (kind === 'progress' ? 'assurance' : 'approval'))}
        onChange={(event) => choose('for', event.currentTarget.value, 'What the board paper asks for')}
      >
        {PAPER_FOR.map((it) => (
          <option key={it} value={it}>
            {it}
          </option>
        ))}
      </Select>
    </div>
  )
}

function MissingList({ missing }: { missing: readonly Missing[] }) {
  if (missing.length === 0) return <p className={styles.allThere}>Nothing is missing.</p>
  return (
    <section className={styles.missing} aria-labelledby="paper-missing">
      <h2 id="paper-missing">
        Still missing <span>{missing.length}</span>
      </h2>
      <ul>
        {missing.map((it) => (
          <li key={it.words}>
            <MissingLink missing={it} />
          </li>
        ))}
      </ul>
    </section>
  )
}
