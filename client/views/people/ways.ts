import type { Way } from '../../../shared/invited.ts'

export const WAY_WORDS: Readonly<Record<Way, string>> = {
  device: 'Own device',
  room: 'In the room',
  paper: 'On paper',
}
