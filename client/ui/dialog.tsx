/**
 * A modal dialog on the browser's own `<dialog>`: focus is kept inside, Escape closes, and focus goes back
 * to where it was.
 */
import { X } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from 'react'
import { Announcer } from './announcer.tsx'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

interface Props {
  title: ReactNode
  onClose(): void
  children: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  /** CSS width, 640px unless told. */
  width?: string
}

export function Dialog({ title, onClose, children, footer, width }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const headingId = useId()
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    if (dialog && !dialog.open) dialog.showModal()
    // What the dialog is for, where it says so, rather than its first button.
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={headingId}
      style={width ? ({ '--dialog-width': width } as CSSProperties) : undefined}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className={styles.frame}>
        <div className={styles.head}>
          <h2 id={headingId}>{title}</h2>
          <Button look="quiet" slim onClick={onClose} icon={<X size={18} aria-hidden />}>
            Close
          </Button>
        </div>
        <div className={styles.body}>{children}</div>
        {footer && <div className={styles.foot}>{footer}</div>}
      </div>
      <Announcer />
    </dialog>
  )
}
