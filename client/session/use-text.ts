/**
 * Binds a textarea to a shared text: what is typed becomes one small replacement, and what others type
 * arrives around the caret instead of moving it.
 */
import {
  type ChangeEvent,
  type CompositionEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { editText, textChange } from '../../shared/doc/edits.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { TextOf } from './desk.ts'
import { mergeText } from './merge-text.ts'
import { useSession } from './session-provider.tsx'

interface Caret {
  selectionStart: number | null
  selectionEnd: number | null
}
type Field = HTMLTextAreaElement | HTMLInputElement

export interface TextBinding<Element extends Field> {
  ref: RefObject<Element | null>
  value: string
  onChange(event: ChangeEvent<Element>): void
  onCompositionStart(): void
  onCompositionEnd(event: CompositionEvent<Element>): void
}

/** `what` describes the change for undo; `refused` hears why words were not taken. */
export function useText<Element extends Field = HTMLTextAreaElement>(
  of: TextOf,
  what: string,
  refused?: (because: ProblemCode) => void,
): TextBinding<Element> {
  const session = useSession()
  const text = session.text(of)
  const ref = useRef<Element>(null)
  // Where the caret stands in what is drawn now: once React has set another value the browser has moved it.
  const caret = useRef<Caret>({ selectionStart: 0, selectionEnd: 0 })
  const subscribe = useCallback(
    (changed: () => void) =>
      text.subscribe(() => {
        if (ref.current) {
          const { selectionStart, selectionEnd } = ref.current
          caret.current = { selectionStart, selectionEnd }
        }
        changed()
      }),
    [text],
  )
  const shared = useSyncExternalStore(subscribe, text.get)
  // While an input method composes a word the field is its own: a value set from outside would break it off.
  const [composing, setComposing] = useState<{ from: string; now: string } | null>(null)
  const drawn = useRef(shared)

  const change = (from: string, to: string) => {
    const now = text.get()
    const merged = mergeText(from, to, now) ?? now + textChange(from, to).insert
    const replaced = textChange(now, merged)
    if (replaced.remove === 0 && replaced.insert === '') return
    drawn.current = to
    const because = session.edit(what, (doc) => editText(doc, of, replaced))
    if (because) {
      drawn.current = shared
      refused?.(because)
    }
  }

  useLayoutEffect(() => {
    const field = ref.current
    const before = drawn.current
    if (before === shared) return
    drawn.current = shared
    if (!field || field.ownerDocument.activeElement !== field) return
    const [start, end] = caretAfter(before, shared, caret.current)
    field.setSelectionRange(start, end)
  })

  return {
    ref,
    value: composing ? composing.now : shared,
    onChange(event) {
      const to = event.currentTarget.value
      if (composing) setComposing({ ...composing, now: to })
      else change(shared, to)
    },
    onCompositionStart: () => setComposing({ from: shared, now: shared }),
    onCompositionEnd(event) {
      if (composing) change(composing.from, event.currentTarget.value)
      setComposing(null)
    },
  }
}

/** Where the caret belongs after others changed the text: with the character it stood behind. */
export function caretAfter(
  before: string,
  after: string,
  { selectionStart, selectionEnd }: Caret,
): [number, number] {
  const { at, remove, insert } = textChange(before, after)
  const moved = (caret: number) =>
    caret <= at ? caret : caret >= at + remove ? caret + insert.length - remove : at + insert.length
  return [moved(selectionStart ?? 0), moved(selectionEnd ?? 0)]
}
