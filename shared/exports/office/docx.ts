/**
 * A document as Word opens it (Office Open XML, ISO/IEC 29500): real headings, tables whose first row is
 * repeated and named as heading, a language, and at the foot of every page what it is and which page.
 */
import type { Block, DocumentCell, OfficeDocument } from './document.ts'
import { drawingOf } from './drawing.ts'
import { coreProperties, relations } from './package.ts'
import { XML_HEAD, xml } from './xml.ts'
import { zipOf } from './zip.ts'

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** In twentieths of a point: A4, and margins of 2 cm, a little less above and below. */
const A4 = { short: 11_906, long: 16_838 }
const MARGIN = 1_134
const ABOVE = 907
const TITLE = 1_400
const LONGEST_LEAD_IN = 200
/** English Metric Units in a twentieth of a point. */
const EMU_EACH = 635

function roomOf({ isLandscape }: Pick<OfficeDocument, 'isLandscape'>) {
  const width = (isLandscape ? A4.long : A4.short) - 2 * MARGIN
  // Beside a picture there is room for the title, so that both stand on one page.
  const height = (isLandscape ? A4.short : A4.long) - 2 * ABOVE - TITLE
  return { width: width * EMU_EACH, height: height * EMU_EACH }
}

/** How tall a picture may be that is as wide as a page lying on its side: a taller one is made smaller. */
export function tallestPicture(width: number): number {
  const room = roomOf({ isLandscape: true })
  return Math.floor((room.height / room.width) * width)
}

export function writeDocx(document: OfficeDocument): Uint8Array {
  const width = (document.isLandscape ? A4.long : A4.short) - 2 * MARGIN
  const room = roomOf(document)
  let pictures = 0
  const body = document.blocks
    .map((block, at) => {
      if (block.kind !== 'picture') return written(block, width, isLeadIn(document.blocks, at))
      pictures += 1
      return `<w:p><w:pPr><w:keepLines/></w:pPr><w:r>${drawingOf(block.picture, pictures, room)}</w:r></w:p>`
    })
    .join('')
  return zipOf(
    {
      '[Content_Types].xml': contentTypes(),
      '_rels/.rels': relations([
        [`${RELATIONS}/officeDocument`, 'word/document.xml'],
        [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
      ]),
      'docProps/core.xml': coreProperties(document),
      'word/_rels/document.xml.rels': relations([
        [`${RELATIONS}/styles`, 'styles.xml'],
        [`${RELATIONS}/numbering`, 'numbering.xml'],
        [`${RELATIONS}/settings`, 'settings.xml'],
        [`${RELATIONS}/footer`, 'footer1.xml'],
      ]),
      'word/document.xml':
        `${XML_HEAD}<w:document xmlns:w="${MAIN}" xmlns:r="${RELATIONS}"` +
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"' +
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"' +
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"' +
        ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"' +
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"' +
        `><w:body>${styled('Over', document.over)}${styled('Title', document.title)}` +
        `${body}${section(document)}</w:body></w:document>`,
      'word/styles.xml': stylesXml(),
      'word/numbering.xml': numberingXml(),
      'word/settings.xml':
        `${XML_HEAD}<w:settings xmlns:w="${MAIN}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>` +
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>' +
        '<w:themeFontLang w:val="en-GB"/></w:settings>',
      'word/footer1.xml': footerXml(document.foot, width),
    },
    '[Content_Types].xml',
  )
}

/** A line between a heading and what it heads stands on one page with both. */
function isLeadIn(blocks: readonly Block[], at: number): boolean {
  const [above, words, below] = [blocks[at - 1], blocks[at], blocks[at + 1]]
  if (above?.kind !== 'heading' || words?.kind !== 'words' || !below) return false
  const isUnder = below.kind !== 'heading' || below.level > above.level
  return isUnder && below.kind !== 'words' && words.text.length <= LONGEST_LEAD_IN
}

function written(block: Exclude<Block, { kind: 'picture' }>, width: number, isLeadIn: boolean): string {
  switch (block.kind) {
    case 'heading':
      return styled(`Heading${block.level}`, block.text)
    case 'words':
      return block.text
        .split(/\n+/)
        .filter((it) => it.trim() !== '')
        .map((it) =>
          styled({ plain: '', missing: 'Missing', quiet: 'Quiet' }[block.look ?? 'plain'], it, isLeadIn),
        )
        .join('')
    case 'list':
      return block.items
        .map((it) =>
          paragraph(
            `<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${block.isNumbered ? 2 : 1}"/></w:numPr>`,
            run(it),
          ),
        )
        .join('')
    case 'table':
      return table(block, width)
  }
}

const styled = (style: string, text: string, isKept = false): string =>
  text
    ? paragraph(`${style && `<w:pStyle w:val="${style}"/>`}${isKept ? '<w:keepNext/>' : ''}`, run(text))
    : ''

const paragraph = (properties: string, content: string): string =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`

const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}${text
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${xml(line)}</w:t>`)
    .join('<w:br/>')}</w:r>`

function table(
  { caption, head, widths, rows, isNamed }: Extract<Block, { kind: 'table' }>,
  width: number,
): string {
  const all = widths.reduce((sum, it) => sum + it, 0)
  const columns = widths.map((it) => Math.floor((it / all) * width))
  const cell = (content: DocumentCell, at: number, look: 'head' | 'name' | 'plain') => {
    const style = look === 'head' ? 'TableHead' : 'TableText'
    const words =
      typeof content === 'string'
        ? cellWords(style, content, look === 'name' ? '<w:b/>' : '')
        : (content.bold || !content.text ? cellWords(style, content.bold, '<w:b/>') : '') +
          (content.text ? cellWords(style, content.text) : '')
    const shade = look === 'head' ? '<w:shd w:val="clear" w:color="auto" w:fill="003087"/>' : ''
    return `<w:tc><w:tcPr><w:tcW w:w="${columns[at] ?? 0}" w:type="dxa"/>${shade}</w:tcPr>${words}</w:tc>`
  }
  const border = (side: string, colour: string) =>
    `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="${colour}"/>`
  return (
    '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>' +
    `<w:tblW w:w="${width}" w:type="dxa"/><w:tblBorders>${['top', 'bottom', 'insideH'].map((it) => border(it, 'B6C0C7')).join('')}</w:tblBorders>` +
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>' +
    `<w:tblLook w:val="06${isNamed ? 'A' : '2'}0" w:firstRow="1" w:lastRow="0" w:firstColumn="${isNamed ? 1 : 0}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>` +
    `<w:tblCaption w:val="${xml(caption)}"/></w:tblPr>` +
    `<w:tblGrid>${columns.map((it) => `<w:gridCol w:w="${it}"/>`).join('')}</w:tblGrid>` +
    `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.map((it, at) => cell(it, at, 'head')).join('')}</w:tr>` +
    rows
      .map(
        (cells) =>
          `<w:tr><w:trPr><w:cantSplit/></w:trPr>${head
            .map((_, at) => cell(cells[at] ?? '', at, isNamed && at === 0 ? 'name' : 'plain'))
            .join('')}</w:tr>`,
      )
      .join('') +
    `</w:tbl>${paragraph('<w:pStyle w:val="AfterTable"/>', '')}`
  )
}

const cellWords = (style: string, text: string, properties = ''): string =>
  text
    .split('\n')
    .map((it) => paragraph(`<w:pStyle w:val="${style}"/>`, it ? run(it, properties) : ''))
    .join('')

function section({ isLandscape }: OfficeDocument): string {
  const size = isLandscape
    ? `<w:pgSz w:w="${A4.long}" w:h="${A4.short}" w:orient="landscape"/>`
    : `<w:pgSz w:w="${A4.short}" w:h="${A4.long}"/>`
  return (
    `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>${size}` +
    `<w:pgMar w:top="${ABOVE}" w:right="${MARGIN}" w:bottom="${ABOVE}" w:left="${MARGIN}" w:header="454" w:footer="454" w:gutter="0"/></w:sectPr>`
  )
}

function footerXml(foot: string, width: number): string {
  const field = (name: string) =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r>` +
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
  return (
    `${XML_HEAD}<w:ftr xmlns:w="${MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="${width}"/></w:tabs></w:pPr>` +
    `${run(foot)}<w:r><w:tab/></w:r>${run('Page ')}${field('PAGE')}${run(' of ')}${field('NUMPAGES')}</w:p></w:ftr>`
  )
}

function stylesXml(): string {
  const style = (id: string, name: string, paragraphs: string, runs: string, rest = '') =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>'}` +
    `${rest}<w:qFormat/><w:pPr>${paragraphs}</w:pPr><w:rPr>${runs}</w:rPr></w:style>`
  const space = (before: number, after: number) => `<w:spacing w:before="${before}" w:after="${after}"/>`
  const size = (points: number) => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`
  const colour = (value: string) => `<w:color w:val="${value}"/>`
  const next = '<w:next w:val="Normal"/>'
  return (
    `${XML_HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>` +
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>' +
    `${colour('212B32')}${size(10)}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>` +
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="90" w:line="257" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>' +
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
    style('Over', 'Over the title', space(0, 20), `${colour('4C6272')}${size(11)}`) +
    style('Title', 'Title', `<w:keepNext/>${space(0, 160)}`, `<w:b/>${colour('003087')}${size(20)}`, next) +
    style(
      'Heading1',
      'heading 1',
      `<w:keepNext/><w:keepLines/>${space(200, 60)}<w:outlineLvl w:val="0"/>`,
      `<w:b/>${colour('003087')}${size(13.5)}`,
      next,
    ) +
    style(
      'Heading2',
      'heading 2',
      `<w:keepNext/><w:keepLines/>${space(120, 40)}<w:outlineLvl w:val="1"/>`,
      `<w:b/>${size(11.5)}`,
      next,
    ) +
    style(
      'Missing',
      'Missing',
      '<w:shd w:val="clear" w:color="auto" w:fill="FFF4E0"/>',
      `<w:i/>${colour('8A4B00')}`,
    ) +
    style('Quiet', 'Quiet', '', `${colour('4C6272')}${size(9.5)}`) +
    style(
      'ListParagraph',
      'List Paragraph',
      '<w:spacing w:after="50"/><w:ind w:left="397" w:hanging="397"/>',
      '',
    ) +
    style('TableText', 'Table text', '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', size(8.5)) +
    style(
      'TableHead',
      'Table head',
      '<w:keepNext/><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
      `<w:b/>${colour('FFFFFF')}${size(9)}`,
    ) +
    style('AfterTable', 'After table', '<w:spacing w:after="0" w:line="160" w:lineRule="exact"/>', size(6)) +
    style('Footer', 'footer', space(0, 0), `${colour('4C6272')}${size(8.5)}`) +
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>' +
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/></w:style></w:styles>'
  )
}

function numberingXml(): string {
  const list = (id: number, format: string, text: string) =>
    `<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>` +
    `<w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/>` +
    '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
  return (
    `${XML_HEAD}<w:numbering xmlns:w="${MAIN}">${list(0, 'bullet', '•')}${list(1, 'decimal', '%1.')}` +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
  )
}

const contentTypes = (): string =>
  `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/>` +
  ['styles', 'numbering', 'settings']
    .map((it) => `<Override PartName="/word/${it}.xml" ContentType="${TYPE}.${it}+xml"/>`)
    .join('') +
  `<Override PartName="/word/footer1.xml" ContentType="${TYPE}.footer+xml"/>` +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
