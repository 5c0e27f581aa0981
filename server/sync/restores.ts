/**
 * When a board was made again what it had been, as its journal adds it up.
 */
import type { ParticipantId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import type { Decision } from '../../shared/consult/vote.ts'
import type { RestoreEntry, RestoreStep } from '../../shared/past/calls.ts'
import type { Position } from '../store/contract.ts'

export interface Restored extends RestoreEntry {
  /** Where the journal stood right before and right after. */
  before: Position
  after: Position
  opened: readonly Decision[]
}

export class Restores {
  private all: readonly Restored[] = []

  list(): readonly Restored[] {
    return this.all
  }

  restored(number: number): Restored | undefined {
    return this.all.find((it) => it.restore === number)
  }

  fold(after: Position, body: RestoreStep, at: Millis, by: ParticipantId | 'server'): void {
    if (body.step === 'restore') {
      const { step: _, ...what } = body
      this.all = [...this.all, { ...what, at, by, after, takenBack: null }]
    } else {
      const takenBack = { at, by, ...(body.reason && { reason: body.reason }) }
      this.all = this.all.map((it) => (it.restore === body.restore ? { ...it, takenBack } : it))
    }
  }

  toJSON(): readonly Restored[] {
    return this.all
  }

  restore(saved: readonly Restored[]): void {
    this.all = saved
  }
}
