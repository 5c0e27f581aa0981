/** What every Office Open XML file has: which part leads to which, and what it is about. */
import { XML_HEAD, xml } from './xml.ts'

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export const relations = (list: readonly (readonly [type: string, target: string])[]): string =>
  `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

export function coreProperties({
  title,
  subject,
  at,
}: {
  title: string
  subject: string
  at: number
}): string {
  const when = new Date(at).toISOString().replace(/\.\d+/, '')
  return (
    `${XML_HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties"` +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${xml(title)}</dc:title><dc:subject>${xml(subject)}</dc:subject>` +
    '<dc:language>en-GB</dc:language>' +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${when}</dcterms:created>` +
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${when}</dcterms:modified></cp:coreProperties>`
  )
}
