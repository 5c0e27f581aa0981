/** What can be done with the statements chosen in the sheet. */
import { Link2, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { StatementId } from '../../../shared/board.ts'
import { useCan } from '../../session/use-can.ts'
import { Button } from '../../ui/button.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import styles from './mapping.module.css'

const LinkMany = lazyPart(() => import('../../panels/link-many.tsx').then((it) => it.LinkMany))

export function ChosenBar({ chosen, onClear }: { chosen: ReadonlySet<StatementId>; onClear(): void }) {
  const [linking, setLinking] = useState<readonly StatementId[] | null>(null)
  const may = useCan({ root: 'responses', key: 'x/stream', to: 'x' })
  return (
    <section className={styles.bar} aria-label="Chosen statements">
      <p role="status">
        <b>{chosen.size}</b> chosen
      </p>
      {may && (
        <Button
          slim
          look="primary"
          icon={<Link2 size={16} aria-hidden />}
          onClick={() => setLinking(Array.from(chosen))}
        >
          Link…
        </Button>
      )}
      <Button slim icon={<X size={16} aria-hidden />} onClick={onClear}>
        Clear
      </Button>
      <Suspense fallback={null}>
        {linking && <LinkMany ids={linking} onClose={() => setLinking(null)} />}
      </Suspense>
    </section>
  )
}
