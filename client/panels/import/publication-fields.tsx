/**
 * Which publication a report is: its title as papers cite it, and the letters before its numbers.
 */
import { useId } from 'react'
import type { Publication } from '../../../shared/imports/candidates.ts'
import { useBoard } from '../../session/use-board.ts'
import { TextField } from '../../ui/field.tsx'
import styles from './publication-fields.module.css'

interface Props {
  publication: Publication
  onChange(publication: Publication): void
}

const LONGEST_CODE = 8

export function PublicationFields({ publication, onChange }: Props) {
  const sources = useBoard((board) => board.facts.sources)
  const known = useId()
  return (
    <div className={styles.fields}>
      <TextField
        label="Which publication is this?"
        hint="Its title, as the paper should cite it."
        list={known}
        maxLength={200}
        value={publication.title}
        onChange={({ target }) => {
          const code = Array.from(sources).find(([, it]) => it.title === target.value)?.[0]
          onChange({ ...publication, title: target.value, ...(code && { code }) })
        }}
      />
      <TextField
        label="Letters before its numbers"
        hint="F makes F37."
        maxLength={LONGEST_CODE}
        value={publication.code}
        onChange={({ target }) => onChange({ ...publication, code: target.value.replace(/[^A-Za-z]/g, '') })}
      />
      <datalist id={known}>
        {Array.from(sources, ([code, { title }]) => (
          <option key={code} value={title} />
        ))}
      </datalist>
    </div>
  )
}
