/**
 * A whole workshop against a real server, from the import to a sealed version.
 *
 * Twenty-one people: twelve in the room, six of them without a device, nine elsewhere over plain HTTP. Two
 * facilitators run it at once. Every figure is held against the raw choices as they were sent; everything
 * anybody was told, and everything that was written down, is searched for what nobody may know.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { HistoryReply, NewBoardReply, StatementReply } from '../../../shared/api.ts'
import type { Role } from '../../../shared/board.ts'
import type { ChoiceReply, DecisionReply, VoteReply } from '../../../shared/consult/calls.ts'
import { chanceFrom } from '../../support/boards.ts'
import { generatedCsv } from '../../support/generated-report.ts'
import { ask, comeIn, type Guest, startBoard } from '../../support/guests.ts'
import { contentOf } from '../../support/rooms.ts'
import { startProcess } from '../../support/server-process.ts'
import { Attendee, until } from './attendee.ts'
import { type Chosen, chooseAll } from './choosing.ts'
import { type Choice, type Reckoned, reckon } from './reckoned.ts'
import { filesIn, toldTo, votersBy, writtenDown } from './spilt.ts'

export interface WorkshopFigures {
  statements: number
  people: number
  /** Calls that chose, changed or took back. */
  choices: number
  agreed: number
  divided: number
  mixed: number
  tooFew: number
  moves: number
  phaseChanges: number
  frames: number
  replies: number
  megabytes: number
}

/** What browsers do beside the script, where they take part. */
export interface Screens {
  choosing(id: string, answered: number, asked: number): Promise<void>
  shown(id: string, reckoned: Reckoned): Promise<void>
  /** With two statements that nobody decided or moved. */
  afterwards(undecided: readonly string[], sorted: number): Promise<void>
  pictures(): Promise<void>
  close(): Promise<void>
}

export interface Scene {
  base: string
  board: NewBoardReply
  /** Those who take part, as they came in. */
  people: readonly Guest[]
}

export interface WorkshopOptions {
  main: string
  seed: number
  rows: number
  screens?: (scene: Scene) => Promise<Screens>
  told?: (so: string) => void
}

const QUORUM = 5
const HANDS = 6
const PACK = 40
const MARK_KEYS = new Set(['vote', 'round', 'open', 'answered', 'expected', 'deadline'])

/** Throws at the first thing that is not as it must be, with the seed. */
export async function holdWorkshop(options: WorkshopOptions): Promise<WorkshopFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-workshop-'))
  const server = await startProcess(options.main, { DATA_DIR: folder, LOG_LEVEL: 'trace' })
  const workshop = new Workshop(options, server.base)
  try {
    await workshop.prepare()
    await workshop.chooseInPrivate()
    await workshop.nothingIsTold()
    await workshop.raiseHands()
    await workshop.showAtOnce()
    await workshop.figuresAreRight()
    await workshop.placeWhatIsAgreed()
    await workshop.decideTheRest()
    await workshop.changePhasesWhileCardsMove()
    await workshop.screens?.afterwards(workshop.undecided.slice(0, 2), workshop.sorted)
    await workshop.sealAndRead()
    await workshop.goHome()
    server.kill('SIGTERM')
    await server.ended
    workshop.searchEverything(filesIn(folder), server.said())
    return workshop.figures()
  } catch (error) {
    await workshop.screens?.pictures()
    const why = error instanceof Error ? error.message : error
    throw new Error(`seed ${options.seed}: ${why}`, { cause: error })
  } finally {
    await workshop.goHome()
    server.kill('SIGKILL')
    await server.ended
    rmSync(folder, { recursive: true, force: true })
  }
}

class Workshop {
  screens: Screens | null = null
  undecided: string[] = []
  private readonly chance: () => number
  private readonly people: Attendee[] = []
  private ids: string[] = []
  private chosen: Chosen = { raw: new Map(), secrets: [], sent: 0 }
  private readonly hands = new Map<string, readonly [number, number, number]>()
  private results = new Map<string, Reckoned>()
  private decided = new Map<string, string>()
  private phaseChanges = 0
  private board!: NewBoardReply

  constructor(
    private readonly options: WorkshopOptions,
    private readonly base: string,
  ) {
    this.chance = chanceFrom(options.seed)
  }

  private named(role: Role, nth = 0): Attendee {
    return this.people.filter((it) => it.role === role)[nth] as Attendee
  }
  get sorted(): number {
    return this.ids.length - this.grace.board.inColumn.unsorted.length
  }
  private get grace(): Attendee {
    return this.named('facilitator')
  }
  private get hal(): Attendee {
    return this.named('facilitator', 1)
  }
  private get choosers(): Attendee[] {
    return this.people.filter((it) => it.role === 'participant')
  }
  private get connected(): Attendee[] {
    // The last nine are elsewhere, where no socket comes through.
    const elsewhere = new Set(this.choosers.slice(6))
    return this.people.filter((it) => !elsewhere.has(it))
  }

  async prepare(): Promise<void> {
    this.board = await startBoard(this.base)
    const join = async (role: Role, name: string) => {
      this.people.push(new Attendee(await comeIn(this.base, this.board, role, name), role))
    }
    await join('facilitator', 'Grace Adeyemi')
    await join('facilitator', 'Hal Stone')
    const imported = await ask<{ added: number }>(
      this.grace.guest,
      'POST',
      '/statements',
      generatedCsv(this.options.rows, 7),
    )
    must(imported.body.added === this.options.rows, `${imported.body.added} rows came in`)
    await this.grace.ask('PATCH', '', { phase: 'open', from: 'preparing' })
    for (let n = 0; n < 15; n += 1) await join('participant', `Quill Person${n}`)
    await join('reviewer', 'Rae Reviewer')
    await join('observer', 'wall')
    this.ids = (await this.grace.ask<StatementReply[]>('GET', '/statements')).body.map((it) => it.id)
    const packs = Array.from({ length: Math.ceil(this.ids.length / PACK) }, (_, at) => ({
      title: `Part ${at + 1}`,
      statements: this.ids.slice(at * PACK, (at + 1) * PACK),
    }))
    const opened = await this.grace.ask<VoteReply>('POST', '/votes', { packs, quorum: QUORUM })
    must(opened.status === 201, `the vote was not opened: ${opened.text}`)
    for (const it of this.connected) it.connect()
    await until('everybody is in step', () => this.connected.every((it) => it.isSettled))
    this.screens =
      (await this.options.screens?.({
        base: this.base,
        board: this.board,
        people: this.choosers.map((it) => it.guest),
      })) ?? null
    this.options.told?.(`${this.ids.length} statements, ${this.people.length} people have come`)
  }

  async chooseInPrivate(): Promise<void> {
    this.chosen = await chooseAll(this.choosers, this.ids, 1, this.options.seed)
    for (const id of this.ids) this.results.set(id, reckon(this.chosen.raw.get(id)?.values() ?? [], QUORUM))
    const isTold = (it: Attendee) =>
      this.ids.every((id) => it.board.live.votes.get(id)?.answered === this.results.get(id)?.answered)
    await until('everybody sees how many have answered', () => this.connected.every(isTold))
    const id = this.ids[0] as string
    await this.screens?.choosing(id, this.results.get(id)?.answered ?? 0, this.ids.length)
    this.options.told?.(`${this.chosen.sent} choices`)
  }

  /** Everything there is to ask for, by everybody, while nothing is shown. */
  async nothingIsTold(): Promise<void> {
    const paths = ['', '/votes', '/statements', '/history', '/people', '/decisions', '/agreed', '/links']
    const files = ['mapping.csv', 'board.json', 'board.md']
    for (const who of this.people) {
      for (const path of paths) await who.ask('GET', path)
      for (const file of files)
        for (const set of ['public', 'full']) await who.ask('GET', `/exports/${file}?set=${set}`)
      const { status, body } = await who.ask<ChoiceReply[]>('GET', '/votes/1/choices')
      must(who.role !== 'observer' || status === 403, 'an observer has choices')
      if (who.role !== 'participant') continue
      const own = new Map(body.flatMap(({ statement, choice }) => (choice ? [[statement, choice]] : [])))
      for (const id of this.ids)
        must(own.get(id) === this.chosen.raw.get(id)?.get(who.id), `${id} is not what was chosen`)
    }
    for (const who of this.connected) {
      for (const [id, mark] of who.board.live.votes)
        must(
          Object.keys(mark).every((it) => MARK_KEYS.has(it)),
          `${who.role} is told ${Object.keys(mark)} of ${id}`,
        )
    }
    const { text } = await this.grace.ask('GET', '/exports/mapping.csv?set=full')
    for (const row of tableOf(text))
      must(!row.New && !row.Due && !row.Watch && !row.Hands, `${row.Ref} is told before it is shown`)
  }

  async raiseHands(): Promise<void> {
    await this.grace.ask('PATCH', '/votes/1', { hands: HANDS })
    for (const id of this.ids.slice(0, 5)) {
      const raised = [Math.floor(this.chance() * 4), Math.floor(this.chance() * 3), 1] as const
      this.hands.set(id, raised)
      const [act, due, watch] = raised
      const counts = { 'new-action': act, 'due-regard': due, 'watching-brief': watch }
      const many = await this.hal.ask('PUT', `/votes/1/hands/${id}`, { ...counts, 'new-action': HANDS })
      must(many.status === (due + watch > 0 ? 422 : 200), 'more hands than people')
      must((await this.grace.ask('PUT', `/votes/1/hands/${id}`, counts)).status === 200, 'hands')
    }
  }

  /** Both facilitators at once, first for one statement, then for all that are left. */
  async showAtOnce(): Promise<void> {
    for (const show of [[this.ids[0]], 'all']) {
      const replies = await Promise.all([
        this.grace.ask('PATCH', '/votes/1', { show }),
        this.hal.ask('PATCH', '/votes/1', { show }),
      ])
      const statuses = replies.map((it) => it.status).sort()
      must(statuses.join() === '200,409', `shown at once: ${statuses}`)
    }
    const late = await this.choosers[0]?.ask<ChoiceReply>('PUT', `/votes/1/choices/${this.ids[0]}`, {
      choice: 'watching-brief',
    })
    must(late?.body.late === true, 'a late choice was not called late')
    const isShown = (it: Attendee) => this.ids.every((id) => it.board.live.votes.get(id)?.result)
    await until('everybody sees the results', () => this.connected.every(isShown))
    await this.screens?.shown(this.ids[0] as string, this.results.get(this.ids[0] as string) as Reckoned)
  }

  async figuresAreRight(): Promise<void> {
    for (const who of this.connected) {
      for (const id of this.ids) {
        const result = who.board.live.votes.get(id)?.result
        const right = this.results.get(id) as Reckoned
        const mayTell = right.answered >= 5
        must(result?.answered === right.answered, `${id}: answered`)
        must(same(result?.counts ?? null, mayTell ? right.counts : null), `${id}: counts for ${who.role}`)
        must(result?.agreement === right.agreement, `${id}: ${result?.agreement}, not ${right.agreement}`)
        const hands = this.hands.get(id)
        const counted = result?.hands
        must(
          same(
            counted && [counted['new-action'], counted['due-regard'], counted['watching-brief']],
            hands ?? null,
          ),
          `${id}: hands`,
        )
      }
    }
  }

  async placeWhatIsAgreed(): Promise<void> {
    const agreed = this.ids.filter((id) => this.results.get(id)?.agreement === 'agreed')
    const list = async () =>
      new Map(
        (await this.grace.ask<{ statement: string; column: string }[]>('GET', '/agreed')).body.map((it) => [
          it.statement,
          it.column,
        ]),
      )
    const first = await list()
    must(same([...first.keys()], agreed), 'the list of what is agreed')
    for (const id of agreed) must(first.get(id) === this.results.get(id)?.most, `${id} goes elsewhere`)

    const [pulled = ''] = agreed
    const puller = this.choosers[3] as Attendee
    must((await puller.ask('POST', `/agreed/${pulled}/pull`, {})).status === 200, 'pulled out')
    must(!(await list()).has(pulled), 'it is still on the list')
    const placed = await this.grace.ask<DecisionReply>('POST', '/decisions', { rule: 'agreed' })
    must(placed.body.decisions.length === agreed.length - 1, 'placed')
    await this.grace.ask('POST', `/undo/${placed.body.seq}`, {})
    must((await list()).size === agreed.length - 1, 'not all of it was taken back')
    const both = await Promise.all([
      this.grace.ask('POST', '/decisions', { rule: 'agreed' }),
      this.hal.ask('POST', '/decisions', { rule: 'agreed' }),
    ])
    must(
      both
        .map((it) => it.status)
        .sort()
        .join() === '201,409',
      'placed twice',
    )
    for (const id of agreed) if (id !== pulled) this.decided.set(id, this.results.get(id)?.most as string)
    // Who pulled it out stands in no line of the history, for anybody.
    const { body } = await this.grace.ask<HistoryReply>('GET', `/history?statement=${pulled}`)
    must(
      body.entries.every((it) => it.by !== puller.id),
      'the history names who pulled it out',
    )
  }

  async decideTheRest(): Promise<void> {
    const rest = this.ids.filter((id) => !this.decided.has(id))
    const divided = rest.filter((id) => this.results.get(id)?.agreement === 'divided')
    for (const [at, id] of divided.entries()) {
      const body =
        at % 3 === 0
          ? { statement: id, parked: { who: 'Chief Nurse', by: '2027-01-31' }, how: 'discussed' }
          : { statement: id, column: 'due-regard', how: 'discussed', reason: 'It is in hand.' }
      must((await this.hal.ask('POST', '/decisions', body)).status === 201, `${id} was not decided`)
      this.decided.set(id, 'column' in body ? 'due-regard' : 'parked')
    }
    const [again] = divided
    if (again) {
      await this.grace.ask('POST', `/decisions/${again}/reopen`, { reason: 'New evidence.' })
      this.decided.delete(again)
    }
    this.undecided = this.ids.filter((id) => !this.decided.has(id))
    // One fewer than all is also how many there are just before the last one and the reopening arrive.
    const isDecided = ({ board: { live } }: Attendee) =>
      live.decisions.size === this.decided.size &&
      !live.decisions.has(again ?? '') &&
      Array.from(this.decided.keys()).every((id) => live.decisions.has(id))
    await until('everybody sees what is decided', () => this.connected.every(isDecided))
    for (const who of this.connected)
      for (const [id, column] of this.decided) {
        must((who.board.live.decisions.get(id)?.column ?? 'parked') === column, `${id} is decided otherwise`)
        if (column !== 'parked')
          must(who.board.placements.get(id)?.column === column, `${id} did not go to its column`)
      }
  }

  /** Nobody whose screen let them move is told no: what was in flight when it changed is taken. */
  async changePhasesWhileCardsMove(): Promise<void> {
    const movers = this.connected.filter((it) => it.role === 'participant')
    // Two are left where they are, for whoever is cut off from the network.
    const moving = this.undecided.slice(2)
    const turn: [string, unknown][] = [
      ['lock', { lock: true, from: false }],
      ['unlock', { lock: false, from: true }],
      ['review', { phase: 'review', from: 'open' }],
      ['open', { phase: 'open', from: 'review', reason: 'One more question.' }],
    ]
    for (let round = 0; round < 24; round += 1) {
      for (const it of movers) it.move(moving, this.chance)
      const [what, patch] = turn[round % turn.length] as [string, unknown]
      const change = this.grace.ask('PATCH', '', patch)
      for (const it of movers) it.move(moving, this.chance)
      const { status } = await change
      must(status === 200, `${what} was answered ${status}`)
      this.phaseChanges += 1
      for (const it of movers) it.move(moving, this.chance)
      if (what === 'unlock' || what === 'open')
        await until('everybody may move again', () =>
          movers.every((it) => it.board.live.phase === 'open' && !it.board.live.locked),
        )
    }
    await until('every move is saved', () => this.connected.every((it) => it.isSettled))
    const content = (it: Attendee) => contentOf(it.doc)
    const { comments: _, ...whole } = content(this.grace) as Record<string, unknown>
    await until('every copy is the same', () =>
      this.connected.every((it) => same(content(it).placements, content(this.grace).placements)),
    )
    must(Object.keys(whole).length > 0, 'an empty board')
    for (const it of this.connected) must(it.refusals.length === 0, `${it.role}: ${it.refusals.join()}`)
    for (const [id, column] of this.decided)
      if (column !== 'parked')
        must(this.grace.board.placements.get(id)?.column === column, `${id} was moved though decided`)
  }

  async sealAndRead(): Promise<void> {
    const sealed = await this.grace.ask<{ version: number }>('POST', '/versions', { label: 'As presented' })
    must(sealed.status < 300, `not sealed: ${sealed.text}`)
    const { text } = await this.grace.ask(
      'GET',
      `/versions/${sealed.body.version}/exports/mapping.csv?set=public`,
    )
    const rows = new Map(tableOf(text).map((row) => [row.Ref ?? '', row]))
    for (const id of this.ids) {
      const row = rows.get(this.grace.board.statements.get(id)?.ref ?? id)
      const right = this.results.get(id) as Reckoned
      const told = right.answered >= 5 ? right.counts : null
      const cells = (['new-action', 'due-regard', 'watching-brief', 'not-my-area'] as Choice[]).map((it) =>
        told ? String(told[it]) : '',
      )
      must(
        same([row?.New, row?.Due, row?.Watch, row?.['Not my area']], cells),
        `${id}: figures of the mapping`,
      )
      must(row?.Hands === (this.hands.get(id)?.join(' / ') ?? ''), `${id}: hands of the mapping`)
      must(row?.['Took part of expected'] === `${right.answered} of 15`, `${id}: took part`)
    }
  }

  async goHome(): Promise<void> {
    for (const it of this.people) it.leave()
    const { screens } = this
    this.screens = null
    await screens?.close()
  }

  searchEverything(files: Map<string, Buffer>, log: string): void {
    const voters = votersBy(
      files,
      this.choosers.map((it) => it.id),
    )
    const tales = [
      ...toldTo(this.people, this.chosen.secrets, voters),
      ...writtenDown(
        files,
        log,
        this.choosers.map(({ id, guest }) => ({ id, name: guest.me.name })),
        voters,
      ),
    ]
    must(tales.length === 0, tales.slice(0, 5).join('; '))
  }

  figures(): WorkshopFigures {
    const count = (agreement: Reckoned['agreement']) =>
      [...this.results.values()].filter((it) => it.agreement === agreement).length
    const heard = this.people.flatMap((it) => it.heard)
    return {
      statements: this.ids.length,
      people: this.choosers.length + HANDS,
      choices: this.chosen.sent,
      agreed: count('agreed'),
      divided: count('divided'),
      mixed: count('mixed'),
      tooFew: count('too-few'),
      moves: this.people.reduce((sum, it) => sum + it.moved, 0),
      phaseChanges: this.phaseChanges,
      frames: heard.filter((it) => it.from === 'frame').length,
      replies: heard.filter((it) => it.from !== 'frame').length,
      megabytes: Math.round(heard.reduce((sum, it) => sum + it.bytes.length, 0) / 1e6),
    }
  }
}

function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what)
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

/** Objects by key, so that the order in which they were made does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, sorted(it)]),
  )
}

function tableOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = Papa.parse<string[]>(csv.replace(/^\ufeff/, '')).data
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])))
}
