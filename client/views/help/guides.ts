/**
 * The guides by their address under `/help`, each fetched when it is opened. `docs/` has the words.
 */
import type { GuideSlug } from '../../../shared/guides.ts'
import type { GuideNode } from './guide-node.ts'

export interface Guide {
  slug: GuideSlug
  title: string
  load(): Promise<{ default: readonly GuideNode[] }>
}

export const GUIDES: readonly Guide[] = [
  { slug: '', title: 'For facilitators', load: () => import('../../../docs/guide.md?guide') },
  {
    slug: 'participants',
    title: 'For participants',
    load: () => import('../../../docs/guide/participants.md?guide'),
  },
  {
    slug: 'projector',
    title: 'At the projector',
    load: () => import('../../../docs/guide/projector.md?guide'),
  },
  { slug: 'privacy', title: 'What is private', load: () => import('../../../docs/guide/privacy.md?guide') },
  {
    slug: 'when-something-goes-wrong',
    title: 'When something goes wrong',
    load: () => import('../../../docs/guide/when-something-goes-wrong.md?guide'),
  },
]
