/** The bit of jsdom that tests use outside a browser's DOM. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string)
    readonly window: { DOMParser: typeof DOMParser }
  }
}
