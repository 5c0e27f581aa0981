#!/usr/bin/env node
/**
 * `npx due-regard`: the built server of the package, keeping its boards in ./data of where it is called.
 * With the name of a command it looks after what is kept there: `npx due-regard help`.
 */
await import(process.argv[2] === undefined ? '../dist/server/main.js' : '../dist/server/cli.js')
