import { expect, it } from 'vitest'
import { FILE_GROUPS } from '../../../shared/exports/catalogue.ts'
import { EXPORTERS } from '../../../shared/exports/registry.ts'

it('every file that can be written is offered, once, and no other', () => {
  const offered = FILE_GROUPS.flatMap((it) => it.things)
    .flatMap((it) => it.forms)
    .map((it) => it.file)

  expect([...offered].sort()).toEqual(EXPORTERS.map((it) => it.file).sort())
})
