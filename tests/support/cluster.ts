/**
 * Several real servers over one real Redis, each a process of its own, to be ended and paused in any way.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRedisServer, type RedisServer } from './redis-server.ts'
import { type ServerProcess, startProcess } from './server-process.ts'

export interface Cluster {
  redis: RedisServer
  nodes: ServerProcess[]
  /** One more, or one in the place of another; `main` is the server of another version. */
  add(at?: number, main?: string): Promise<ServerProcess>
  /** Which of the nodes keeps a board; undefined where none does. */
  keeperOf(board: string): Promise<ServerProcess | undefined>
  remove(): Promise<void>
}

export async function openCluster(
  main: string,
  count: number,
  settings: Record<string, string> = {},
  /** Of each of the servers, by their order. */
  environments: readonly Record<string, string>[] = [],
): Promise<Cluster> {
  const redis = await openRedisServer(settings)
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-cluster-'))
  const nodes: ServerProcess[] = []
  const cluster: Cluster = {
    redis,
    nodes,
    async add(at = nodes.length, version = main) {
      const node = await startProcess(version, {
        REDIS_URL: redis.url,
        DATA_DIR: folder,
        ...environments[at],
      })
      nodes[at] = node
      return node
    },
    async keeperOf(board) {
      const held = await redis.ask('GET', `due-regard:{board:${board}}:owner`)
      const port = new URL(String(held ?? 'x y http://none').split(' ')[2] ?? '').port
      return nodes.find((it) => new URL(it.base).port === port)
    },
    async remove() {
      for (const node of nodes) {
        node.kill('SIGCONT')
        node.kill('SIGKILL')
        await node.ended
      }
      await redis.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await Promise.all(Array.from({ length: count }, (_, at) => cluster.add(at)))
  return cluster
}
