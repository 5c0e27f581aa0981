/**
 * The doors, opened from where they are missed.
 */
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Doors } from './doors.tsx'

export function DoorsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="How to join" onClose={onClose} width="600px">
      <Doors />
      <Button onClick={onClose}>Done</Button>
    </Dialog>
  )
}
