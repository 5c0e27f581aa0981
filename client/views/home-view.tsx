export function HomeView() {
  return <h1>Due Regard</h1>
}
