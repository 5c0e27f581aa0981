/** `saxen` comes without types; this is what of it is used. */
declare module 'saxen' {
  type Decode = (words: string) => string
  export class Parser {
    ns(prefixes: Record<string, string>): this
    on(
      event: 'openTag',
      hear: (name: string, attributes: () => Record<string, string>, decode: Decode) => void,
    ): this
    on(event: 'closeTag', hear: (name: string) => void): this
    on(event: 'text', hear: (words: string, decode: Decode) => void): this
    on(event: 'error', hear: (error: Error) => void): this
    parse(xml: string): this
  }
}
