/**
 * Whether what an update says of units the board has is what the board has. Two devices may draw the
 * same client id by chance; Yjs would then quietly keep two different boards.
 */
import * as Y from 'yjs'
import { placeOf } from './places.ts'
import { isSameId } from './units.ts'
import type { Struct } from './update-decoder.ts'

/** Of the struct's units those before `end`, all of which the board has. */
export function isWhatBoardHas(doc: Y.Doc, struct: Struct, end: number): boolean {
  const structs = doc.store.clients.get(struct.client) ?? []
  const { length } = structs
  for (let clock = struct.clock, at = Y.findIndexSS(structs, clock); clock < end && at < length; at += 1) {
    const item = structs[at]
    if (!(item instanceof Y.Item)) return false
    const unit = clock - item.id.clock
    const offset = clock - struct.clock
    const theirs = unit > 0 ? { client: struct.client, clock: clock - 1 } : item.origin
    const ours = offset > 0 ? { client: struct.client, clock: clock - 1 } : struct.origin
    if (!isSameId(theirs, ours) || !isSameId(item.rightOrigin, struct.rightOrigin)) return false
    if (struct.root !== null) {
      const place = placeOf(doc, item)
      if (place.root !== struct.root || place.key !== struct.key) return false
    }
    const units = Math.min(item.length - unit, end - clock)
    if (!item.deleted && !sameContent(item, unit, struct, offset, units)) return false
    clock += units
  }
  return true
}

const CUT_CHARACTER = '\ufffd'

function sameContent(item: Y.Item, unit: number, struct: Struct, offset: number, units: number): boolean {
  const { content } = item
  if (struct.content === 'deleted') return true
  if (content instanceof Y.ContentAny && struct.content === 'values') {
    const theirs = content.arr.slice(unit, unit + units)
    return JSON.stringify(theirs) === JSON.stringify(struct.values.slice(offset, offset + units))
  }
  if (content instanceof Y.ContentString && struct.content === 'string') {
    const theirs = content.str.slice(unit, unit + units)
    const ours = struct.text.slice(offset, offset + units)
    // Yjs puts U+FFFD where an item is cut inside a surrogate pair: one side may have done so first.
    return theirs === ours || theirs.includes(CUT_CHARACTER) || ours.includes(CUT_CHARACTER)
  }
  return false
}
