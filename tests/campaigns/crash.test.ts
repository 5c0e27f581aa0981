import { expect, it } from 'vitest'
import { buildServer } from '../support/server-process.ts'
import { timesOf } from './campaign.ts'
import { crashAndCompare } from './crash.ts'

/** `npm run campaign -- crash --times 300 --seed 7` */
const { times, seed, isAsked } = timesOf('crash', 5)

it('[A1][R1] whatever was called saved is there after SIGKILL, before anybody could send it again', {
  timeout: 120_000 + times * 20_000,
}, async () => {
  const main = await buildServer('crash')

  const figures = await crashAndCompare({
    main,
    seed,
    kills: times,
    told: (so) => {
      if (isAsked && so.kills % 10 === 0) console.log(JSON.stringify(so))
    },
  })

  if (isAsked) console.log(JSON.stringify(figures))
  expect(figures.kills).toBe(times)
  expect(figures.saved).toBeGreaterThan(0)
})
