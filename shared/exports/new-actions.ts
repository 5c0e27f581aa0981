/**
 * What will be new: from the aim by work streams to actions, each action once, and the same in words.
 *
 * Above `MOST_SINGLE` actions a stream stands for all of its own.
 */
import { longDay } from '../days.ts'
import type { BoardSnapshot } from '../doc/reads.ts'
import { type ActionPart, outlineOf } from '../plan/outline.ts'
import { lackSentence } from '../readiness.ts'

export interface DiagramAction {
  ref: string
  title: string
  /** The lead's post; or by when one is named. */
  lead: string
  due: string
  /** References of statements. */
  answers: readonly string[]
  /** A sentence; empty where nothing is missing. */
  missing: string
}

export interface DiagramStream {
  title: string
  executiveLead: string
  actions: readonly DiagramAction[]
}

export interface Diagram {
  title: string
  aim: string
  streams: readonly DiagramStream[]
  isOverview: boolean
}

export const MOST_SINGLE = 24

export function diagramOf(board: BoardSnapshot): Diagram {
  const outline = outlineOf(board)
  const actionOf = ({ ref, title, item, answers, lacks }: ActionPart): DiagramAction => ({
    ref,
    title,
    lead: leadWords(item.fields),
    due: item.fields.dueExpected || item.fields.due || '',
    answers: answers.map((it) => board.statements.get(it)?.ref ?? it),
    missing: lacks.length > 0 ? lackSentence(lacks) : '',
  })
  const streams = [
    ...outline.streams
      .filter((it) => it.actions.length > 0)
      .map(({ title, item, actions }) => ({
        title,
        executiveLead: item.fields.executiveLead ?? '',
        actions: actions.map(actionOf),
      })),
    ...(outline.loose.length > 0
      ? [{ title: 'No work stream yet', executiveLead: '', actions: outline.loose.map(actionOf) }]
      : []),
  ]
  const actions = streams.flatMap((it) => it.actions)
  const answered = new Set(actions.flatMap((it) => it.answers)).size
  const inStreams = streams.length - (outline.loose.length > 0 ? 1 : 0)
  return {
    title:
      `${count(actions.length, 'new action')} ${inStreams > 0 ? `in ${count(inStreams, 'work stream')} ` : ''}` +
      `answering ${count(answered, 'statement')}`,
    aim: board.facts.strategy || board.facts.title,
    streams,
    isOverview: actions.length > MOST_SINGLE,
  }
}

const leadWords = ({ lead, leadBy }: Readonly<Record<string, string>>): string =>
  lead || (leadBy ? `lead to be named by ${longDay(leadBy)}` : '')

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`

/** Of how many: none, 1, 2. */
export const noneOr = (number: number): string => (number === 0 ? 'none' : String(number))

export const dueWords = ({ due }: DiagramAction): string => (due ? `due ${longDay(due)}` : 'no date yet')

export const answersWords = ({ answers }: DiagramAction): string =>
  answers.length > 0 ? `answers ${answers.join(', ')}` : 'answers no statement yet'

/** "Chief Nurse, due 30 June 2027, answers F37, K3" */
export const actionLine = (action: DiagramAction): string =>
  [action.lead || 'no lead yet', dueWords(action), answersWords(action)].join(', ')

/** The same in words and in the same order: what somebody who does not see the picture is read. */
export function diagramText({ title, aim, streams }: Diagram): string[] {
  return [
    `${title}.`,
    `Aim: ${aim}.`,
    ...streams.flatMap((stream) => [
      `${stream.title} (${stream.executiveLead || 'no executive lead yet'}): ${count(stream.actions.length, 'action')}.`,
      ...stream.actions.map(
        (it) => `${it.ref} ${it.title}: ${actionLine(it)}.${it.missing ? ` ${it.missing}.` : ''}`,
      ),
    ]),
  ]
}

/** What a stream's actions come to, where there is no room for each. */
export function overviewLines({ actions }: DiagramStream): string[] {
  const days = actions.flatMap((it) => it.due || []).sort()
  const [first, last] = [days[0], days.at(-1)]
  const open = actions.filter((it) => it.missing).length
  const answered = new Set(actions.flatMap((it) => it.answers)).size
  return [
    `${count(actions.length, 'action')}, answering ${count(answered, 'statement')}`,
    first && last
      ? first === last
        ? `due ${longDay(first)}`
        : `due ${longDay(first)} to ${longDay(last)}`
      : 'no dates yet',
    open > 0 ? `${open} with something missing` : 'nothing missing',
  ]
}
