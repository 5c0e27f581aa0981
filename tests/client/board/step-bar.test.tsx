import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { SessionProvider } from '../../../client/session/session-provider.tsx'
import { StepBar } from '../../../client/views/board/step-bar.tsx'
import { PAGES, STEPS } from '../../../client/views/board/steps.ts'
import type { Phase, Role } from '../../../shared/board.ts'
import { localSession } from '../../support/local-session.ts'

// Without the browser's own dialogs, it is only there or not.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
}
afterEach(cleanup)

function open(who: Role, phase: Phase = 'open') {
  const { session } = localSession({ role: who, phase })
  render(
    <SessionProvider session={session}>
      <StepBar here="" />
    </SessionProvider>,
  )
  const bar = within(screen.getByRole('navigation', { name: 'Steps' }))
  const hrefs = () =>
    bar.queryAllByRole('link').map((it) => [it.textContent, it.getAttribute('href')?.split('?')[0]])
  return { bar, hrefs }
}

describe('the steps of a board', () => {
  it('are five for a facilitator, and only those that have a page are links', () => {
    const { bar, hrefs } = open('facilitator')

    expect(bar.getAllByRole('listitem').map((it) => it.firstChild?.textContent)).toEqual(
      STEPS.map((it) => it.title),
    )
    expect(hrefs()).toEqual([
      ['Consult', '/b/board1'],
      ['Decide', '/b/board1/together'],
      ['Publish', '/b/board1/plan'],
    ])
    expect(bar.getByRole('link', { current: 'page' }).textContent).toBe('Consult')
  })

  it('say of a step without a page what is done in it, or what is to come', () => {
    const { bar } = open('facilitator')

    for (const name of ['Prepare', 'Track']) {
      const about = document.getElementById(
        bar.getByRole('button', { name }).getAttribute('popovertarget') ?? '',
      )
      expect(about?.querySelector('p')?.textContent).toBe(STEPS.find((it) => it.title === name)?.line)
    }
  })

  it('lead to where they are begun, with what begins them chosen', async () => {
    const { bar } = open('facilitator', 'preparing')
    const about = document.getElementById(
      bar.getByRole('button', { name: 'Consult' }).getAttribute('popovertarget') ?? '',
    )

    within(about as HTMLElement)
      .getByRole('button', { name: 'Change what people can do now', hidden: true })
      .click()

    const choice = await screen.findByRole<HTMLInputElement>('radio', {
      name: /^Open for sorting/,
      hidden: true,
    })
    expect(choice.checked).toBe(true)
    expect(screen.getByRole('button', { name: 'Change to “Open for sorting”', hidden: true })).toBeTruthy()
  })

  it('begin with the board itself while it is being prepared', () => {
    const { hrefs } = open('facilitator', 'preparing')

    expect(hrefs()).toEqual([
      ['Prepare', '/b/board1'],
      ['Publish', '/b/board1/plan'],
    ])
  })

  it('are pages for whoever takes part, as far as they may use them', () => {
    expect(
      open('participant')
        .hrefs()
        .map(([title]) => title),
    ).toEqual(PAGES.map((it) => it.title))
    cleanup()
    expect(
      open('reviewer')
        .hrefs()
        .map(([title]) => title),
    ).toEqual(['Board', 'Together', 'Plan'])
    cleanup()
    expect(
      open('observer')
        .hrefs()
        .map(([title]) => title),
    ).toEqual(['Board', 'Plan'])
  })
})
