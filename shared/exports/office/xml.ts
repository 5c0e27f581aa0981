/** Text as XML takes it. */

/** What XML 1.0 has no place for, whichever way it is written; halves of pairs are among them. */
const NOT_XML =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** For an element's words and for an attribute in double quotes; what XML cannot hold is left out. */
export const xml = (text: string): string =>
  text.replace(NOT_XML, '').replace(/[&<>"]/g, (it) => ENTITIES[it] as string)

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
