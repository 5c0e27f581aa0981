/** What each lead's briefing is called as a file: after the post, and a number where two posts come to the same. */
import type { LeadPart } from '../plan/leads.ts'

const FILE = /^briefing-([a-z0-9-]{1,80})\.docx$/

/** The lead's part of the name, or null where it is no briefing's. */
export const leadIn = (file: string): string | null => FILE.exec(file)?.[1] ?? null

/** In the order of the leads. */
export function briefingNames(leads: readonly Pick<LeadPart, 'post'>[]): string[] {
  const taken = new Map<string, number>()
  return leads.map(({ post }) => {
    const slug =
      post
        .normalize('NFKD')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 60)
        .replace(/^-+|-+$/g, '') || 'lead'
    const nth = (taken.get(slug) ?? 0) + 1
    taken.set(slug, nth)
    return `briefing-${slug}${nth > 1 ? `-${nth}` : ''}.docx`
  })
}
