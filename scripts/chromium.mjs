/**
 * The Chromium of this machine, installed where that is possible and none is there. None is ever downloaded
 * by Playwright.
 */
import { delimiter, join } from 'node:path'
import { installPackage, isExecutable } from './packages.mjs'

export const NO_CHROMIUM =
  'No Chromium: set CHROMIUM_PATH to one, or run as root so that it can be installed.'

/** What every run of it needs: no sandbox in a container, nothing of its own over the network. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Its path, or null. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return isExecutable(named) ? named : null
  const found = onPath()
  if (found !== null || process.getuid?.() !== 0) return found
  installPackage('chromium', 'Chromium')
  return onPath()
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = folders.map((it) => join(it, name)).find(isExecutable)
    if (found) return found
  }
  return null
}
