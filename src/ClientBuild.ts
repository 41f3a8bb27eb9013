import { Effect, Layer } from "effect"
import { spawn } from "node:child_process"
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { setPriority } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ClientFolder } from "./http/StaticFiles.ts"

const client = fileURLToPath(new URL("../client", import.meta.url))

/** What the pages are made of; the tests beside it change nothing. */
const sources = ["index.html", "phones.html", "vite.config.ts", "public", "src", "phones"]

/** Below everything else: the build must not slow a gateway that already works. */
const lowPriority = 10

/**
 * Builds the pages when there are none, or when their sources are newer. Without pages it is waited for; with
 * older ones it goes on beside. A failure is told and stops nothing.
 */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const folder = yield* ClientFolder
    const state = stateOf(folder)
    if (state === "fresh") return
    const vite = findVite()
    if (vite === undefined) {
      if (state === "absent") {
        yield* say(`There are no pages in ${folder}. Run: npm ci --include=dev && npm run build`)
      }
      return
    }
    yield* say(
      state === "absent" ? "Building the pages, once; a few seconds …" : "The pages changed; building them …"
    )
    const work = build(vite, folder)
    yield* state === "absent" ? work : Effect.forkScoped(work)
  })
)

/** Builds the pages when there are none or their sources are newer, and waits for it: for tests of the pages. */
export const makeFresh = Effect.fn("ClientBuild.makeFresh")(function* (folder: string) {
  const vite = findVite()
  if (vite !== undefined && stateOf(folder) !== "fresh") yield* build(vite, folder)
})

const build = Effect.fn("ClientBuild.build")(function* (vite: string, folder: string) {
  // Beside the old pages, which serve until the new ones are whole.
  const draft = `${folder}.new-${process.pid}`
  const problem = yield* runVite(vite, draft)
  if (problem !== null) {
    yield* say(`The pages could not be built (npm run build says why): ${problem}`)
  } else {
    yield* Effect.sync(() => replace(folder, draft))
  }
  yield* Effect.sync(() => rmSync(draft, { recursive: true, force: true }))
})

/** What went wrong, or null. A process of its own, because the bundler's memory would stay in ours. */
const runVite = (vite: string, draft: string): Effect.Effect<string | null> =>
  Effect.callback<string | null>((resume) => {
    const args = [vite, "build", client, "--outDir", draft, "--logLevel", "error"]
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] })
    let said = ""
    child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()))
    child.once("spawn", () => child.pid !== undefined && setPriority(child.pid, lowPriority))
    child.once("error", (error) => resume(Effect.succeed(error.message)))
    child.once("close", (code) =>
      resume(Effect.succeed(code === 0 ? null : (said.trim().split("\n")[0] ?? `exit code ${code}`)))
    )
    return Effect.sync(() => {
      child.kill()
      rmSync(draft, { recursive: true, force: true })
    })
  })

/** Puts the new pages in place; another process may have been first, which is as good. */
const replace = (folder: string, draft: string): void => {
  if (stateOf(folder) === "fresh") return
  const old = `${folder}.old-${process.pid}`
  try {
    if (existsSync(folder)) renameSync(folder, old)
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(join(folder, "index.html"))) throw error
  } finally {
    rmSync(old, { recursive: true, force: true })
  }
}

/** A copy without sources (only dist was shipped) is fresh. */
const stateOf = (folder: string): "absent" | "stale" | "fresh" => {
  const built = statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return "absent"
  return sources.some((name) => newest(join(client, name)) > built) ? "stale" : "fresh"
}

/** When the newest file at or below `path` was changed, Unix milliseconds; 0 when there is none. */
const newest = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Vite's program; undefined in an installation without development dependencies. */
const findVite = (): string | undefined => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js")
  } catch {
    return undefined
  }
}

const say = (text: string) => Effect.sync(() => console.log(text))
