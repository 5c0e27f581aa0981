import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { buildServer } from '../../support/server-process.ts'
import { timesOf } from '../campaign.ts'
import { reckon } from './reckoned.ts'
import { openScreens } from './screens.ts'
import { holdWorkshop } from './workshop.ts'

/** `npm run campaign -- workshop --times 3 --seed 7` */
const { times, seed, isAsked } = timesOf('workshop', 1)
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

function buildAll(): string {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'ignore' })
  return `${ROOT}dist/server/main.js`
}

const ROWS = { whole: 290, share: 40 }

it('[agree-2][agree-3][vote-2][vote-8][meet-3][decide-4][out-1] a workshop comes out as its raw choices say, and tells nobody who chose what', {
  timeout: 120_000 + times * 300_000,
}, async () => {
  // Browsers are for when it is asked for: they need the pages built as well, and minutes.
  const main = isAsked ? buildAll() : await buildServer('workshop')
  for (let at = 0; at < times; at += 1) {
    const figures = await holdWorkshop({
      main,
      seed: seed + at,
      rows: isAsked ? ROWS.whole : ROWS.share,
      ...(isAsked && { screens: openScreens }),
      told: (so) => isAsked && console.log(so),
    })
    if (isAsked) console.log(JSON.stringify(figures))
    expect(figures.people).toBe(21)
    // A workshop in which nothing divides, or nobody moves, proves little.
    expect(
      Math.min(figures.agreed, figures.divided, figures.mixed, figures.tooFew, figures.moves),
    ).toBeGreaterThan(0)
  }
})

it('[agree-2] the reckoning of the campaign has the worked values of the rule', () => {
  const of = (watch: number, due: number, act: number) =>
    reckon(
      [
        ...Array<'watching-brief'>(watch).fill('watching-brief'),
        ...Array<'due-regard'>(due).fill('due-regard'),
        ...Array<'new-action'>(act).fill('new-action'),
      ],
      5,
    )
  const worked = [of(20, 0, 0), of(15, 5, 0), of(10, 10, 0), of(7, 7, 6), of(12, 0, 8), of(10, 0, 10)]
  expect(worked.map((it) => it.index)).toEqual([1000, 750, 500, 50, -600, -1000])
  expect(of(15, 0, 6)).toMatchObject({ index: -143, agreement: 'divided' })
})
