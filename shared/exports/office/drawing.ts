/**
 * A picture in a Word file: shapes that Word draws itself, sharp at every size, with the picture's words as
 * its alternative text.
 */
import { INKS, type Picture, type Shape } from '../picture/shapes.ts'
import { xml } from './xml.ts'

/** English Metric Units in a pixel of the picture. */
const EMU = 9_525
const MOST_ALT = 4_000

/** `room` is how much there is for it, in EMU. */
export function drawingOf(
  { title, text, width, height, shapes }: Picture,
  number: number,
  room: { width: number; height: number },
): string {
  const scale = Math.min(1, room.width / (width * EMU), room.height / (height * EMU))
  const size = (value: number) => Math.round(value * EMU * scale)
  let id = number * 10_000
  const nextId = () => {
    id += 1
    return id
  }
  const drawn = shapes.map((it) => shapeOf(it, { size, scale, edge: width }, nextId)).join('')
  const extent = `cx="${size(width)}" cy="${size(height)}"`
  return (
    `<mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ${extent}/>` +
    `<wp:docPr id="${number}" name="${xml(title)}" descr="${xml(text.join(' ').slice(0, MOST_ALT))}"/>` +
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">' +
    `<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext ${extent}/><a:chOff x="0" y="0"/><a:chExt ${extent}/></a:xfrm></wpg:grpSpPr>` +
    `${drawn}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent>`
  )
}

type Size = (value: number) => number
/** `edge` is where the picture ends at the right, in pixels. */
interface Measure {
  size: Size
  scale: number
  edge: number
}

function shapeOf(shape: Shape, measure: Measure, nextId: () => number): string {
  const { size, scale } = measure
  const at = shape.at ?? {}
  const value = (name: string) => Number(at[name] ?? 0)
  switch (shape.el) {
    case 'rect':
      return box(
        nextId(),
        [size(value('x')), size(value('y')), size(value('width')), size(value('height'))],
        at.rx
          ? `<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val ${Math.round((value('rx') / Math.max(1, Math.min(value('width'), value('height')))) * 100_000)}"/></a:avLst></a:prstGeom>`
          : preset('rect'),
        paint(shape, scale),
      )
    case 'circle':
      return box(
        nextId(),
        [
          size(value('cx') - value('r')),
          size(value('cy') - value('r')),
          size(2 * value('r')),
          size(2 * value('r')),
        ],
        preset('ellipse'),
        paint(shape, scale),
      )
    case 'line':
      return line(shape, size, scale, nextId())
    case 'path':
      return /l/.test(String(at.d))
        ? polygon(shape, size, scale, nextId())
        : curve(shape, size, scale, nextId())
    case 'text':
      return words(shape, measure, nextId())
    default:
      return ''
  }
}

const preset = (name: string) => `<a:prstGeom prst="${name}"><a:avLst/></a:prstGeom>`

const box = (
  id: number,
  [x, y, width, height]: number[],
  geometry: string,
  painted: string,
  inside = '',
): string =>
  `<wps:wsp><wps:cNvPr id="${id}" name="Shape ${id}"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${width}" cy="${height}"/></a:xfrm>` +
  `${geometry}${painted}</wps:spPr>${inside || '<wps:bodyPr/>'}</wps:wsp>`

function paint({ fill, stroke, at = {} }: Shape, scale: number): string {
  const solid = (ink: keyof typeof INKS) =>
    `<a:solidFill><a:srgbClr val="${INKS[ink].slice(1).toUpperCase()}"/></a:solidFill>`
  const width = Math.round(Number(at['stroke-width'] ?? 1) * EMU * scale)
  return (
    (fill && fill !== 'none' ? solid(fill) : '<a:noFill/>') +
    (stroke
      ? `<a:ln w="${width}">${solid(stroke)}${at['stroke-dasharray'] ? '<a:prstDash val="dash"/>' : ''}</a:ln>`
      : '<a:ln><a:noFill/></a:ln>')
  )
}

/** Across or upright, as a box that is as thin as its pen: a line without height turns a picture on its side in some. */
function line({ stroke, at = {} }: Shape, size: Size, scale: number, id: number): string {
  const value = (name: string) => Number(at[name] ?? 0)
  const pen = Number(at['stroke-width'] ?? 1)
  const [left, top] = [Math.min(value('x1'), value('x2')), Math.min(value('y1'), value('y2'))]
  const [width, height] = [Math.abs(value('x2') - value('x1')), Math.abs(value('y2') - value('y1'))]
  const edges = [left, top, Math.max(width, pen), Math.max(height, pen)].map(size)
  return box(id, edges, preset('rect'), paint({ el: 'rect', ...(stroke && { fill: stroke }) }, scale))
}

/** Straight sides, each from the end of the one before: `M x y l dx dy l dx dy z`. */
function polygon(shape: Shape, size: Size, scale: number, id: number): string {
  const [x = 0, y = 0, ...steps] = (String(shape.at?.d).match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  const points = [[x, y] as const]
  for (let at = 0; at + 1 < steps.length; at += 2) {
    const [lastX, lastY] = points.at(-1) ?? [x, y]
    points.push([lastX + (steps[at] ?? 0), lastY + (steps[at + 1] ?? 0)])
  }
  const left = Math.min(...points.map((it) => it[0]))
  const top = Math.min(...points.map((it) => it[1]))
  const width = size(Math.max(...points.map((it) => it[0])) - left)
  const height = size(Math.max(...points.map((it) => it[1])) - top)
  const [first, ...rest] = points.map((it) => `<a:pt x="${size(it[0] - left)}" y="${size(it[1] - top)}"/>`)
  const geometry =
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>' +
    `<a:pathLst><a:path w="${width}" h="${height}"><a:moveTo>${first}</a:moveTo>${rest.map((it) => `<a:lnTo>${it}</a:lnTo>`).join('')}<a:close/></a:path></a:pathLst></a:custGeom>`
  return box(id, [size(left), size(top), width, height], geometry, paint(shape, scale))
}

/** A curve of one bend: `M x y C x y x y x y`. */
function curve(shape: Shape, size: Size, scale: number, id: number): string {
  const numbers = (String(shape.at?.d ?? '').match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  if (!/^M[^A-Z]*C/.test(String(shape.at?.d)) || numbers.length !== 8) return ''
  const points = [0, 2, 4, 6].map((at) => [numbers[at] as number, numbers[at + 1] as number] as const)
  const left = Math.min(...points.map(([x]) => x))
  const top = Math.min(...points.map(([, y]) => y))
  const width = size(Math.max(...points.map(([x]) => x)) - left)
  const height = size(Math.max(...points.map(([, y]) => y)) - top)
  const point = ([x, y]: readonly [number, number]) => `<a:pt x="${size(x - left)}" y="${size(y - top)}"/>`
  const [first, ...rest] = points.map(point)
  const geometry =
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>' +
    `<a:pathLst><a:path w="${width}" h="${height}" fill="none"><a:moveTo>${first}</a:moveTo><a:cubicBezTo>${rest.join('')}</a:cubicBezTo></a:path></a:pathLst></a:custGeom>`
  return box(id, [size(left), size(top), width, height], geometry, paint(shape, scale))
}

/** Lines of one text in a box without edges. */
function words(shape: Shape, { size, scale, edge }: Measure, id: number): string {
  const at = shape.at ?? {}
  const pixels = Number(at['font-size'] ?? 14)
  const lines = shape.inside?.length ? shape.inside.map((it) => it.words ?? '') : [shape.words ?? '']
  const anchor = at['text-anchor']
  // Words are a little wider in one face than in another: the box has room to spare. A box that sticks out
  // of the picture makes all of it smaller but its words in LibreOffice.
  const roomy = Math.max(...lines.map((it) => it.length)) * pixels * 0.68 + 20
  const width = anchor ? roomy : Math.min(roomy, edge - Number(at.x ?? 0))
  const halfPoints = Math.max(8, Math.round(pixels * 0.75 * scale * 2))
  const properties = `${at['font-weight'] ? '<w:b/>' : ''}<w:color w:val="${INKS[shape.fill && shape.fill !== 'none' ? shape.fill : 'ink'].slice(1).toUpperCase()}"/><w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`
  const side = anchor === 'end' ? 'right' : anchor === 'middle' ? 'center' : 'left'
  const before = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0
  const spacing = Math.round(halfPoints * 12.2)
  const content = lines
    .map(
      (it) =>
        `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="${spacing}" w:lineRule="exact"/><w:jc w:val="${side}"/></w:pPr><w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${xml(it)}</w:t></w:r></w:p>`,
    )
    .join('')
  return box(
    id,
    [
      size(Number(at.x ?? 0) - before),
      size(Number(at.y ?? 0) - pixels * 1.02),
      size(width),
      size(lines.length * pixels * 1.25 + 6),
    ],
    preset('rect'),
    '<a:noFill/><a:ln><a:noFill/></a:ln>',
    `<wps:txbx><w:txbxContent>${content}</w:txbxContent></wps:txbx><wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/>`,
  )
}
