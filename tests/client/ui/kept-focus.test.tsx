import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepFocus } from '../../../client/ui/kept-focus.ts'

let end = () => {}
let looks: (() => void)[] = []
beforeEach(() => {
  looks = []
  end = keepFocus((look) => looks.push(look))
})
afterEach(() => {
  end()
  cleanup()
})

/** The links of two roles; what is listed of them is there, the rest has been withdrawn. */
function Links({ links, isOver = false }: { links: readonly string[]; isOver?: boolean }) {
  if (isOver)
    return (
      <main>
        <a href="/">Due Regard</a>
        <h1>Your link has been withdrawn</h1>
      </main>
    )
  return (
    <main>
      <h2>Share</h2>
      <section>
        <h3>Participant</h3>
        <ul>
          {links.map((it) => (
            <li key={it}>
              <input aria-label={`For whom, ${it}`} />
              <button type="button">Copy {it}</button>
              <button type="button">Withdraw {it}</button>
            </li>
          ))}
        </ul>
      </section>
    </main>
  )
}

const focus = (name: string) => screen.getByRole('button', { name }).focus()
const focused = () => document.activeElement?.textContent

/** The page has come to rest: who watches it has heard, and looks. */
async function rest() {
  await Promise.resolve()
  for (const look of looks.splice(0)) look()
}

describe('[focus-1] what has focus is taken off the page', () => {
  it('and its neighbour has it, or the heading of the part that is left', async () => {
    const { rerender } = render(<Links links={['ward', 'board']} />)
    focus('Withdraw ward')

    rerender(<Links links={['board']} />)
    await rest()
    expect(focused()).toBe('Copy board')

    rerender(<Links links={[]} />)
    await rest()
    expect(focused()).toBe('Participant')
  })

  it('first put aside, as React does while a page is fetched, and only then taken off', async () => {
    const { container, rerender } = render(<Links links={['ward']} />)
    focus('Copy ward')
    // A browser takes focus from what is not drawn; what was focused still stands on the page then.
    container.querySelector('main')?.style.setProperty('display', 'none', 'important')
    screen.getByText('Copy ward').blur()
    await rest()

    rerender(<Links links={['ward']} isOver />)
    container.querySelector('main')?.style.removeProperty('display')
    await rest()
    expect(focused()).toBe('Your link has been withdrawn')
  })

  it('and where the whole page is another one, its title says what it is now', async () => {
    const { rerender } = render(<Links links={['ward']} />)
    focus('Copy ward')

    rerender(<Links links={[]} isOver />)

    await rest()
    expect(focused()).toBe('Your link has been withdrawn')
  })

  it('and nothing is done where somebody has moved focus on purpose, or let go of it', async () => {
    const { rerender } = render(<Links links={['ward', 'board', 'team']} />)
    focus('Copy ward')
    rerender(<Links links={['board', 'team']} />)
    focus('Copy team')
    await rest()
    expect(focused()).toBe('Copy team')

    screen.getByRole('button', { name: 'Copy team' }).blur()
    await Promise.resolve()
    rerender(<Links links={['board']} />)
    await rest()
    expect(document.activeElement).toBe(document.body)
  })
})
