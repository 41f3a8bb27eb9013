import { existsSync, readdirSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the first test that needs a database starts the run's server. */
    readonly testServerDirectory: string
  }
}

const prefix = "relaydesk-test-"

/** One database server for a whole run of tests: started on first demand, ended here. */
export default (project: TestProject) => {
  const directory = join(tmpdir(), `${prefix}${process.pid}`)
  project.provide("testServerDirectory", directory)
  return async () => {
    for (const ended of [directory, ...leftOvers()]) await remove(ended)
  }
}

/** Our directories of runs that were killed. */
const leftOvers = () =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
    .map((name) => join(tmpdir(), name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.())

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Loads the database code only when there was a server, because most runs need none. */
const remove = async (directory: string) => {
  if (!existsSync(directory)) return
  const { removeServer } = await import("../src/adapters/postgres/TestDatabase.ts")
  await removeServer(directory)
}
