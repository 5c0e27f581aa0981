/**
 * Which file of the built program a module goes into, for what pages need at once: a program cut into twenty
 * files is some per cent heavier than in four, for each is compressed by itself.
 *
 * The start is there on every page; the session is what the board and the projector have in common; what
 * lighter pages need too is common. What is opened later stays in files of its own.
 */
import { fileURLToPath } from 'node:url'

const page = (path: string) => fileURLToPath(new URL(`./client/${path}`, import.meta.url))
const START = page('main.tsx')
const BOARD = page('views/board-page.tsx')
const PROJECTOR = page('views/projector/projector-page.tsx')
const LIGHT = [
  page('views/home-view.tsx'),
  page('views/choices/choices-page.tsx'),
  page('views/check/check-page.tsx'),
]

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

function fileFor(id: string, graph: Graph): string | null {
  const isNeededBy = (it: string) => loadedWith(it, graph).has(id)
  if (isNeededBy(START)) return 'start'
  // A page itself has to be a file that can be asked for.
  if (id === BOARD || !isNeededBy(BOARD)) return null
  if (LIGHT.some(isNeededBy)) return 'common'
  return isNeededBy(PROJECTOR) ? 'session' : 'board'
}

const known = new Map<string, ReadonlySet<string>>()

/** All that is loaded with a module, itself included. */
function loadedWith(start: string, graph: Graph): ReadonlySet<string> {
  const before = known.get(start)
  if (before) return before
  const found = new Set([start])
  // A set gives out what is added to it while it is gone through.
  for (const id of found)
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  known.set(start, found)
  return found
}

/** The first goes first: a file takes along what its modules import, unless an earlier one has it. */
export const PAGE_FILES = ['start', 'common', 'session', 'board'].map((name, at) => ({
  debugName: name,
  priority: 10 - at,
  name: (id: string, graph: Graph) => (fileFor(id, graph) === name ? name : null),
}))
