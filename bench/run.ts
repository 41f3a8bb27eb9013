import { spawn } from "node:child_process"
import { availableParallelism, cpus, loadavg } from "node:os"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { measureCore } from "./core.ts"
import { measureCustomers } from "./customers.ts"
import { type BenchOptions, type Figure, table } from "./Figure.ts"
import { measureDesk } from "./desk.ts"
import { measureGroups } from "./groups.ts"
import { measureLogin } from "./login.ts"
import { measureNames } from "./names.ts"
import { measureRunners } from "./runners.ts"
import { measureScreen } from "./screen.ts"
import { measureSearch } from "./search.ts"
import { measureSessions } from "./sessions.ts"
import { measureSoak } from "./soak.ts"
import { measureWire } from "./wire.ts"

/*
 * node bench/run.ts [--only core,wire] [--short] [--profile directory] [--picture file]
 * Each bench runs in a process of its own, one after the other; prints one table and writes nothing but, when asked
 * for, the CPU profile of the gateway in the wire bench and the soak's picture.
 */

const benches: Readonly<
  Record<string, (options: BenchOptions) => ReadonlyArray<Figure> | Promise<ReadonlyArray<Figure>>>
> = {
  names: measureNames,
  login: measureLogin,
  groups: measureGroups,
  core: measureCore,
  wire: measureWire,
  runners: measureRunners,
  customers: measureCustomers,
  screen: measureScreen,
  desk: measureDesk,
  search: measureSearch,
  sessions: measureSessions,
  soak: measureSoak
}

const { values } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(benches).join(",") },
    short: { type: "boolean", default: false },
    profile: { type: "string" },
    picture: { type: "string" },
    // Runs one bench here and prints its figures as JSON: how this script calls itself.
    inner: { type: "string" }
  }
})
const options: BenchOptions = {
  isShort: values.short,
  profileDir: values.profile ?? null,
  picture: values.picture ?? null
}

/** Runs one bench in a process of its own, so that none measures another's garbage. */
const inChild = (name: string): Promise<ReadonlyArray<Figure>> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(import.meta.url),
        "--inner",
        name,
        ...(options.isShort ? ["--short"] : []),
        ...(options.profileDir === null ? [] : ["--profile", options.profileDir]),
        ...(options.picture === null ? [] : ["--picture", options.picture])
      ],
      { stdio: ["ignore", "pipe", "inherit"] }
    )
    let said = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text))
    child.once("close", (code) => {
      const line = said.split("\n").findLast((text) => text.startsWith("["))
      if (code !== 0 || line === undefined) reject(new Error(`${name} failed\n${said}`))
      else resolve(JSON.parse(line) as ReadonlyArray<Figure>)
    })
  })

if (values.inner !== undefined) {
  console.log(JSON.stringify(await benches[values.inner]?.(options)))
} else {
  const [cpu] = cpus()
  console.log(
    `${availableParallelism()} × ${cpu?.model}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`
  )
  let hasFailed = false
  for (const name of values.only.split(",")) {
    try {
      if (!(name in benches))
        throw new Error(`there is no bench ${name}; there are ${Object.keys(benches).join(", ")}`)
      console.log(`\n${table(await inChild(name))}`)
    } catch (error) {
      hasFailed = true
      console.error(`\n${error instanceof Error ? error.message : String(error)}`)
    }
  }
  process.exit(hasFailed ? 1 : 0)
}
