/**
 * The pages by their address. Each is loaded when it is first asked for.
 */
import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Announcer } from './ui/announcer.tsx'
import { ToastRegion } from './ui/toasts.tsx'

const HomeView = lazy(() => import('./views/home-view.tsx').then((it) => ({ default: it.HomeView })))
const BoardPage = lazy(() => import('./views/board-page.tsx').then((it) => ({ default: it.BoardPage })))
const ProjectorPage = lazy(() =>
  import('./views/projector/projector-page.tsx').then((it) => ({ default: it.ProjectorPage })),
)

export function App() {
  return (
    <>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/b/:board/present">{({ board }) => <ProjectorPage board={board} />}</Route>
          <Route path="/b/:board/*?">{({ board }) => <BoardPage board={board} />}</Route>
          <Route>
            <HomeView />
          </Route>
        </Switch>
      </Suspense>
      <ToastRegion />
      <Announcer />
    </>
  )
}
