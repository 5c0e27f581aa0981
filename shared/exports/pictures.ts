/** The pictures as files: SVG, and a page of HTML that has the picture and the same in words. */
import { dayOf } from '../days.ts'
import type { ExportSource } from './contract.ts'
import { diagramOf } from './new-actions.ts'
import { xml } from './office/xml.ts'
import { drawDiagram } from './picture/new-actions-picture.ts'
import { type Picture, writeSvg } from './picture/shapes.ts'
import { drawTimetable } from './picture/timetable-picture.ts'
import { standingOf } from './standing.ts'
import { timetableOf } from './timetable.ts'

const timetablePicture = ({ snapshot, at }: ExportSource): Picture =>
  drawTimetable(timetableOf(snapshot, dayOf(at)), `${snapshot.facts.title}: timetable`)

export const writeTimetableSvg = (source: ExportSource): string =>
  writeSvg(footed(timetablePicture(source), source))

export const writeNewActionsSvg = (source: ExportSource): string =>
  writeSvg(footed(drawDiagram(diagramOf(source.snapshot)), source))

/** With the line that stands at the foot of every page. */
function footed(picture: Picture, source: ExportSource): Picture {
  const height = picture.height + 28
  return {
    ...picture,
    height,
    shapes: [
      ...picture.shapes,
      {
        el: 'text',
        at: { x: 24, y: height - 14, 'font-size': 12 },
        fill: 'muted',
        words: standingOf(source).foot,
      },
    ],
  }
}

export function writeNewActionsHtml(source: ExportSource): string {
  const picture = drawDiagram(diagramOf(source.snapshot))
  const svg = writeSvg(picture).replace(/^<\?xml[^>]*>\n/, '')
  return (
    `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>${xml(picture.title)}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<style>body{font:16px/1.5 Arial,Helvetica,sans-serif;color:#212b32;margin:24px auto;max-width:1240px;padding:0 16px}' +
    'svg{max-width:100%;height:auto}h1{font-size:24px}footer{color:#4c6272;border-top:1px solid #d8dde0;margin-top:24px;padding-top:8px}' +
    '@page{size:A4 landscape;margin:12mm}@media print{svg{max-height:175mm}section{break-before:page}}</style></head>' +
    `<body><main>${svg}<section><h1>The same in words</h1><ul>${picture.text
      .map((it) => `<li>${xml(it)}</li>`)
      .join('')}</ul></section></main><footer>${xml(standingOf(source).foot)}</footer></body></html>\n`
  )
}
