/** The guide, in a tab of its own: whoever asks for it keeps the page they are on. */
import { CircleHelp } from 'lucide-react'
import { ButtonLink } from './button.tsx'

export function HelpLink() {
  return (
    <ButtonLink
      look="quiet"
      slim
      href="/help"
      target="_blank"
      rel="noreferrer"
      aria-label="Help, in a new tab"
      title="Help"
      icon={<CircleHelp size={19} aria-hidden />}
    />
  )
}
