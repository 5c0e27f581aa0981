/**
 * Figures of a board counted from its board.json alone, and by nothing of what writes the files.
 */
import { AT } from './example-files.ts'

const TODAY = new Date(AT).toISOString().slice(0, 10)

/** As `product.md` tells, with the board as nothing but JSON. */
export function reckoned(text: string) {
  const { board, statements, placements, responses, plan, live, comments } = JSON.parse(text) as Record<
    string,
    Record<string, never>
  >
  const ids = Object.keys(statements ?? {})
  const columnOf = (id: string) => (placements?.[id] as { column?: string } | undefined)?.column ?? 'unsorted'
  const inColumn = (column: string) => ids.filter((id) => columnOf(id) === column).length
  const parts = (kind: string) =>
    Object.keys(plan ?? {}).flatMap((key) => new RegExp(`^${kind}/([^/]+)/title$`).exec(key)?.[1] ?? [])
  const of = (kind: string, id: string, name: string): string => plan?.[`${kind}/${id}/${name}`] ?? ''
  const field = (id: string, name: string): string => plan?.[`action/${id}/${name}`] ?? ''
  const actions = Object.keys(plan ?? {}).flatMap((key) => /^action\/(\w+)\/title$/.exec(key)?.[1] ?? [])
  const when = (id: string) => field(id, 'dueExpected') || field(id, 'due')
  const quarters = new Map<string, number>()
  for (const id of actions) {
    const [year = 0, month = 0] = when(id).split('-').map(Number)
    const from = month < 4 ? year - 1 : year
    const name = when(id)
      ? `Q${Math.floor(((month + 8) % 12) / 3) + 1} ${from}/${String(from + 1).slice(2)}`
      : 'No date yet'
    quarters.set(name, (quarters.get(name) ?? 0) + 1)
  }
  const opinions = ids.flatMap(
    (id) => (live?.[`vote/${id}`] as { result: { agreement: string } } | undefined)?.result.agreement ?? [],
  )
  const chapterOf = (id: string): string => {
    const name = (statements?.[id] as { chapter?: string } | undefined)?.chapter ?? ''
    const own = (board?.[`chapter/${name}`] as { title: string } | undefined)?.title
    const titles = Object.entries(board ?? {}).flatMap(([key, value]) =>
      key.startsWith('chapter/') ? (value as { title: string }).title : [],
    )
    return own ?? titles.find((it) => it === name) ?? 'Other chapters'
  }
  /** Of each post: parts it is to be briefed on, of how many it has been, and how many it has acknowledged. */
  const leads = new Map<string, [of: number, briefed: number, acknowledged: number]>()
  for (const [kind, name] of [
    ['action', 'lead'],
    ['stream', 'projectLead'],
    ['watch', 'executiveLead'],
  ] as const)
    for (const id of parts(kind)) {
      const post = of(kind, id, name).trim().replace(/\s+/g, ' ').toLowerCase()
      if (!post) continue
      const [all, briefed, acknowledged] = leads.get(post) ?? [0, 0, 0]
      const told = (said: string) => (kind !== 'watch' && of(kind, id, said) ? 1 : 0)
      leads.set(post, [
        all + (kind === 'watch' ? 0 : 1),
        briefed + told('briefedOn'),
        acknowledged + told('acknowledgedOn'),
      ])
    }
  const said = Object.entries(comments ?? {}).flatMap(([key, value]) => {
    const { on, whose } = value as { on?: string; whose?: string }
    if (on === undefined) return []
    const answer = (comments?.[`${key}/answer`] as { answer: string } | undefined)?.answer
    return on.includes('/') || whose || answer ? [answer ?? 'awaited'] : []
  })
  /** What has a day, by what and which it is; and how many of the timetable have none. */
  const days = new Map<string, string>()
  for (const [key, value] of Object.entries(board ?? {}))
    if (key.startsWith('milestone/')) days.set(key, (value as { date: string }).date)
  for (const id of parts('action')) days.set(`action/${id}`, when(id))
  for (const id of parts('watch')) days.set(`review/${id}`, of('watch', id, 'nextReview'))
  return {
    all: ids.length,
    days: new Map([...days].filter(([, day]) => day !== '')),
    undated: [...days.values()].filter((day) => day === '').length,
    streams: new Set(actions.map((id) => field(id, 'stream')).filter((it) => parts('stream').includes(it)))
      .size,
    inColumn,
    columnOf,
    inChapter: (chapter: string, column: string) =>
      ids.filter((id) => chapterOf(id) === chapter && columnOf(id) === column).length,
    chapters: new Set(ids.map(chapterOf)),
    leads,
    comments: said,
    reviewsOverdue: parts('watch').filter((id) => {
      const day = of('watch', id, 'nextReview')
      return day !== '' && day < TODAY
    }).length,
    objectives: Object.entries(board ?? {}).flatMap(([key, value]) => {
      const id = /^objective\/(.+)$/.exec(key)?.[1]
      if (id === undefined) return []
      const serving = ids.filter((it) => columnOf(it) !== 'set-aside' && responses?.[`${it}/objective/${id}`])
      return [[(value as { title: string }).title, serving.length] as const]
    }),
    answered: ids.filter(
      (id) =>
        columnOf(id) === 'new-action' &&
        Object.keys(responses ?? {}).some(
          (key) => key.startsWith(`${id}/action/`) && parts('action').includes(key.split('/')[2] ?? ''),
        ),
    ).length,
    quarters,
    actions: actions.length,
    done: actions.filter((it) => field(it, 'status') === 'done').length,
    late: actions.filter(
      (it) =>
        field(it, 'status') === 'late' ||
        (field(it, 'status') !== 'done' && when(it) !== '' && when(it) < TODAY),
    ).length,
    moved: actions.filter(
      (it) => field(it, 'due') && field(it, 'dueExpected') && field(it, 'due') !== field(it, 'dueExpected'),
    ).length,
    asked: opinions.length,
    opinion: (word: string) => opinions.filter((it) => it === word).length,
  }
}
