import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { NoBoard, type WhyNoBoard } from '../../../client/views/board/no-board.tsx'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'

afterEach(cleanup)

describe('where there is no board', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])('says in a heading and a sentence why: %s', (why) => {
    render(<NoBoard why={why} onRetry={() => {}} />)

    expect(screen.getByRole('heading', { level: 1 }).textContent).not.toBe('')
    expect(screen.getByRole('main').querySelector('p')?.textContent?.trim()).toMatch(/[.?]$/)
    expect(screen.getByRole('link', { name: 'To the first page' })).toBeTruthy()
    expect(screen.queryAllByRole('button')).toHaveLength(PROBLEMS[why].retry ? 1 : 0)
  })

  it.each([
    ['link_withdrawn', 'Your link has been withdrawn'],
    ['link_invalid', 'This link does not open a board'],
    ['board_erased', 'This board has been erased'],
    ['board_full', 'The board is full'],
    ['not_joined', 'This browser has not joined the board'],
    ['unreachable', 'No connection to the board'],
  ] as const)('has a title of its own for %s', (why: WhyNoBoard, title) => {
    render(<NoBoard why={why} />)

    expect(screen.getByRole('heading', { name: title })).toBeTruthy()
  })

  it('offers a new link where the old one is of no use, and the check where the network is away', () => {
    render(<NoBoard why="link_invalid" />)
    expect(screen.getByRole('link', { name: 'Join with a link' }).getAttribute('href')).toBe('/join')
    cleanup()

    render(<NoBoard why="unreachable" tries onRetry={() => {}} />)
    expect(screen.getByRole('link', { name: /this network/ }).getAttribute('href')).toBe('/check')
    expect(screen.getByText(/goes on trying by itself/)).toBeTruthy()
  })

  it('being prepared keeps the title of the board and asks nothing of anybody', () => {
    render(<NoBoard why="preparing" title="Our response" />)

    expect(screen.getByRole('heading', { name: 'Our response' })).toBeTruthy()
    expect(screen.getByText('This board is being prepared.')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })
})
