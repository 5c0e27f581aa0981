import type { Machine } from '../../server/store/embedded/machine.ts'

/** A machine on which every earlier process is gone. */
export const freshMachine: Machine = {
  me: async () => ({ pid: 7, began: '100', boot: 'b', space: 's' }),
  fate: async () => 'gone',
  isNetworkFolder: async () => false,
  isOfAnotherAccount: async () => false,
}
