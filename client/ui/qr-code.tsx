/**
 * A text as a square to point a phone at: always dark on white, for cameras read nothing else.
 */
import { useMemo } from 'react'
import { encode } from 'uqr'

const QUIET = 2

export default function QrCode({ text, label, size }: { text: string; label: string; size?: string }) {
  const { side, path } = useMemo(() => {
    const { data } = encode(text, { ecc: 'L', border: 0 })
    let path = ''
    data.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`
      })
    })
    return { side: data.length + QUIET * 2, path }
  }, [text])
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      style={{
        display: 'block',
        flex: 'none',
        width: size ?? '100%',
        height: 'auto',
        aspectRatio: '1',
        borderRadius: 8,
        forcedColorAdjust: 'none',
      }}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
