/**
 * The sealed versions of a board and what meetings made of them, as its journal adds them up.
 */
import type { ParticipantId } from '../../shared/board.ts'
import type { Millis } from '../../shared/clock.ts'
import type { ApprovalRecord, SealRecord, VersionReply } from '../../shared/version.ts'

export class Versions {
  private all: VersionReply[] = []

  list(): readonly VersionReply[] {
    return this.all
  }

  version(number: number): VersionReply | undefined {
    return this.all.find((it) => it.version === number)
  }

  foldSeal(body: SealRecord, at: Millis, by: ParticipantId | 'server'): void {
    this.all = [...this.all, { ...body, sealedAt: at, by, approvals: [] }]
  }

  foldApproval({ version, approval }: ApprovalRecord, at: Millis): void {
    this.all = this.all.map((it) =>
      it.version === version ? { ...it, approvals: [...it.approvals, { ...approval, recordedAt: at }] } : it,
    )
  }

  toJSON(): readonly VersionReply[] {
    return this.all
  }

  restore(saved: readonly VersionReply[]): void {
    this.all = [...saved]
  }
}
