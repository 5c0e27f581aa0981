export function ProjectorPage({ board }: { board: string }) {
  return <h1>{board}</h1>
}
