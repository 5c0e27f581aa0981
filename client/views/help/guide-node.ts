/** A piece of a guide as plain data: words, or a tag with what it says and holds. */
export type GuideNode = string | readonly [tag: string, says: Record<string, string>, ...inside: GuideNode[]]
