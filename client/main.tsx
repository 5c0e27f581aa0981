import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { hideLinkKey } from './session/link-key.ts'
import { keepShell } from './shell/keep-shell.ts'
import { keepFocus } from './ui/kept-focus.ts'
import { closeLeftPopovers } from './ui/left-popovers.ts'
import { steadyPresses } from './ui/steady-press.ts'
import './styles/base.css'

hideLinkKey()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

keepFocus()
closeLeftPopovers()
steadyPresses()
keepShell()
