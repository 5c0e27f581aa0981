/** What a release would hold, and what it keeps back and why, before anybody is sent it. */
import { useEffect, useState } from 'react'
import { FILE_GROUPS } from '../../shared/exports/catalogue.ts'
import { Problem } from '../../shared/problem.ts'
import styles from './export-menu.module.css'
import { sayProblem } from './say-problem.ts'

const ALSO = ['withheld.txt', 'SHA256SUMS']

/** As the archive is made: everything that is not the full record's alone, and no archive in it. */
const HELD = FILE_GROUPS.flatMap((it) => it.things)
  .flatMap((it) => it.forms)
  .filter((it) => !it.isFull && !it.file.endsWith('.zip') && !ALSO.includes(it.file))
  .map((it) => (it.file === 'briefings.docx' ? 'a briefing for each lead' : it.file))

async function withheld(href: string): Promise<string> {
  let reply: Response
  try {
    reply = await fetch(href, { credentials: 'same-origin' })
  } catch (error) {
    throw new Problem('unreachable', href, { cause: error })
  }
  if (!reply.ok) throw new Problem('internal', `${href}: ${reply.status}`)
  return reply.text()
}

export function ReleasePreview({ href }: { href: string }) {
  const [isOpen, setOpen] = useState(false)
  const [kept, setKept] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (!isOpen) return
    // Of two answers on their way only the one that was asked for last is shown.
    let isOver = false
    setKept(null)
    setProblem(null)
    withheld(href).then(
      (it) => isOver || setKept(it),
      (error) => isOver || setProblem(sayProblem(error)),
    )
    return () => {
      isOver = true
    }
  }, [isOpen, href])
  return (
    <details className={styles.preview} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Look at what release.zip holds first</summary>
      <p>
        <b>In it:</b> {[...HELD, ...ALSO].join(', ')}. What has changed is left out while no version was
        sealed before.
      </p>
      {problem ? (
        <p role="alert" className={styles.problem}>
          {problem} Close this and open it again to try once more.
        </p>
      ) : (
        <pre role="status">{kept ?? 'One moment…'}</pre>
      )}
    </details>
  )
}
