import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const page = readFileSync(at('docs/security.md'), 'utf8')

/** How many requirements of levels 1 and 2 each section of ASVS 5.0 has; they are its first ones. */
const SECTIONS: Record<string, number> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5 },
  ...{ '6.6': 3, '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2 },
  ...{ '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11 },
  ...{ '10.5': 5, '10.6': 2, '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1 },
  ...{ '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4 },
  ...{ '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3 },
  ...{ '17.1': 1, '17.2': 4, '17.3': 2 },
}

const numbers = Array.from(
  page.matchAll(/^\| (\d[\d., –]+) \| (yes|host|part|no|–) \| \S/gm),
  ([, said = '']) =>
    said.split(', ').flatMap((range) => {
      const [from = '', to = from] = range.split('–')
      const section = from.replace(/\.\d+$/, '')
      const [first, last] = [from, to].map((it) => Number(it.split('.').at(-1)))
      return Array.from(
        { length: Number(last) - Number(first) + 1 },
        (_, more) => `${section}.${Number(first) + more}`,
      )
    }),
).flat()

it('has a line for every requirement of levels 1 and 2, and one alone', () => {
  const wanted = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
  )
  expect(numbers.toSorted()).toEqual(wanted.toSorted())
})

it('names tests and files that there are', () => {
  const named = Array.from(
    page.matchAll(/`([\w./-]+\.(?:test\.tsx?|spec\.ts))`/g),
    ([, file = '']) => `tests/${file}`,
  )
  const others = Array.from(
    page.matchAll(/`((?:server|shared|deploy|tests)\/[\w./-]+\.(?:ts|md|conf|cfg|service))`/g),
    ([, file = '']) => file,
  )
  const files = [...named, ...others.filter((it) => !/\.(test|spec)\.tsx?$/.test(it))]

  expect(named.length).toBeGreaterThan(100)
  expect(files.filter((it) => !existsSync(at(it)))).toEqual([])
})
