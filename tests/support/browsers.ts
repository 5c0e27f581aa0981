/**
 * Playwright's tests, with one thing that none of them may bring about: a page or worker that does what its
 * content security policy forbids. The policy is the server's own, the one that people get.
 */
import { type BrowserContext, test as base, expect } from 'playwright/test'

export * from 'playwright/test'

/** Of the test that runs; a process runs one at a time. */
const violations: string[] = []
/** What the test that runs has opened: left open, it would go on beside all that come after. */
const opened = new Set<BrowserContext>()

async function watch(context: BrowserContext): Promise<void> {
  await context.exposeFunction('tellViolation', (what: string) => {
    violations.push(what)
  })
  await context.addInitScript(() => {
    addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
        const { tellViolation } = window as unknown as { tellViolation(what: string): void }
        tellViolation(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`)
      },
    )
  })
  // Of what a worker does, the console alone tells.
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
}

export const test = base.extend<{ keepsPolicy: undefined }, object>({
  browser: [
    async ({ browser }, use) => {
      const newContext = browser.newContext.bind(browser)
      browser.newContext = async (options) => {
        const context = await newContext(options)
        await watch(context)
        opened.add(context)
        return context
      }
      await use(browser)
    },
    { scope: 'worker' },
  ],
  keepsPolicy: [
    async ({ browser: _ }, use) => {
      violations.length = 0
      opened.clear()
      await use(undefined)
      await Promise.all(Array.from(opened, (it) => it.close()))
      expect(violations, 'what the content security policy refused').toEqual([])
    },
    { auto: true },
  ],
})
