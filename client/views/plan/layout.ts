/**
 * Where each part of the plan is drawn: streams, the actions of each, actions without one, what is watched.
 */
import { type FocusEvent, useRef, useState } from 'react'
import type { ActionPart, Part, PlanOutline, StreamPart } from '../../../shared/plan/outline.ts'
import type { PlanItem } from '../../../shared/plan.ts'
import { type Lists, steady } from './steady.ts'

export const keyOf = ({ item }: Part): string => partKey(item)
export const partKey = ({ kind, id }: Pick<PlanItem, 'kind' | 'id'>): string => `${kind}/${id}`

export const STREAMS = 'streams'
export const LOOSE = 'loose'
export const WATCHES = 'watches'

function listsOf(outline: PlanOutline): Lists {
  return new Map([
    [STREAMS, outline.streams.map(keyOf)],
    ...outline.streams.map((it) => [keyOf(it), it.actions.map(keyOf)] as const),
    [LOOSE, outline.loose.map(keyOf)],
    [WATCHES, outline.watches.map(keyOf)],
  ])
}

export interface Drawn<P extends Part> {
  part: P
  /** Somebody has taken it away while a person was in it: this is what it was. */
  isGone: boolean
}

export interface Layout {
  streams: readonly Drawn<StreamPart>[]
  actionsIn(list: string): readonly Drawn<ActionPart>[]
  watches: readonly Drawn<Part>[]
  /** For the element around it all. */
  listeners: { onFocus(event: FocusEvent): void; onBlur(event: FocusEvent): void }
}

/** Each part is drawn in an element with `data-part`, its key. */
export function useLayout(outline: PlanOutline): Layout {
  const [inside, setInside] = useState<ReadonlySet<string>>(NOTHING)
  const was = useRef<Lists>(new Map())
  const known = useRef(new Map<string, Part>())
  const lists = steady(was.current, listsOf(outline), inside)
  was.current = lists

  const now = new Map<string, Part>()
  for (const part of [...outline.streams, ...outline.loose, ...outline.watches]) now.set(keyOf(part), part)
  for (const action of outline.streams.flatMap((it) => it.actions)) now.set(keyOf(action), action)
  for (const [key, part] of now) known.current.set(key, part)

  const drawn = <P extends Part>(list: string): Drawn<P>[] =>
    (lists.get(list) ?? []).flatMap((key) => {
      const part = known.current.get(key) as P | undefined
      return part ? [{ part, isGone: !now.has(key) }] : []
    })
  return {
    streams: drawn(STREAMS),
    actionsIn: (list) => drawn(list),
    watches: drawn(WATCHES),
    listeners: {
      onFocus: ({ target }) => setInside((before) => same(before, partsAround(target))),
      onBlur: ({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setInside(NOTHING)
      },
    },
  }
}

const NOTHING: ReadonlySet<string> = new Set()

function partsAround(target: Element): ReadonlySet<string> {
  const keys = new Set<string>()
  for (
    let at = target.closest<HTMLElement>('[data-part]');
    at;
    at = at.parentElement?.closest<HTMLElement>('[data-part]') ?? null
  )
    keys.add(at.dataset.part ?? '')
  return keys
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && Array.from(a).every((it) => b.has(it)) ? a : b
