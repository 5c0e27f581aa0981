/** What is missing in the paper, as the way to where it is put right. */
import { Link } from 'wouter'
import type { Missing } from '../../../shared/exports/paper/paper.ts'
import { useSession } from '../../session/session-provider.tsx'

/** A field of this page, or another page of the board. */
export function MissingLink({ missing: { words, at } }: { missing: Missing }) {
  const { board, as } = useSession()
  if ('text' in at)
    return (
      <a
        href={`#paper-${at.text}`}
        onClick={(event) => {
          // The fragment of a board's address is for its key.
          event.preventDefault()
          document.getElementById(`paper-${at.text}`)?.focus()
        }}
      >
        {words}
      </a>
    )
  const page =
    'statement' in at ? `/s/${at.statement}?as=${as}` : `${at.page === 'board' ? '' : `/${at.page}`}?as=${as}`
  return <Link href={`/b/${board}${page}`}>{words}</Link>
}
