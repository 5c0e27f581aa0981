import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { examineAll } from '../../../server/cli/examine.ts'
import { lookAt } from '../../../server/store/embedded/look.ts'
import { moveStatement } from '../../../shared/doc/edits.ts'
import { NO_RETENTION } from '../../../shared/retention.ts'
import { command, filesIn, newFolders, openFolderServer } from '../../support/data-folder.ts'
import { quietLog } from '../../support/quiet-log.ts'

const folders = newFolders()
const whole = newFolders()
let sound = ''
let id = ''
let dataDir = ''

beforeAll(async () => {
  sound = join(whole.make(), 'data')
  const server = await openFolderServer(sound)
  const { board, grace } = await server.openBoard()
  id = board.board.id
  await server.join(board, 'participant', 'Ama')
  const room = await server.rooms.open(id)
  const move = (statement: string) => room.edit(grace.id, (doc) => moveStatement(doc, statement, TO))
  await move('F1')
  await grace.post('/versions', { label: 'For the board' })
  await server.rooms.evict(id, 1012, 'away')
  await server.stop()
  const again = await openFolderServer(sound)
  const opened = await again.rooms.open(id)
  await opened.edit(grace.id, (doc) => moveStatement(doc, 'F2', TO))
  await again.stop()
})
afterAll(() => whole.removeAll())
afterEach(() => folders.removeAll())

const TO = { column: 'due-regard', above: null, below: null } as const

/** A copy to be damaged. */
function copy(): string {
  dataDir = join(folders.make(), 'data')
  cpSync(sound, dataDir, { recursive: true })
  return dataDir
}

const pathOf = (ending: RegExp): string => {
  const path = [...filesIn(dataDir).keys()].findLast((it) => ending.test(it))
  if (!path) throw new Error(`no file ${ending}`)
  return join(dataDir, path)
}

function flip(ending: RegExp, share: number): void {
  const path = pathOf(ending)
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length * share)
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  writeFileSync(path, bytes)
}

describe('the doctor', () => {
  it('finds nothing in a folder that is as it was left', async () => {
    const { code, said } = await command(copy(), 'doctor')

    expect(said).toContain('Every record and every file is as it was written.')
    expect(code).toBe(0)
  })

  it.each<[what: string, code: number, says: string, damage: () => void]>([
    ['a torn tail', 0, 'never called saved', () => appendFileSync(pathOf(/\.segment$/), 'torn')],
    [
      'a bad record',
      2,
      'cannot be read',
      () => {
        rmSync(pathOf(/snapshot-\d+$/))
        flip(/\.segment$/, 0.5)
      },
    ],
    ['a bad snapshot', 1, 'the snapshot at record', () => flip(/snapshot-\d+$/, 0.5)],
    ['no journal', 2, 'has no journal', () => rmSync(dirname(pathOf(/\.segment$/)), { recursive: true })],
    [
      'a cut journal',
      2,
      'the snapshot and the journal do not come to the same',
      () => {
        truncateSync(pathOf(/\.segment$/), 60)
      },
    ],
    ['no secret', 2, 'no link opens a board', () => rmSync(pathOf(/secret$/))],
    ['a bad registry', 1, 'the one before is used', () => flip(/registry\.json$/, 0.5)],
    [
      'two bad registries',
      3,
      'is damaged, and so is the generation before it',
      () => {
        flip(/registry\.json$/, 0.5)
        flip(/registry\.json\.previous$/, 0.5)
      },
    ],
    [
      'no names',
      2,
      'the names of 2 people are missing',
      () => {
        rmSync(pathOf(/people\.json$/))
        rmSync(pathOf(/people\.json\.previous$/))
      },
    ],
    ['a changed version', 2, 'is not what was sealed', () => flip(/version-1\.json$/, 0.5)],
    ['a missing version', 2, 'of a sealed version is missing', () => rmSync(pathOf(/version-1-full\.json$/))],
    ['a folder of nobody', 1, 'no entry in the registry', () => mkdirSync(join(dataDir, 'boards', 'stray'))],
    [
      'bytes set aside',
      1,
      'were set aside earlier',
      () => writeFileSync(join(dirname(pathOf(/\.segment$/)), 'damaged-000000000004-ab'), 'bad'),
    ],
  ])('says of %s what is wrong, and changes nothing', async (_, code, says, damage) => {
    copy()
    damage()
    const before = filesIn(dataDir)

    const found = await command(dataDir, 'doctor')

    expect(found.said).toContain(says)
    expect(found.code).toBe(code)
    expect(filesIn(dataDir)).toEqual(before)
  })

  it('notices a snapshot that is whole and of something else', async () => {
    copy()
    const other = join(folders.make(), 'data')
    cpSync(sound, other, { recursive: true })
    const server = await openFolderServer(other)
    const room = await server.rooms.open(id)
    await room.edit('server', (doc) => moveStatement(doc, 'F37', TO))
    await server.stop()
    // One record more than the other folder's journal has lost, and both of the same length.
    const mine = await openFolderServer(dataDir)
    await (await mine.rooms.open(id)).edit('server', (doc) => moveStatement(doc, 'F1', TO))
    await mine.stop()
    const name = pathOf(/snapshot-\d+$/).slice(dataDir.length)
    writeFileSync(join(dataDir, name), readFileSync(join(other, name)))

    const found = await command(dataDir, 'doctor')

    expect(found.said).toContain('the snapshot and the journal do not come to the same')
    expect(found.code).toBe(2)
  })

  it('tells of a board whose day has passed, of one erased whose folder is there, and of choices nobody can tell', async () => {
    const server = await openFolderServer(copy())
    const { registry } = server.stores
    const entry = registry.board(id)
    if (!entry) throw new Error('no board')
    const overdue = await server.openBoard()
    const other = overdue.board.board.id
    await overdue.grace.patch('', { retention: { until: 1, hold: false }, from: NO_RETENTION })
    await overdue.grace.post('/votes', { packs: [{ title: 'All', statements: ['F1'] }] })
    await server.stop()
    rmSync(join(dataDir, 'boards', other, 'files', 'choice.key'))
    const said = (await command(dataDir, 'doctor')).said

    expect(said).toContain(`Board ${other}: The day until which it is kept has passed.`)
    expect(said).toContain(`Board ${other}: the key of its private choices is not here`)
    expect(said).not.toContain(`Board ${id}:`)

    const again = await openFolderServer(dataDir)
    await again.stores.registry.putBoard({ ...entry, erasedAt: 1 })
    await again.stop()
    const found = await command(dataDir, 'doctor')
    expect(found).toMatchObject({ code: 1 })
    expect(found.said).toContain(`Board ${id}: is erased, and its folder is still there.`)
  })

  it('looks while a server is at work, and says so', async () => {
    const server = await openFolderServer(copy())
    // As a write that is on its way looks from outside.
    appendFileSync(pathOf(/\.segment$/), 'torn')

    const { code, said } = await command(dataDir, 'doctor')
    await server.stop()

    expect(said).toContain('A server is at work on this folder.')
    expect(said).not.toContain('never called saved')
    expect(code).toBe(0)
  })
})

describe('while a server writes', () => {
  it.each([
    ['once', 1, 'a server', []],
    ['twice', 2, 'a server', []],
    ['each time', 99, 'a server', ['lost']],
    ['once, and nothing is at work', 1, 'nobody', ['lost']],
  ] as const)(
    'what did not fit together %s is found only where it stays',
    async (_, times, holder, grades) => {
      const look = await lookAt({ dataDir: copy(), log: quietLog() })
      let looks = 0
      const openBoard: typeof look.openBoard = async (board) => {
        looks += 1
        return looks <= times ? null : look.openBoard(board)
      }

      const { findings } = await examineAll({ ...look, holder, openBoard }, [], 0)

      expect(findings.filter((it) => it.grade !== 'note').map((it) => it.grade)).toEqual(grades)
      expect(looks).toBeLessThan(4)
    },
  )
})

describe('the commands', () => {
  it('say what there is, and what a mistyped one should have been', async () => {
    expect((await command(copy(), 'help')).code).toBe(0)
    expect(await command(dataDir, 'bakcup')).toMatchObject({ code: 64 })
    expect((await command(dataDir, 'backup')).said).toContain('due-regard backup FOLDER')
  })
})
