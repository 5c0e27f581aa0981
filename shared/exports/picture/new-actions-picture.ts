/** The diagram drawn: aim at the left, work streams, actions at the right; dashed while something is missing. */
import {
  answersWords,
  type Diagram,
  type DiagramAction,
  type DiagramStream,
  diagramText,
  dueWords,
  overviewLines,
} from '../new-actions.ts'
import { linesOf, type Picture, type Shape, textAt } from './shapes.ts'

export const DIAGRAM_WIDTH = 1240
const AIM = { x: 24, width: 200 }
const STREAM = { x: 284, width: 290 }
const ACTION = { x: 634, width: 582 }
const TOP = 84
const GAP = 10
const STREAM_GAP = 24
const PADDING = 12

interface Box {
  height: number
  shapes(y: number): Shape[]
}

export function drawDiagram(diagram: Diagram): Picture {
  const shapes: Shape[] = [
    textAt(AIM.x, 44, [diagram.title], { size: 24, bold: true, fill: 'deep' }),
    ...(diagram.isOverview
      ? [
          textAt(AIM.x, 68, ['An overview: each action stands in the timetable and the mapping.'], {
            size: 14,
            fill: 'muted',
          }),
        ]
      : []),
  ]
  const middles: number[] = []
  let y = TOP
  for (const stream of diagram.streams) {
    const own = streamBox(stream)
    const boxes = diagram.isOverview ? [overviewBox(stream)] : stream.actions.map(actionBox)
    const height = Math.max(
      own.height,
      boxes.reduce((sum, it) => sum + it.height + GAP, -GAP),
    )
    const middle = y + height / 2
    middles.push(middle)
    let at = y + (height - boxes.reduce((sum, it) => sum + it.height + GAP, -GAP)) / 2
    for (const box of boxes) {
      shapes.push(link(STREAM.x + STREAM.width, middle, ACTION.x, at + box.height / 2), ...box.shapes(at))
      at += box.height + GAP
    }
    shapes.push(...own.shapes(middle - own.height / 2))
    y += height + STREAM_GAP
  }
  const bottom = Math.max(y - STREAM_GAP, TOP + 80)
  const aim = aimBox(diagram.aim)
  const middle = (TOP + bottom) / 2
  shapes.push(
    ...middles.map((it) => link(AIM.x + AIM.width, middle, STREAM.x, it)),
    ...aim.shapes(middle - aim.height / 2),
  )
  if (diagram.streams.length === 0)
    shapes.push(textAt(STREAM.x, middle, ['No action is planned yet.'], { size: 16, fill: 'muted' }))
  const needs = diagram.streams.some((it) => it.actions.some((action) => action.missing))
  if (needs && !diagram.isOverview)
    shapes.push(
      textAt(ACTION.x, bottom + 30, ['Dashed: something is missing, and what.'], { size: 13, fill: 'muted' }),
    )
  return {
    width: DIAGRAM_WIDTH,
    height: Math.ceil(Math.max(bottom, middle + aim.height / 2) + 48),
    title: diagram.title,
    text: diagramText(diagram),
    shapes,
  }
}

const link = (fromX: number, fromY: number, toX: number, toY: number): Shape => {
  const bend = (fromX + toX) / 2
  return {
    el: 'path',
    at: { d: `M${fromX} ${fromY}C${bend} ${fromY} ${bend} ${toY} ${toX} ${toY}`, 'stroke-width': 2 },
    fill: 'none',
    stroke: 'edge',
  }
}

function aimBox(aim: string): Box {
  const lines = linesOf(aim, AIM.width - 2 * PADDING, 18, 6)
  const height = lines.length * 22.5 + 2 * PADDING + 24
  return {
    height,
    shapes: (y) => [
      { el: 'rect', at: { x: AIM.x, y, width: AIM.width, height, rx: 8 }, fill: 'deep' },
      textAt(AIM.x + PADDING, y + PADDING + 14, ['Our aim'], { size: 13, fill: 'paper' }),
      textAt(AIM.x + PADDING, y + PADDING + 40, lines, { size: 18, bold: true, fill: 'paper' }),
    ],
  }
}

function streamBox({ title, executiveLead }: DiagramStream): Box {
  const lines = linesOf(title, STREAM.width - 2 * PADDING, 17, 3)
  const height = lines.length * 21.25 + 2 * PADDING + 22
  return {
    height,
    shapes: (y) => [
      {
        el: 'rect',
        at: { x: STREAM.x, y, width: STREAM.width, height, rx: 8, 'stroke-width': 2 },
        fill: 'deep-soft',
        stroke: 'deep',
      },
      textAt(STREAM.x + PADDING, y + PADDING + 15, lines, { size: 17, bold: true }),
      textAt(
        STREAM.x + PADDING,
        y + height - PADDING,
        linesOf(executiveLead || 'No executive lead yet', STREAM.width - 2 * PADDING, 14, 1),
        { size: 14, fill: executiveLead ? 'muted' : 'warn' },
      ),
    ],
  }
}

function actionBox(action: DiagramAction): Box {
  const inner = ACTION.width - 2 * PADDING - 8
  const title = linesOf(`${action.ref}  ${action.title}`, inner, 16, 2)
  const who = [action.lead || 'No lead yet', dueWords(action), answersWords(action)].join(' · ')
  const below = linesOf(who, inner, 13.5, 2)
  const missing = action.missing ? [action.missing] : []
  const height = title.length * 20 + (below.length + missing.length) * 17.5 + 2 * PADDING
  return {
    height,
    shapes: (y) => [
      {
        el: 'rect',
        at: {
          x: ACTION.x,
          y,
          width: ACTION.width,
          height,
          rx: 8,
          'stroke-width': 2,
          ...(action.missing && { 'stroke-dasharray': '7 5' }),
        },
        fill: 'paper',
        stroke: 'blue',
      },
      { el: 'rect', at: { x: ACTION.x, y: y + 8, width: 5, height: height - 16 }, fill: 'blue' },
      textAt(ACTION.x + PADDING + 4, y + PADDING + 14, title, { size: 16, bold: true }),
      textAt(ACTION.x + PADDING + 4, y + PADDING + title.length * 20 + 13, below, {
        size: 13.5,
        fill: 'muted',
      }),
      ...(missing.length > 0
        ? [
            textAt(
              ACTION.x + PADDING + 4,
              y + PADDING + title.length * 20 + 13 + below.length * 17.5,
              missing,
              {
                size: 13.5,
                bold: true,
                fill: 'warn',
              },
            ),
          ]
        : []),
    ],
  }
}

function overviewBox(stream: DiagramStream): Box {
  const [first = '', ...rest] = overviewLines(stream)
  const height = 20 + rest.length * 17.5 + 2 * PADDING
  const isOpen = stream.actions.some((it) => it.missing)
  return {
    height,
    shapes: (y) => [
      {
        el: 'rect',
        at: {
          x: ACTION.x,
          y,
          width: ACTION.width,
          height,
          rx: 8,
          'stroke-width': 2,
          ...(isOpen && { 'stroke-dasharray': '7 5' }),
        },
        fill: 'paper',
        stroke: 'blue',
      },
      textAt(ACTION.x + PADDING + 4, y + PADDING + 14, [first], { size: 16, bold: true }),
      textAt(ACTION.x + PADDING + 4, y + PADDING + 33, rest, { size: 13.5, fill: 'muted' }),
    ],
  }
}
