/**
 * A board as long as a board may be, its statements brought in over HTTP and still to be sorted.
 */
import { type APIRequestContext, expect, type Page } from 'playwright/test'
import type { JoinReply, NewBoardReply } from '../../shared/api.ts'
import { generatedStatements } from './generated-report.ts'
import { startBoard } from './people-at-a-board.ts'

export async function startLongBoard(request: APIRequestContext, statements = 2_000): Promise<NewBoardReply> {
  const started = await startBoard(request, 'triage')
  const { path } = started.links.facilitator
  const at = `/api/boards/${started.board.id}`
  const joined = await request.post(`${at}/join`, {
    data: { key: path.slice(path.indexOf('#') + 1), name: 'Kit Moss' },
  })
  const reply = (await joined.json()) as JoinReply
  if (reply.needs !== undefined) throw new Error('joining gave no grant')
  for (const call of [
    () => request.post(`${at}/statements?as=${reply.as}`, { data: generatedStatements(statements) }),
    () => request.patch(`${at}?as=${reply.as}`, { data: { phase: 'open', from: 'preparing' } }),
  ])
    expect((await call()).ok()).toBe(true)
  return started
}

/** How many cards the page holds, in sight or not. */
export const drawnCards = (page: Page): Promise<number> => page.locator('#board [data-card]').count()

export interface Around {
  id: string
  place: string | null
  above: string | undefined
  below: string | undefined
  isInSight: boolean
}

/** The card that has focus, and what stands above and below it. */
export const focusedCard = (page: Page): Promise<Around | null> =>
  page.evaluate(() => {
    const card = document.activeElement?.closest<HTMLElement>('[data-card]')
    const lane = card?.closest('ol')?.parentElement?.getBoundingClientRect()
    if (!card || !lane) return null
    const { top, bottom } = card.getBoundingClientRect()
    const idOf = (element: Element | null) => (element as HTMLElement | null)?.dataset.card
    return {
      id: card.dataset.card ?? '',
      place: card.getAttribute('aria-posinset'),
      above: idOf(card.previousElementSibling),
      below: idOf(card.nextElementSibling),
      isInSight: top >= lane.top - 1 && bottom <= lane.bottom + 1,
    }
  })
