/**
 * The pages by their address. Each is loaded when it is first asked for.
 */
import { Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Announcer } from './ui/announcer.tsx'
import { lazyPart } from './ui/lazy-part.ts'
import { ToastRegion } from './ui/toasts.tsx'

const HomeView = lazyPart(() => import('./views/home-view.tsx').then((it) => it.HomeView))
const BoardPage = lazyPart(() => import('./views/board-page.tsx').then((it) => it.BoardPage))
const ProjectorPage = lazyPart(() =>
  import('./views/projector/projector-page.tsx').then((it) => it.ProjectorPage),
)
const ChoicesPage = lazyPart(() => import('./views/choices/choices-page.tsx').then((it) => it.ChoicesPage))
const PeoplePage = lazyPart(() => import('./views/people/people-page.tsx').then((it) => it.PeoplePage))
const CheckPage = lazyPart(() => import('./views/check/check-page.tsx').then((it) => it.CheckPage))
const AccessibilityPage = lazyPart(() =>
  import('./views/accessibility/accessibility-page.tsx').then((it) => it.AccessibilityPage),
)
const HelpPage = lazyPart(() => import('./views/help/help-page.tsx').then((it) => it.HelpPage))

export function App() {
  return (
    <>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/b/:board/present">{({ board }) => <ProjectorPage board={board} />}</Route>
          <Route path="/b/:board/choices">{({ board }) => <ChoicesPage board={board} />}</Route>
          <Route path="/b/:board/people">{({ board }) => <PeoplePage board={board} />}</Route>
          <Route path="/b/:board/*?">{({ board }) => <BoardPage board={board} />}</Route>
          <Route path="/check">
            <CheckPage />
          </Route>
          <Route path="/accessibility">
            <AccessibilityPage />
          </Route>
          <Route path="/help/:slug?">{({ slug }) => <HelpPage slug={slug} />}</Route>
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
