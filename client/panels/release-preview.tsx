/** What a release would hold, and what it keeps back and why, before anybody is sent it. */
import { useState } from 'react'
import { FILE_GROUPS } from '../../shared/exports/catalogue.ts'
import styles from './export-menu.module.css'

const ALSO = ['withheld.txt', 'SHA256SUMS']

/** As the archive is made: everything that is not the full record's alone, and no archive in it. */
const HELD = FILE_GROUPS.flatMap((it) => it.things)
  .flatMap((it) => it.forms)
  .filter((it) => !it.isFull && !it.file.endsWith('.zip') && !ALSO.includes(it.file))
  .map((it) => it.file)

export function ReleasePreview({ href }: { href: string }) {
  const [kept, setKept] = useState<string | null>(null)
  const look = async () => {
    if (kept !== null) return
    try {
      const reply = await fetch(href, { credentials: 'same-origin' })
      setKept(reply.ok ? await reply.text() : 'It could not be fetched. Close this and try again.')
    } catch {
      setKept('The server cannot be reached just now.')
    }
  }
  return (
    <details className={styles.preview} onToggle={(event) => event.currentTarget.open && void look()}>
      <summary>Look at what release.zip holds first</summary>
      <p>
        <b>In it:</b> {[...HELD, ...ALSO].join(', ')}. What has changed is left out while no version was
        sealed before.
      </p>
      <pre role="status">{kept ?? 'One moment…'}</pre>
    </details>
  )
}
