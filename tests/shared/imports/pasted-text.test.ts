import { describe, expect, it } from 'vitest'
import { parsePastedText } from '../../../shared/imports/pasted-text.ts'

const rowsOf = (text: string) => parsePastedText(text).rows.map((it) => it.cells)

describe('pasted text', () => {
  it('becomes a row a numbered recommendation, wrapped lines joined', () => {
    const text = `
      The report recommends:
      1. Be open with
         patients.
      2) Be kind.

      (3) Be on time.
    `
    expect(rowsOf(text)).toEqual([
      { number: '1', text: 'Be open with patients.' },
      { number: '2', text: 'Be kind.' },
      { number: '3', text: 'Be on time.' },
    ])
  })

  it('knows a number that stands close to its words, as lists do in a PDF from ten on', () => {
    expect(rowsOf('9. Be open.\n10.Be kind\nto all.\n11.“Listen” more.\n12.5 per cent.')).toEqual([
      { number: '9', text: 'Be open.' },
      { number: '10', text: 'Be kind to all.' },
      { number: '11', text: '“Listen” more. 12.5 per cent.' },
    ])
  })

  it('does not take a year or a figure at the start of a line for a number', () => {
    const text = '36. The inquiry reported in\n2013. Much has changed since.\n37. Staff of\n500 were asked.'

    expect(rowsOf(text)).toEqual([
      { number: '36', text: 'The inquiry reported in 2013. Much has changed since.' },
      { number: '37', text: 'Staff of 500 were asked.' },
    ])
  })

  it('understands named and coded recommendations under their chapters', () => {
    const text = `Chapter 2: Detecting problems
      Recommendation 12: Look.
      Recommendation 13
      Listen.
      Chapter 3 Acting
      F14 Act.`
    expect(rowsOf(text)).toEqual([
      { number: '12', chapter: 'Chapter 2: Detecting problems', text: 'Look.' },
      { number: '13', chapter: 'Chapter 2: Detecting problems', text: 'Listen.' },
      { ref: 'F14', chapter: 'Chapter 3 Acting', text: 'Act.' },
    ])
  })

  it('written in Markdown has headings for chapters, and words without the signs around them', () => {
    const text = `
      # The report
      ## Chapter 1: Openness
      **Recommendation 1:** The *government* should be open, [as it said](https://example.org/a).

      **Recommendation 2:** Trusts should
      - listen at 2 * 3 wards
      - learn
      ---
      ## Chapter 2: Care
      ### Recommendation 3
      > Be \\_kind\\_.`
    const [one, two] = ['Chapter 1: Openness', 'Chapter 2: Care']
    expect(rowsOf(text)).toEqual([
      { number: '1', chapter: one, text: 'The government should be open, as it said.' },
      { number: '2', chapter: one, text: 'Trusts should - listen at 2 * 3 wards - learn' },
      { number: '3', chapter: two, text: 'Be _kind_.' },
    ])
    expect(rowsOf('**1.** Be open.\n\n**2.** Be kind.').map((it) => it.number)).toEqual(['1', '2'])
  })

  it('knows numbers behind bullets, and actions by the names that reviews give them', () => {
    expect(rowsOf('- R1: Be open.\n- R2: Be kind.').map((it) => [it.ref, it.text])).toEqual([
      ['R1', 'Be open.'],
      ['R2', 'Be kind.'],
    ])
    expect(
      rowsOf('Immediate and Essential Action 1: Be open.\nLocal Action 2\nBe kind.').map((it) => it.number),
    ).toEqual(['1', '2'])
    expect(rowsOf('- Vitamin B12 on wards\n- B12 for all')).toEqual([
      { text: 'Vitamin B12 on wards' },
      { text: 'B12 for all' },
    ])
  })

  it('becomes a row a bullet', () => {
    expect(rowsOf('We ask for:\n• openness\n  at all times\n• kindness\n')).toEqual([
      { text: 'openness at all times' },
      { text: 'kindness' },
    ])
  })

  it('becomes a row a paragraph, or a row a line where nothing parts them', () => {
    expect(rowsOf('One\nmore.\n\nTwo.')).toEqual([{ text: 'One more.' }, { text: 'Two.' }])
    expect(rowsOf('One.\nTwo.')).toEqual([{ text: 'One.' }, { text: 'Two.' }])
  })

  it('keeps paragraphs of one recommendation apart', () => {
    expect(rowsOf('1. One.\n\nStill one.\n2. Two.')).toEqual([
      { number: '1', text: 'One.\nStill one.' },
      { number: '2', text: 'Two.' },
    ])
  })

  it('that is empty says so', () => {
    expect(() => parsePastedText(' \n\t\n')).toThrow('There is no text to import.')
  })
})
