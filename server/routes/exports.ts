/** A board as files; each is a plain link, made of what is on disk. */
import { type Context, Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { titleOf } from '../../shared/doc/reads/facts.ts'
import type { Exporter } from '../../shared/exports/contract.ts'
import { isPaperKind, type PaperKind } from '../../shared/exports/paper/paper.ts'
import { EXPORTERS, exporterFor } from '../../shared/exports/registry.ts'
import { mayDo } from '../../shared/policy.ts'
import { Problem } from '../../shared/problem.ts'
import type { Desk } from '../desk.ts'
import type { Log } from '../log.ts'
import { type Env, savedState, who } from '../middleware/access.ts'
import { fileOrder } from '../past/file-order.ts'

export const exportRoutes = ({ log, desk }: { log: Log; desk: Desk }) =>
  new Hono<Env>().get(
    '/:file',
    describeRoute({
      summary: `A board as a file: ${EXPORTERS.map((it) => it.file).join(', ')}, briefing-<lead>.docx`,
      description:
        '`?set=full` adds comments, for facilitators; the public set is the default. `?kind=` of a board paper: proposal, plan or progress. `?since=` of what tells of changes: the number of an earlier version; the latest before where left out.',
    }),
    who('exportPublic'),
    async (c) => {
      const { room, grant } = c.get('access')
      const { exporter, set, kind, since } = askedFor(c)
      const { file } = exporter
      let title = ''
      const written = await desk.write(grant.participant, async () => {
        await savedState(room)
        title = titleOf(room.doc)
        return fileOrder(room, exporter, { set, kind, since })
      })
      log.info({ board: room.id, file, set }, 'exported')
      return fileReply(c, exporter, title, written)
    },
  )

/** Which file, in which set; refused where the role may not have it. */
export function askedFor(c: Context<Env>): {
  exporter: Exporter
  set: 'public' | 'full'
  kind: PaperKind | undefined
  since: number | undefined
} {
  const exporter = exporterFor(c.req.param('file') ?? '')
  if (!exporter) throw new Problem('not_found', '')
  const set = exporter.isFull || c.req.query('set') === 'full' ? 'full' : 'public'
  if (set === 'full' && !mayDo(c.get('access').grant.role, 'exportFull')) {
    throw new Problem('role_forbids', 'exportFull')
  }
  const kind = c.req.query('kind')
  if (kind !== undefined && !isPaperKind(kind)) throw new Problem('value_invalid', 'kind')
  const since = c.req.query('since')
  return { exporter, set, kind, since: since === undefined ? undefined : Number(since) }
}

export const fileReply = (c: Context<Env>, exporter: Exporter, title: string, written: string | Uint8Array) =>
  c.body(written as string, 200, {
    'content-type': exporter.mediaType,
    'content-disposition': `attachment; filename="${fileName(title, exporter.file)}"`,
    'cache-control': 'no-store',
  })

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
