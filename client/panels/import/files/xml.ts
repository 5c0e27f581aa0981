/**
 * Walks XML from beginning to end, telling of elements by the names the Office formats give them.
 */
import { Parser } from 'saxen'
import { UnreadableImport } from '../../../../shared/imports/rows.ts'

export interface XmlWalk {
  /** `name` with the prefix of `NAMESPACES`; attributes likewise. */
  open(name: string, attribute: (name: string) => string | undefined): void
  close(name: string): void
  text?(words: string): void
}

/** Word writes the first; what is saved as "strict" has the second. */
const NAMESPACES = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
}

export function walkXml(bytes: Uint8Array | undefined, walk: XmlWalk): void {
  if (!bytes) return
  const parser = new Parser()
  parser.ns(NAMESPACES)
  parser.on('openTag', (name, attributes) => {
    walk.open(name, (attribute) => attributes()[attribute])
  })
  parser.on('closeTag', (name) => walk.close(name))
  if (walk.text) {
    const tell = walk.text
    parser.on('text', (words, decode) => tell(decode(words)))
  }
  parser.on('error', () => {
    throw new UnreadableImport('The file is damaged: what is inside it is broken off.')
  })
  parser.parse(new TextDecoder().decode(bytes))
}
