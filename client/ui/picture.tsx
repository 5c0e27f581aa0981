/** A picture drawn on the page, in the page's own colours; what it shows in words is tied to it. */
import { createElement, type ReactNode, useId } from 'react'
import type { Picture as PictureData, Shape } from '../../shared/exports/picture/shapes.ts'

interface Props {
  picture: PictureData
  className?: string | undefined
}

export function Picture({ picture: { width, height, title, text, shapes }, className }: Props) {
  const id = useId()
  return (
    <svg
      className={className}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      role="img"
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}text`}
    >
      <title id={`${id}title`}>{title}</title>
      <desc id={`${id}text`}>{text.join(' ')}</desc>
      {shapes.map(drawn)}
    </svg>
  )
}

function drawn({ el, at = {}, fill, stroke, words, inside = [] }: Shape, key: number): ReactNode {
  const ink = (name: Shape['fill']) => name && (name === 'none' ? 'none' : `var(--${name})`)
  return createElement(
    el,
    {
      key,
      ...Object.fromEntries(Object.entries(at).map(([name, value]) => [inReact(name), value])),
      ...(fill && { fill: ink(fill) }),
      ...(stroke && { stroke: ink(stroke) }),
    },
    words,
    ...inside.map(drawn),
  )
}

/** stroke-width → strokeWidth */
const inReact = (name: string): string => name.replace(/-(\w)/g, (_, it: string) => it.toUpperCase())
