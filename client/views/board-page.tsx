export function BoardPage({ board }: { board: string }) {
  return <h1>{board}</h1>
}
