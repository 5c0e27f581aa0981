/**
 * Asks the browser to keep the shell on this device, once the page has everything it needs for itself.
 *
 * Browsers do so on https and on localhost only. Elsewhere everything works, except opening a board without
 * a network.
 */
const AFTER_LOAD_MS = 2_000

export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const register = () =>
    setTimeout(() => {
      // Refused (private windows, a policy of the house) is as good as not there.
      navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => {})
    }, AFTER_LOAD_MS)
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register, { once: true })
}

/** Asks whether there is a newer shell to keep; the one in use stays until the page is opened again. */
export async function renewShell(): Promise<void> {
  const kept = await navigator.serviceWorker?.getRegistration()
  await kept?.update()
}
