import { cleanup, render, screen } from '@testing-library/react'
import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { ReleasePreview } from '../../../client/panels/release-preview.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** As a browser does it: jsdom says nothing when such a part is opened. */
const toggle = (open: boolean) =>
  act(async () => {
    const part = screen.getByText(/^Look at what/).parentElement as HTMLDetailsElement
    part.open = open
    part.dispatchEvent(new Event('toggle'))
  })

it('what could not be fetched is tried again when it is opened again', async () => {
  const fetched = vi.fn().mockRejectedValueOnce(new TypeError('no network'))
  fetched.mockResolvedValue(new Response('F2: kept back'))
  vi.stubGlobal('fetch', fetched)
  render(<ReleasePreview href="/withheld.txt" />)

  await toggle(true)
  expect((await screen.findByRole('alert')).textContent).toContain('open it again')
  await toggle(false)
  await toggle(true)
  expect(await screen.findByText('F2: kept back')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

it('an answer that was overtaken by a later one is not shown', async () => {
  const answers: ((reply: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => answers.push(resolve)))
  render(<ReleasePreview href="/withheld.txt" />)
  await toggle(true)
  await toggle(false)
  await toggle(true)

  await act(async () => answers[1]?.(new Response('as it is now')))
  await act(async () => answers[0]?.(new Response('as it was')))
  expect(await screen.findByText('as it is now')).toBeTruthy()
  expect(screen.queryByText('as it was')).toBeNull()
})

it('names briefings as the archive holds them: one for each lead', () => {
  render(<ReleasePreview href="/withheld.txt" />)

  const { textContent } = screen.getByText(/board-paper\.docx/)
  expect(textContent).toContain('a briefing for each lead')
  expect(textContent).not.toContain('briefings.docx')
})
