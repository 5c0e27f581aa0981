/**
 * The server's HTTP calls, typed by `shared/api.ts`.
 *
 * A refusal comes back as a thrown `Problem` with the server's own code; a server that cannot be reached is
 * `unreachable`. Every call of a board names the link it speaks for.
 */
import type {
  BoardPatch,
  BoardReply,
  DoorsReply,
  ErrorReply,
  HistoryReply,
  HomeReply,
  ImportMode,
  ImportReply,
  Join,
  JoinByCode,
  JoinReply,
  Leave,
  LeaveReply,
  LinkPatch,
  LinkReply,
  NewBoard,
  NewBoardReply,
  NewLink,
  PeopleReply,
  PersonPatch,
  StatementReply,
  StatementRow,
} from '../../shared/api.ts'
import type { BoardId, LinkId, ParticipantId, StatementId } from '../../shared/board.ts'
import { evenJson } from '../../shared/even-length.ts'
import type { FindName, NamesReply } from '../../shared/invited.ts'
import { isProblemCode, Problem, type ProblemCode } from '../../shared/problem.ts'
import type { PersonCard } from '../../shared/wire.ts'

type Query = Record<string, string | number | undefined>

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Query
  /** Sent as JSON, or as CSV where it is text. */
  body?: unknown
  /** As long whatever it says: for what nobody on the network is to guess. */
  isEven?: boolean
  headers?: Record<string, string>
}

export interface Api {
  home(): Promise<HomeReply>
  /** The creation key is asked for where `home()` says so; `as` is the grant on the board it starts from. */
  createBoard(board: NewBoard, createKey?: string, as?: LinkId): Promise<NewBoardReply>
  join(board: BoardId, join: Join): Promise<JoinReply>
  /** By the code on the wall, or by a person's own. */
  joinByCode(join: JoinByCode): Promise<JoinReply>
  /** What a wall shows to come in by, asked with the key of a link that lets people in. */
  wall(board: BoardId, key: string): Promise<DoorsReply>
  findName(board: BoardId, find: FindName): Promise<NamesReply>
  /** `seat` is somebody who answers on this device beside its owner. */
  at(board: BoardId, as: LinkId, seat?: string): BoardApi
}

export interface BoardApi {
  read(): Promise<BoardReply>
  /** Names the state it changes from; `state_stale` when that is no longer so. */
  patch(patch: BoardPatch): Promise<BoardReply>
  statements(): Promise<StatementReply[]>
  /** Rows, or CSV text with its headings. */
  importStatements(rows: readonly StatementRow[] | string, mode: ImportMode): Promise<ImportReply>
  links(): Promise<LinkReply[]>
  makeLink(link: NewLink): Promise<LinkReply>
  changeLink(id: LinkId, patch: LinkPatch): Promise<LinkReply>
  people(): Promise<PeopleReply>
  changePerson(id: ParticipantId, patch: PersonPatch): Promise<PersonCard>
  history(filter?: { statement?: StatementId; before?: number; limit?: number }): Promise<HistoryReply>
  /** Ends this device's grant. */
  leave(how?: Leave): Promise<LeaveReply>
  /** The address of an export, for a plain link. */
  exportUrl(
    file: string,
    options?: { version?: number; set?: 'public' | 'full'; kind?: string; since?: number },
  ): string
  /** Any other call under this board. */
  call<Reply>(path: string, call?: Call): Promise<Reply>
}

export function openApi(send: typeof fetch = (...args) => fetch(...args), base = ''): Api {
  async function call<Reply>(
    path: string,
    { method, query, body, isEven, headers }: Call = {},
  ): Promise<Reply> {
    const text = typeof body === 'string'
    let response: Response
    try {
      response = await send(base + withQuery(path, query), {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          ...(body !== undefined && {
            'content-type': text ? 'text/csv; charset=utf-8' : 'application/json',
          }),
          ...headers,
        },
        ...(body !== undefined && { body: text ? body : isEven ? evenJson(body) : JSON.stringify(body) }),
      })
    } catch (error) {
      throw new Problem('unreachable', path, { cause: error })
    }
    if (!response.ok) throw await problemOf(response)
    try {
      return (await response.json()) as Reply
    } catch (error) {
      // A network that wants to be signed in to answers every call with a page of its own.
      throw new Problem('unreachable', path, { cause: error })
    }
  }

  return {
    home: () => call('/api/home'),
    createBoard: (board, createKey, as) =>
      call('/api/boards', {
        query: { as },
        body: board,
        ...(createKey && { headers: { 'x-create-key': createKey } }),
      }),
    join: (board, join) => call(`/api/boards/${board}/join`, { body: join }),
    joinByCode: (join) => call('/api/join', { body: join }),
    wall: (board, key) => call(`/api/boards/${board}/wall`, { body: { key } }),
    findName: (board, find) => call(`/api/boards/${board}/names`, { body: find }),
    at(board, as, seat) {
      const path = `/api/boards/${board}`
      const here = <Reply>(below: string, { query, ...rest }: Call = {}) =>
        call<Reply>(path + below, { ...rest, query: { as, seat, ...query } })
      return {
        read: () => here(''),
        patch: (patch) => here('', { method: 'PATCH', body: patch }),
        statements: () => here('/statements'),
        importStatements: (rows, mode) => here('/statements', { query: { mode }, body: rows }),
        links: () => here('/links'),
        makeLink: (link) => here('/links', { body: link }),
        changeLink: (id, patch) => here(`/links/${id}`, { method: 'PATCH', body: patch }),
        people: () => here('/people'),
        changePerson: (id, patch) => here(`/people/${id}`, { method: 'PATCH', body: patch }),
        history: (filter) => here('/history', { query: { ...filter } }),
        leave: (how = {}) => here('/leave', { body: how }),
        exportUrl: (file, { version, set, kind, since } = {}) =>
          base +
          withQuery(`${path}${version === undefined ? '' : `/versions/${version}`}/exports/${file}`, {
            as,
            set,
            kind,
            since,
          }),
        call: here,
      }
    },
  }
}

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** What somebody in between says in their own words that is about the call, whoever says it. */
const MEANT: Partial<Record<number, ProblemCode>> = { 413: 'too_large', 429: 'too_many', 500: 'internal' }

/**
 * What the server said. Every refusal of its own names its code: one that does not is a proxy's or a network's,
 * and tells nothing of the board, whether it is there, or who may enter it.
 */
async function problemOf(response: Response): Promise<Problem> {
  try {
    const { error } = (await response.json()) as ErrorReply
    if (isProblemCode(error.code)) return new Problem(error.code, error.detail ?? error.message)
  } catch {
    // Not a reply of ours.
  }
  return new Problem(MEANT[response.status] ?? 'unreachable', String(response.status))
}

/** The calls of this page's own server. */
export const api = openApi()
