/** A document as one page of HTML, to read and to print on A4, without anything it would have to fetch. */
import { writeSvg } from '../picture/shapes.ts'
import type { Block, DocumentCell, OfficeDocument } from './document.ts'
import { xml } from './xml.ts'

const STYLE =
  'body{font:16px/1.5 Arial,Helvetica,sans-serif;color:#212b32;background:#fff;margin:24px auto;padding:0 16px}' +
  'h1{color:#003087;font-size:28px;line-height:1.2;margin:0 0 16px}h2{color:#003087;font-size:20px;margin:28px 0 8px}h3{font-size:17px;margin:20px 0 6px}' +
  'table{border-collapse:collapse;width:100%;margin:8px 0 16px;font-size:14px}caption{position:absolute;left:-9999px}' +
  'th,td{text-align:left;vertical-align:top;padding:6px 8px;border-bottom:1px solid #b6c0c7;overflow-wrap:anywhere}' +
  'thead th{background:#003087;color:#fff}thead{display:table-header-group}tr{break-inside:avoid}' +
  '.over,.quiet,footer{color:#4c6272}.over{margin:0}.missing{background:#fff4e0;color:#8a4b00;font-style:italic;padding:2px 8px}' +
  'footer{border-top:1px solid #d8dde0;margin-top:28px;padding-top:8px;font-size:14px}svg{max-width:100%;height:auto}' +
  '@media print{body{margin:0;font-size:10.5pt}thead th{-webkit-print-color-adjust:exact;print-color-adjust:exact}}'

export function writeHtml(document: OfficeDocument): string {
  const { title, over, foot, isLandscape, blocks } = document
  // The foot of a printed page, where a browser draws one.
  const page =
    `@page{size:A4${isLandscape ? ' landscape' : ''};margin:16mm 16mm 18mm;` +
    `@bottom-left{content:${cssText(foot)};font:8pt Arial;color:#4c6272}@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt Arial;color:#4c6272}}`
  return (
    `<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><title>${xml(title)}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<style>${STYLE}body{max-width:${isLandscape ? 1240 : 860}px}${page}</style></head>\n<body><main>\n` +
    `${over ? `<p class="over">${xml(over)}</p>\n` : ''}<h1>${xml(title)}</h1>\n${blocks.map(written).join('\n')}\n` +
    `</main>\n<footer>${xml(foot)}</footer></body>\n</html>\n`
  )
}

/** In a style sheet, inside a page: nothing in it ends the string or the element. */
const cssText = (text: string): string =>
  `"${text.replace(/[^\p{L}\p{N} .,:;·()-]/gu, (it) => `\\${(it.codePointAt(0) ?? 32).toString(16)} `)}"`

function written(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level + 1}>${xml(block.text)}</h${block.level + 1}>`
    case 'words':
      return block.text
        .split(/\n+/)
        .filter((it) => it.trim() !== '')
        .map(
          (it) => `<p${block.look && block.look !== 'plain' ? ` class="${block.look}"` : ''}>${xml(it)}</p>`,
        )
        .join('')
    case 'list': {
      const tag = block.isNumbered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((it) => `<li>${xml(it)}</li>`).join('')}</${tag}>`
    }
    case 'table':
      return (
        `<table><caption>${xml(block.caption)}</caption><colgroup>${block.widths.map((it) => `<col style="width:${Math.round((it / block.widths.reduce((a, b) => a + b, 0)) * 1000) / 10}%">`).join('')}</colgroup>` +
        `<thead><tr>${block.head.map((it) => `<th scope="col">${xml(it)}</th>`).join('')}</tr></thead><tbody>` +
        block.rows
          .map(
            (cells) =>
              `<tr>${block.head.map((_, at) => cell(cells[at] ?? '', block.isNamed === true && at === 0)).join('')}</tr>`,
          )
          .join('') +
        '</tbody></table>'
      )
    case 'picture':
      return writeSvg(block.picture).replace(/^<\?xml[^>]*>\n/, '')
  }
}

function cell(content: DocumentCell, isName: boolean): string {
  const lines = (text: string) => text.split('\n').map(xml).join('<br>')
  const words =
    typeof content === 'string'
      ? lines(content)
      : [content.bold && `<strong>${lines(content.bold)}</strong>`, lines(content.text)]
          .filter(Boolean)
          .join('<br>')
  return isName ? `<th scope="row">${words}</th>` : `<td>${words}</td>`
}
