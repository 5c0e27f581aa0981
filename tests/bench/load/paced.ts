/**
 * Everybody acts at a steady rhythm of their own, each beginning at a moment of their own.
 *
 * The pace does not wait for the server: a server that falls behind is given as much to do as before.
 */
export interface Pace {
  /** How far behind its plan the load ran, in milliseconds; large figures say that the load was the limit. */
  readonly lateMs: readonly number[]
  /** Share of its core that the load used, 0 to 1. */
  readonly loadShare: number
  readonly seconds: number
}

const TICK_MS = 1

export async function paced(options: {
  people: number
  perSecond: number
  seconds: number
  act: (person: number) => void
}): Promise<Pace> {
  const { people, perSecond, seconds, act } = options
  const period = 1000 / perSecond
  const plan = Array.from({ length: people }, (_, person) => ({ person, offset: Math.random() * period }))
  plan.sort((a, b) => a.offset - b.offset)

  const lateMs: number[] = []
  const cpu = process.cpuUsage()
  const start = performance.now()
  for (let turn = 0; ; ) {
    const now = performance.now()
    if (now - start >= seconds * 1000) break
    for (;;) {
      const next = plan[turn % people]
      const due = start + Math.floor(turn / people) * period + (next?.offset ?? 0)
      if (!next || due > now) break
      lateMs.push(now - due)
      act(next.person)
      turn += 1
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  const took = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return { lateMs, loadShare: (user + system) / 1000 / took, seconds: took / 1000 }
}
