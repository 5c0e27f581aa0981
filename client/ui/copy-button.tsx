/**
 * Copies a text and says so: on the button, and to whoever listens.
 *
 * Where the browser does not let a page copy (plain http on a local network), the text is selected in a
 * field instead, for the person to copy.
 */
import { Check, Copy } from 'lucide-react'
import { type ComponentProps, useEffect, useState } from 'react'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'

const SAID_MS = 2_500

interface Props extends Omit<ComponentProps<typeof Button>, 'onClick' | 'children' | 'icon'> {
  text: string
  /** What is copied, for those who cannot see which row the button is in: "participant link". */
  what: string
  children?: string
}

export function CopyButton({ text, what, children = 'Copy', ...rest }: Props) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Button
      {...rest}
      icon={copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      onClick={async () => {
        const done = await copyText(text)
        setCopied(done)
        announce(
          done
            ? `Copied the ${what}`
            : `This browser does not let us copy the ${what}. Select it and copy it.`,
        )
      }}
    >
      <span>
        {copied ? 'Copied' : children}
        <span className="visually-hidden">{copied ? ` ${what}` : beyond(children, what)}</span>
      </span>
    </Button>
  )
}

/**
 * What the button does not say to the eye, so that no word is heard twice: beside "Copy link" of "link for Ward
 * managers" the end, of "participant link" the beginning; beside "Copy the facilitator link" nothing.
 */
function beyond(seen: string, what: string): string {
  if (seen.endsWith(` ${what}`)) return ''
  const said = seen.slice(seen.lastIndexOf(' ') + 1)
  if (what.startsWith(`${said} `)) return what.slice(said.length)
  if (what.endsWith(` ${said}`)) return ` (${what.slice(0, -said.length - 1)})`
  return ` ${what}`
}

/** Copies by the clipboard where there is one, else by the older way, which also works on plain http. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by the browser: try the older way.
  }
  const field = document.createElement('textarea')
  field.value = text
  field.style.cssText = 'position:fixed;opacity:0'
  const before = document.activeElement
  // Inside an open dialog only what is in it can hold a selection.
  const home = before?.closest('dialog') ?? document.body
  home.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus()
  }
}
