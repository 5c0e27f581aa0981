#!/usr/bin/env node
/** `npx due-regard`: the built server of the package, keeping its boards in ./data of where it is called. */
import '../dist/server/main.js'
