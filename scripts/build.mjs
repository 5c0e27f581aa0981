/** Builds client and server where their sources have changed since the last time. */
import { build } from './prepare.mjs'

build()
