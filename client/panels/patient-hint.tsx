/**
 * Said while somebody types what looks like something about a patient; kept nowhere.
 */
import { ShieldAlert } from 'lucide-react'
import { patientMark } from '../../shared/imports/patient-data.ts'
import styles from './patient-hint.module.css'

export function PatientHint({ text }: { text: string }) {
  const mark = patientMark(text)
  return (
    <div role="status">
      {mark && (
        <p className={styles.hint}>
          <ShieldAlert size={18} aria-hidden />
          This looks as if there were {mark} in it. Leave out whatever could tell who a patient is.
        </p>
      )}
    </div>
  )
}
