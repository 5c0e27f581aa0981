/** Every scenario, in the order of the table; a new one is a file and a line here. */
import type { Scenario } from '../scenario.ts'
import { coldOpen } from './cold-open.ts'
import { joins } from './joins.ts'
import { manyBoards } from './many-boards.ts'
import { moves100 } from './moves-100.ts'
import { moves400 } from './moves-400.ts'
import { papers } from './papers.ts'
import { presence } from './presence.ts'
import { start } from './start.ts'

export const SCENARIOS: readonly Scenario[] = [
  moves100,
  moves400,
  presence,
  manyBoards,
  papers,
  coldOpen,
  start,
  joins,
]
