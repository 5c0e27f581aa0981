/** Hands a file made on this page to whoever asked for it. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has taken it by the time others have had their turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
