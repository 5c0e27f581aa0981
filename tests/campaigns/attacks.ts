/** Everything a participant who means harm is known to try: a row is added to one of the lists. */
import { FLOODS } from './attacks/floods.ts'
import { ODD_CHANGES } from './attacks/odd-changes.ts'
import { ODD_REQUESTS } from './attacks/odd-requests.ts'
import { PAGES } from './attacks/pages.ts'
import { REQUESTS } from './attacks/requests.ts'
import { SOCKETS } from './attacks/sockets.ts'
import type { Attack } from './attacks/stage.ts'
import { UPDATES } from './attacks/updates.ts'

export type { Attack }

export const GROUPS = {
  floods: FLOODS,
  updates: UPDATES,
  'odd changes': ODD_CHANGES,
  'odd requests': ODD_REQUESTS,
  sockets: SOCKETS,
  requests: REQUESTS,
  pages: PAGES,
}

export const ATTACKS: readonly Attack[] = Object.values(GROUPS).flat()
