import { describe, expect, it } from 'vitest'
import { diagramOf, diagramText } from '../../../shared/exports/new-actions.ts'
import { exampleDoc, sourceOf, writtenOf } from '../../support/example-files.ts'
import { partOf } from '../../support/office-files.ts'

describe('new-actions.docx', () => {
  it('has the picture with its words as alternative text, and the words', () => {
    const doc = exampleDoc()
    const body = partOf(writtenOf('new-actions.docx', doc), 'word/document.xml')
    const [picture, ...others] = body.getElementsByTagName('wp:docPr')

    expect(others).toEqual([])
    expect(picture?.getAttribute('descr')).toBe(diagramText(diagramOf(sourceOf(doc).snapshot)).join(' '))
    expect(picture?.getAttribute('name')).toMatch(/^8 new actions in 6 work streams/)
    const ids = [...body.getElementsByTagName('wps:cNvPr')].map((it) => it.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(body.documentElement.textContent).toContain('A2 Train candour leads in every specialty: Associate')
  })
})
