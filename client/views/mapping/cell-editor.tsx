/**
 * One cell while it is edited: words, a day, a choice, a shared text.
 *
 * It lies over its cell and stays there whatever others do. Enter keeps and goes down, Tab keeps and goes on,
 * Escape gives up what was typed. Where somebody else wrote there meanwhile, both stand side by side, and the
 * cell stays open until one is chosen.
 */
import { fieldOf, wordsIn } from './cell-edits.ts'
import { CategoryEditor, ObjectivesEditor, StatusEditor, WhyEditor } from './choice-editors.tsx'
import type { EditorProps } from './editor-frame.tsx'
import { LinkEditor } from './link-editor.tsx'
import { WordsEditor } from './words-editor.tsx'

export function CellEditor(props: EditorProps) {
  const { target } = props
  if (wordsIn(target)) return <WordsEditor {...props} />
  switch (target.is) {
    case 'category':
      return <CategoryEditor {...props} />
    case 'why':
      return <WhyEditor {...props} />
    case 'objectives':
      return <ObjectivesEditor {...props} />
    case 'link':
      return <LinkEditor {...props} kind={target.kind} />
    case 'plan':
      return fieldOf(target)?.type === 'status' ? (
        <StatusEditor {...props} />
      ) : (
        <LinkEditor {...props} kind="stream" />
      )
    default:
      return null
  }
}
