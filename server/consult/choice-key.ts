/**
 * Who a choice is of, in a way that only this board's choice key can tell.
 *
 * The key is a file of its own beside the journal: it is in no export, and once it is destroyed nobody can
 * say any more whose choices the records hold.
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { ParticipantId } from '../../shared/board.ts'
import type { VoterOf } from '../../shared/consult/vote.ts'
import type { BoardFiles } from '../store/contract.ts'

const FILE = 'choice.key'
const KEY_BYTES = 32
const VOTER_BYTES = 16

/** Null where the board has no key: no vote was ever opened, or the key was destroyed. */
export async function readVoterOf(files: BoardFiles): Promise<VoterOf | null> {
  const key = await files.read(FILE)
  return key === null ? null : voterOfKey(key)
}

const making = new WeakMap<BoardFiles, Promise<VoterOf>>()

/** As `readVoterOf`; makes the key, durably, where there is none yet. Who asks meanwhile is given the same. */
export function makeVoterOf(files: BoardFiles): Promise<VoterOf> {
  const made = making.get(files) ?? readOrMake(files).finally(() => making.delete(files))
  making.set(files, made)
  return made
}

async function readOrMake(files: BoardFiles): Promise<VoterOf> {
  const found = await readVoterOf(files)
  if (found) return found
  const key = randomBytes(KEY_BYTES)
  await files.write(FILE, key)
  return voterOfKey(key)
}

/** From then on nobody can tell whose choice a record is. */
export const destroyChoiceKey = (files: BoardFiles): Promise<void> => files.remove(FILE)

/** Each person is reckoned once: to show a whole board asks for everybody again with every statement. */
function voterOfKey(key: Uint8Array): VoterOf {
  const known = new Map<ParticipantId, string>()
  return (participant) => {
    const voter = known.get(participant) ?? voterIn(key, participant)
    known.set(participant, voter)
    return voter
  }
}

const voterIn = (key: Uint8Array, participant: ParticipantId): string =>
  createHmac('sha256', key).update(participant).digest().subarray(0, VOTER_BYTES).toString('base64url')
