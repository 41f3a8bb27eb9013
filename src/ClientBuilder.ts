import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { build } from "vite"
import { clientSources, clientState } from "./ClientBuild.ts"

// `node src/ClientBuilder.ts <folder>`: a program of its own, so that a gateway that is killed meanwhile finds
// the pages built when it starts again.
const folder = process.argv[2] ?? ""
const lock = `${folder}.lock`

/** A lock that is older is nobody's, even if its process number is in use again. */
const longestBuild = 180_000

/** Builds unless the pages are fresh; of several processes one builds and the others wait for it. */
const main = async () => {
  mkdirSync(dirname(folder), { recursive: true })
  while (clientState(folder) !== "fresh") {
    if (!takeLock()) {
      await sleep(100)
      continue
    }
    try {
      await buildBeside()
    } finally {
      rmSync(lock, { force: true })
    }
    return
  }
}

/** False while another process builds; the lock of a dead one is taken away. */
const takeLock = (): boolean => {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  }
  if (!isHeld()) rmSync(lock, { force: true })
  return false
}

const isHeld = (): boolean => {
  try {
    if (Date.now() - statSync(lock).mtimeMs > longestBuild) return false
    return process.kill(Number(readFileSync(lock, "utf8")), 0)
  } catch {
    return false
  }
}

/** The old pages serve until the new ones are whole. */
const buildBeside = async () => {
  const [draft, old] = [`${folder}.new`, `${folder}.old`]
  for (const name of readdirSync(dirname(folder))) {
    if (/\.(new|old)\b/.test(name) && name.startsWith(`${basename(folder)}.`))
      remove(join(dirname(folder), name))
  }
  await build({ root: clientSources, logLevel: "error", build: { outDir: draft } })
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(draft, folder)
  remove(old)
}

const remove = (path: string) => rmSync(path, { recursive: true, force: true })

await main()
