/** A board as files; each is a plain link, made of what is on disk. */
import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { exporterFor } from '../../shared/exports/registry.ts'
import { exportSourceOf } from '../../shared/exports/source.ts'
import { mayDo } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Log } from '../log.ts'
import { type Env, savedState, who } from '../middleware/access.ts'

export const exportRoutes = ({ log }: { log: Log }) =>
  new Hono<Env>().get(
    '/:file',
    describeRoute({
      summary: 'A board as a file: mapping.csv, board.json, board.md',
      description: '`?set=full` adds comments, for facilitators; the public set is the default.',
    }),
    who('exportPublic'),
    async (c) => {
      const { room, grant } = c.get('access')
      const set = c.req.query('set') === 'full' ? 'full' : 'public'
      if (set === 'full' && !mayDo(grant.role, 'exportFull')) throw new Problem('role_forbids', 'exportFull')
      const exporter = exporterFor(c.req.param('file'))
      if (!exporter) throw new Problem('not_found', '')
      await savedState(room)
      const source = exportSourceOf(room.doc, {
        board: room.id,
        snapshot: room.reads.snapshot(),
        at: room.state.changedAt,
        set,
      })
      log.info({ board: room.id, file: exporter.file, set }, 'exported')
      return c.body(exporter.write(source), 200, {
        'content-type': exporter.mediaType,
        'content-disposition': `attachment; filename="${fileName(source.snapshot.facts.title, exporter.file)}"`,
        'cache-control': 'no-store',
      })
    },
  )

/** `Hard Truths: our response` and `mapping.csv` → hard-truths-our-response-mapping.csv */
function fileName(title: string, file: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return slug ? `${slug}-${file}` : file
}
