/** A picture file of the board as PNG, for programs that take no SVG; drawn by the browser from that very file. */

/** Points of the file become so many of the picture: sharp on paper, and small enough to send. */
const SCALE = 2

/**
 * @param address of an SVG file of this server; another site's would not be given out again
 * @throws where the file cannot be had or drawn
 */
export async function pngOf(address: string): Promise<Blob> {
  const image = new Image()
  image.src = address
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth * SCALE
  canvas.height = image.naturalHeight * SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error(`${address} is too large to be drawn`)
  return blob
}
