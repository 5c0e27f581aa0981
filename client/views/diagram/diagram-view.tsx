/** The diagram of the new actions, live, and the same in words. */
import { FileDown } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { actionLine, diagramOf } from '../../../shared/exports/new-actions.ts'
import { drawDiagram } from '../../../shared/exports/picture/new-actions-picture.ts'
import { api } from '../../session/api.ts'
import { useSession } from '../../session/session-provider.tsx'
import { useBoard } from '../../session/use-board.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { download } from '../../ui/download.ts'
import { Picture } from '../../ui/picture.tsx'
import { toast } from '../../ui/toasts.tsx'
import styles from './diagram.module.css'
import { pngOf } from './png-of.ts'

export function DiagramView() {
  const { board, as } = useSession()
  const here = api.at(board, as)
  const snapshot = useBoard((it) => it)
  const diagram = useMemo(() => diagramOf(snapshot), [snapshot])
  const picture = useMemo(() => drawDiagram(diagram), [diagram])
  const open = diagram.streams.flatMap((it) => it.actions).filter((it) => it.missing)
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <div>
          <h2>{diagram.title}</h2>
          <p>
            {open.length === 0
              ? 'Nothing is missing in any of them.'
              : `Something is missing in ${open.length}: ${open.map((it) => it.ref).join(', ')}.`}{' '}
            <Link href={`/b/${board}/plan?as=${as}`}>To the plan</Link>
          </p>
        </div>
        <p className={styles.files}>
          {['new-actions.svg', 'new-actions.html'].map((file) => (
            <ButtonLink
              key={file}
              slim
              href={here.exportUrl(file)}
              download
              icon={<FileDown size={16} aria-hidden />}
            >
              {file}
            </ButtonLink>
          ))}
          <Button
            slim
            icon={<FileDown size={16} aria-hidden />}
            onClick={() =>
              pngOf(here.exportUrl('new-actions.svg')).then(
                (png) => download(png, 'new-actions.png'),
                () => toast('The picture could not be made. Take the SVG file, or try again.'),
              )
            }
          >
            new-actions.png
          </Button>
        </p>
      </header>
      {/* Wider than a small screen: it is scrolled, by keys too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={styles.picture} tabIndex={0} aria-label="Diagram of the new actions">
        <Picture picture={picture} className={styles.drawing} />
      </section>
      <section className={styles.words}>
        <h2>The same in words</h2>
        <p>
          <b>Aim:</b> {diagram.aim}
        </p>
        {diagram.streams.map((stream) => (
          <section key={stream.title}>
            <h3>{stream.title}</h3>
            <p>{stream.executiveLead || 'No executive lead yet'}</p>
            <ul>
              {stream.actions.map((it) => (
                <li key={it.ref}>
                  <b>
                    {it.ref} {it.title}
                  </b>
                  <span>{actionLine(it)}.</span>
                  {it.missing && <em>{it.missing}.</em>}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </div>
  )
}
