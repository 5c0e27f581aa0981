/**
 * The product's mark: three columns, falling, and its name.
 */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" style={{ flex: 'none' }}>
      <rect x="1" y="2" width="6.5" height="20" rx="1.6" fill="var(--blue)" />
      <rect x="9" y="2" width="6.5" height="13.5" rx="1.6" fill="var(--plum)" />
      <rect x="17" y="2" width="6" height="8.5" rx="1.6" fill="var(--ochre)" />
    </svg>
  )
}
