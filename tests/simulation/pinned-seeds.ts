/** Seeds that once found something: always run, whatever else is. The number alone says nothing for ever. */
export const PINNED_SEEDS: readonly { seed: number; found: string }[] = [
  { seed: 8, found: 'a fresh copy made of the desk, with what was unsaved in it, sent blind' },
  { seed: 27, found: 'a lock of which the disk took a part, believed to be taken by somebody else' },
  { seed: 42, found: 'frames called saved while one before them was held' },
  { seed: 56, found: 'a deletion of unsaved changes in what the room was known to have' },
  { seed: 62, found: 'a change of the server’s own not sent to whoever changed something beside it' },
  { seed: 64, found: 'words doubled when two people came back at once' },
  { seed: 144, found: 'a projector that ended for good because its server was restarted often' },
  { seed: 224, found: 'words left over that gave way to other words left over' },
  { seed: 296, found: 'using mine put the words of others there again' },
  {
    seed: 269,
    found: 'two pages of one person that drew one client id: one called saved what was the other’s',
  },
  { seed: 335, found: 'a client id that two devices drew, taken for proof that a change had arrived' },
  {
    seed: 189,
    found: 'changed and changed back while another page of the device had its own way: the account',
  },
  { seed: 274, found: 'changed and changed back, with a rival on disk: the account' },
  {
    seed: 375,
    found: 'a link that stood still between opening and the first sync: refused, as if the copy were bad',
  },
  { seed: 352, found: 'an older change listed in the stead of a newer one of the same person' },
  { seed: 533, found: 'words doubled by one who came back after a rebuild' },
  { seed: 761, found: 'a failed sync while a board was opened, after which the process went on' },
  {
    seed: 1035,
    found: 'an older change listed in the stead of a newer one that another page of mine had left over',
  },
  {
    seed: 10244,
    found: 'a copy given out with what was to be saved in the same turn, as a sync failed for good',
  },
  { seed: 11511, found: 'a board written anew under a client id that an earlier epoch had retired' },
  { seed: 21021, found: 'the same: whatever the server had written anew nobody could change' },
  { seed: 101485, found: 'words doubled where somebody had taken out those before them, on a rebuilt board' },
  { seed: 2145, found: 'what others built on an unsaved change, kept without that change' },
]
