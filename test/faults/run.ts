import { spawn } from "node:child_process"
import { parseArgs } from "node:util"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { backlog } from "./Backlog.ts"
import { blackholes } from "./Blackholes.ts"
import { bursts } from "./Bursts.ts"
import { closeCodes } from "./CloseCodes.ts"
import { databaseRestarts } from "./DatabaseRestarts.ts"
import { dispatching } from "./Dispatching.ts"
import { drops } from "./Drops.ts"
import { freezes } from "./Freezes.ts"
import { kills, killsAtAnswer } from "./Kills.ts"
import { massDrop } from "./MassDrop.ts"
import { medley } from "./Medley.ts"
import { outages } from "./Outages.ts"
import { redisTrouble } from "./RedisTrouble.ts"
import { remarks, table } from "./Report.ts"
import { runnerFaults } from "./RunnerFaults.ts"
import { isGood, play, type Result, type Scenario } from "./Scenario.ts"
import { stalls } from "./Stalls.ts"

const scenarios: ReadonlyArray<Scenario> = [
  kills,
  killsAtAnswer,
  ...outages,
  drops,
  bursts,
  ...dispatching,
  closeCodes,
  stalls,
  blackholes,
  backlog,
  freezes,
  massDrop,
  redisTrouble,
  databaseRestarts,
  ...runnerFaults
]

const small = scenarios.filter(({ smokeRounds }) => smokeRounds > 0)
const isKilling = ({ name }: Scenario) => /^kill|^whatsapp-down$|^database-down$/.test(name)
/** What the small run plays: two stages with everything that needs no other processes. */
const medleys: ReadonlyArray<Scenario> = [
  medley(
    "small-kills",
    small.filter((scenario) => isKilling(scenario))
  ),
  medley(
    "small-others",
    small.filter((scenario) => !isKilling(scenario) && !runnerFaults.includes(scenario))
  ),
  ...runnerFaults.filter(({ smokeRounds }) => smokeRounds > 0)
]

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    only: { type: "string" },
    rounds: { type: "string" },
    smoke: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    /** Scenarios at the same time, each with a world, a gateway and a database of its own. */
    lanes: { type: "string", default: "2" },
    /** For the lanes: the result as JSON on the last line. */
    json: { type: "boolean", default: false }
  }
})
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)

const playHere = (scenario: Scenario): Promise<Result> => {
  const rounds = values.smoke ? scenario.smokeRounds : scenario.rounds
  return play(scenario, {
    seed,
    rounds: values.rounds === undefined ? rounds : Number(values.rounds),
    keepsFiles: values.keep,
    isSmoke: values.smoke
  })
}

/** The same in a process of its own: the simulators of one scenario do not slow those of another. */
const playApart = ({ name }: Scenario): Promise<Result> =>
  new Promise((resolve, reject) => {
    const passed = [
      "--seed",
      String(seed),
      ...(values.rounds === undefined ? [] : ["--rounds", values.rounds])
    ]
    const smoke = values.smoke ? ["--smoke"] : []
    const child = spawn(
      process.execPath,
      [import.meta.filename, "--only", name, "--json", ...passed, ...smoke],
      { stdio: ["ignore", "pipe", "inherit"] }
    )
    const breakOff = () => void child.kill("SIGTERM")
    process.once("SIGTERM", breakOff).once("SIGINT", breakOff)
    let said = ""
    child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()))
    child.once("error", reject)
    child.once("close", (code) => {
      process.off("SIGTERM", breakOff).off("SIGINT", breakOff)
      const last = said.trim().split("\n").at(-1) ?? ""
      if (last.startsWith("{")) resolve(JSON.parse(last))
      else reject(new Error(`${name} ended with ${code}: ${said.slice(-2_000)}`))
    })
  })

const report = (results: ReadonlyArray<Result>): void => {
  console.log(`\n${table(results)}\n`)
}

const main = async (): Promise<void> => {
  quietLibsignal()
  const isNamed = values.only !== undefined
  const offered = values.smoke ? (isNamed ? [...medleys, ...small] : medleys) : scenarios
  const chosen = offered.filter(
    ({ name }) => values.only === undefined || values.only.split(",").includes(name)
  )
  if (values.json && chosen[0] !== undefined) {
    return console.log(JSON.stringify(await playHere(chosen[0])))
  }
  console.log(`seed ${seed}; scenarios: ${chosen.map(({ name }) => name).join(", ")}`)
  const waiting = [...chosen]
  const breakOff = () => {
    waiting.length = 0
    process.exitCode = 130
  }
  if (chosen.length > 1) process.once("SIGTERM", breakOff).once("SIGINT", breakOff)
  const results: Array<Result> = []
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await (chosen.length === 1 ? playHere(next) : playApart(next)).catch(
        (error: unknown) => {
          console.log(`FAILED ${next.name}: ${String(error)}`)
          process.exitCode = 1
          return undefined
        }
      )
      if (result === undefined) continue
      console.log(`${isGood(result) ? "ok    " : "FAILED"} ${remarks(result).join("\n  ")}`)
      results.push(result)
    }
  }
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane))
  report(chosen.flatMap(({ name }) => results.filter((result) => result.name === name)))
  if (!results.every(isGood)) process.exitCode = 1
}

await main()
// Not left to the end of the event loop: Node's clean-up after it has been seen to spin for ever.
process.exit()
