/**
 * A code to be read, typed, or pointed at with a phone.
 */
import { lazy, type ReactNode, Suspense } from 'react'
import { codeWords } from '../../shared/code.ts'
import { codeUrl } from './code-url.ts'
import styles from './shown-code.module.css'

const QrCode = lazy(() => import('../ui/qr-code.tsx'))

export function ShownCode({ code, label, children }: { code: string; label: string; children: ReactNode }) {
  return (
    <div className={styles.shown}>
      <Suspense fallback={<span className={styles.square} />}>
        <QrCode text={codeUrl(code, location.origin)} label={label} size="168px" />
      </Suspense>
      <div className={styles.words}>
        <p className={styles.code}>
          <span aria-hidden>{codeWords(code)}</span>
          <span className="visually-hidden">{[...code].join(' ')}</span>
        </p>
        {children}
      </div>
    </div>
  )
}
