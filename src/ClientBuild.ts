import { Effect, Layer, Option } from "effect"
import { spawn } from "node:child_process"
import { readdirSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { setPriority } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ClientFolder } from "./http/StaticFiles.ts"

/** Where the sources of the pages are. */
export const clientSources = fileURLToPath(new URL("../client", import.meta.url))

const builder = fileURLToPath(new URL("./ClientBuilder.ts", import.meta.url))

/** What the pages are made of; the tests beside it change nothing. */
const sources = ["index.html", "phones.html", "vite.config.ts", "public", "src", "phones"]

/** Below everything else: the build must not slow a gateway that already works. */
const lowPriority = 10

/** A build takes seconds; a machine that needs longer than this hangs. */
const patience = "3 minutes"

/**
 * Builds the pages when there are none, or when their sources are newer. Without pages it is waited for; with
 * older ones it goes on beside. A failure is told and stops nothing.
 */
export const layer = Layer.effectDiscard(
  Effect.gen(function* () {
    const folder = yield* ClientFolder
    const state = clientState(folder)
    if (state === "fresh") return
    if (!hasVite()) {
      if (state === "absent") {
        yield* say(`There are no pages in ${folder}. Run: npm ci --include=dev && npm run build`)
      }
      return
    }
    yield* say(
      state === "absent" ? "Building the pages, once; a few seconds …" : "The pages changed; building them …"
    )
    yield* state === "absent" ? build(folder) : Effect.forkScoped(build(folder))
  })
)

/** Builds the pages when there are none or their sources are newer, and waits for it: for tests of the pages. */
export const makeFresh = Effect.fn("ClientBuild.makeFresh")(function* (folder: string) {
  if (hasVite() && clientState(folder) !== "fresh") yield* build(folder)
})

/** A copy without sources (only dist was shipped) is fresh. */
export const clientState = (folder: string): "absent" | "stale" | "fresh" => {
  const built = statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return "absent"
  return sources.some((name) => newest(join(clientSources, name)) > built) ? "stale" : "fresh"
}

/** When the newest file at or below `path` was changed, Unix milliseconds; 0 when there is none. */
const newest = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

const build = Effect.fn("ClientBuild.build")(function* (folder: string) {
  const ended = yield* Effect.timeoutOption(runBuilder(folder), patience)
  const problem = Option.getOrElse(ended, () => `not done after ${patience}`)
  if (problem !== null) yield* say(`The pages could not be built (npm run build says why): ${problem}`)
})

/** What went wrong, or null. A process of its own, because the bundler's memory would stay in ours. */
const runBuilder = (folder: string): Effect.Effect<string | null> =>
  Effect.callback<string | null>((resume) => {
    const child = spawn(process.execPath, [builder, folder], { stdio: ["ignore", "ignore", "pipe"] })
    let said = ""
    child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()))
    child.once("spawn", () => child.pid !== undefined && setPriority(child.pid, lowPriority))
    child.once("error", (error) => resume(Effect.succeed(error.message)))
    child.once("close", (code) =>
      resume(Effect.succeed(code === 0 ? null : (/^.*Error.*$/m.exec(said)?.[0] ?? `exit code ${code}`)))
    )
    return Effect.sync(() => child.kill("SIGKILL"))
  })

/** False in an installation without development dependencies. */
const hasVite = (): boolean => {
  try {
    return createRequire(import.meta.url).resolve("vite/package.json") !== ""
  } catch {
    return false
  }
}

const say = (text: string) => Effect.sync(() => console.log(text))
