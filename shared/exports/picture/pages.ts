/**
 * Pictures too tall for a page, as several that are each as wide as it: made smaller instead, nobody could
 * read their words.
 */
import type { Diagram, DiagramStream } from '../new-actions.ts'
import type { Timetable, TimetableEntry } from '../timetable.ts'
import { drawDiagram } from './new-actions-picture.ts'
import type { Picture } from './shapes.ts'
import { drawnOrder, drawTimetable } from './timetable-picture.ts'

/** A stream stands on one page where it can; else it goes on under its name. */
export function diagramPages(diagram: Diagram, tallest: number): Picture[] {
  const draw = (streams: readonly DiagramStream[]) => drawDiagram({ ...diagram, streams })
  const fits = (streams: readonly DiagramStream[]) => draw(streams).height <= tallest
  const pieces = diagram.streams.flatMap((stream) =>
    diagram.isOverview || fits([stream])
      ? [stream]
      : filled(stream.actions, (actions) => fits([{ ...stream, actions }])).map((actions, at) => ({
          ...stream,
          title: at === 0 ? stream.title : `${stream.title} (continued)`,
          actions,
        })),
  )
  const pages = filled(pieces, fits)
  return pages.map((streams, at) =>
    drawDiagram({ ...diagram, streams, title: numbered(diagram.title, at, pages.length) }),
  )
}

/** All under the same quarters; what has no date is told beside the pictures. */
export function timetablePages(timetable: Timetable, title: string, tallest: number): Picture[] {
  const part = (entries: readonly TimetableEntry[]): Timetable => {
    const drawn = new Set(entries)
    const quarters = timetable.quarters
      .map((it) => ({ ...it, entries: it.entries.filter((entry) => drawn.has(entry)) }))
      .filter((it) => it.entries.length > 0)
    return { ...timetable, quarters, undated: [] }
  }
  const pages = filled(
    drawnOrder(timetable),
    (it) => drawTimetable(part(it), title, timetable).height <= tallest,
  )
  return pages.map((it, at) => drawTimetable(part(it), numbered(title, at, pages.length), timetable))
}

const numbered = (title: string, at: number, of: number): string =>
  of === 1 ? title : `${title} (${at + 1} of ${of})`

/** As many on a page as fit, and one at least. */
function filled<Item>(items: readonly Item[], fits: (page: readonly Item[]) => boolean): Item[][] {
  const pages: Item[][] = []
  for (const item of items) {
    const page = pages.at(-1)
    if (page && fits([...page, item])) page.push(item)
    else pages.push([item])
  }
  return pages
}
