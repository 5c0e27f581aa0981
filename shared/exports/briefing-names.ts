/** What each lead's briefing is called as a file: after the post, and a number where two posts come to the same. */
import type { LeadPart } from '../plan/leads.ts'

const FILE = /^briefing-([a-z0-9-]{1,80})\.docx$/

/** The lead's part of the name, or null where it is no briefing's. */
export const leadIn = (file: string): string | null => FILE.exec(file)?.[1] ?? null

/** In the order of the leads. */
export function briefingNames(leads: readonly Pick<LeadPart, 'post'>[]): string[] {
  const slugs = leads.map(({ post }) => slugOf(post))
  // A post that is called so itself keeps its name from one that is told apart by a number.
  const taken = new Set(slugs)
  const given = new Set<string>()
  return slugs.map((slug) => {
    let name = slug
    for (let nth = 2; given.has(name) || (name !== slug && taken.has(name)); nth += 1) name = `${slug}-${nth}`
    given.add(name)
    return `briefing-${name}.docx`
  })
}

/** In letters that every file system keeps apart. */
const slugOf = (post: string): string =>
  post
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '') || 'lead'
