/** The diagram of the new actions as an annex for Word: the picture with its words as alternative text, and the words. */

import type { ExportSource } from './contract.ts'
import { actionLine, diagramOf } from './new-actions.ts'
import type { Block } from './office/document.ts'
import { tallestPicture, writeDocx } from './office/docx.ts'
import { DIAGRAM_WIDTH } from './picture/new-actions-picture.ts'
import { diagramPages } from './picture/pages.ts'
import { standingOf } from './standing.ts'

export function writeNewActionsDocx(source: ExportSource): Uint8Array {
  const { facts } = source.snapshot
  const diagram = diagramOf(source.snapshot)
  return writeDocx({
    title: diagram.title,
    over: facts.organisation,
    subject: facts.title,
    foot: standingOf(source).foot,
    at: source.at,
    isLandscape: true,
    blocks: [
      ...(diagram.streams.length === 0
        ? [{ kind: 'words' as const, text: 'No action is planned yet.' }]
        : [
            // The title stands above it already.
            ...diagramPages(diagram, tallestPicture(DIAGRAM_WIDTH)).map((picture) => ({
              kind: 'picture' as const,
              picture: { ...picture, shapes: picture.shapes.slice(1) },
            })),
            { kind: 'heading' as const, level: 1 as const, text: 'The same in words' },
          ]),
      { kind: 'words', text: `Aim: ${diagram.aim}` },
      ...diagram.streams.flatMap(({ title, executiveLead, actions }): Block[] => [
        { kind: 'heading', level: 2, text: title },
        { kind: 'words', text: executiveLead || 'No executive lead yet', look: 'quiet' },
        {
          kind: 'list',
          items: actions.map(
            (it) => `${it.ref} ${it.title}: ${actionLine(it)}.${it.missing ? ` ${it.missing}.` : ''}`,
          ),
        },
      ]),
    ],
  })
}
