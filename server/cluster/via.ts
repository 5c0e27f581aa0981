/**
 * What one node tells another of a request that it hands on: whose it is, signed with the secret that all
 * nodes share. Whatever a visitor sends under this name is worth nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { nameSender, peerOf } from '../middleware/address.ts'

export const VIA_HEADER = 'x-due-regard-via'

type Asked = Pick<IncomingMessage, 'method' | 'url'>

const signed = (secret: Uint8Array, address: string, { method, url }: Asked): Buffer =>
  createHmac('sha256', secret).update(`via\n${address}\n${method} ${url}`).digest()

export const viaHeader = (secret: Uint8Array, request: IncomingMessage): string => {
  const address = peerOf(request)
  return `${address} ${signed(secret, address, request).toString('base64url')}`
}

/** Whether another node hands this on; then it counts as its visitor's from here on. */
export function takeVia(secret: Uint8Array, request: IncomingMessage): boolean {
  const given = request.headers[VIA_HEADER]
  delete request.headers[VIA_HEADER]
  if (typeof given !== 'string') return false
  const [address = '', signature = ''] = given.split(' ')
  const is = Buffer.from(signature, 'base64url')
  const expected = signed(secret, address, request)
  if (is.length !== expected.length || !timingSafeEqual(is, expected)) return false
  nameSender(request, address)
  return true
}
