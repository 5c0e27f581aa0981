/**
 * Office files are zip archives of XML: only what is asked for is unpacked, and never more than a worker can hold.
 */
import { unzipSync } from 'fflate'
import { UnreadableImport } from '../../../../shared/imports/rows.ts'

/** Of everything that is unpacked together; the largest honest report seen had 14 MB. */
const MOST_BYTES = 160 * 1024 * 1024
const MOST_FILES = 4_000

/** Files of an archive by their path; a path is asked for only where `wants` says so. */
export function unzipped(bytes: Uint8Array, wants: (path: string) => boolean): Record<string, Uint8Array> {
  let files = 0
  let size = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        files += 1
        if (files > MOST_FILES) throw new UnreadableImport(TOO_LARGE)
        if (!wants(name)) return false
        size += originalSize
        // What says it is smaller than it is gets cut off at the size it said.
        if (size > MOST_BYTES) throw new UnreadableImport(TOO_LARGE)
        return true
      },
    })
  } catch (error) {
    if (error instanceof UnreadableImport) throw error
    throw new UnreadableImport('The file is damaged: it could not be unpacked.')
  }
}

const TOO_LARGE =
  'The file unpacks to more than this page can hold. Copy what you need into a file of its own.'
