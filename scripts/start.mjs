/**
 * `npm start`: installs and builds where needed, then is the server, in this very process, so that a
 * signal sent to it arrives.
 */
import { build, install, requireNode } from './prepare.mjs'

requireNode()
install()
build()
await import('../dist/server/main.js')
