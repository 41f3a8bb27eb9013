import { hash } from "@node-rs/argon2"
import { Effect, Redacted } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { quietLibsignal } from "../simulators/whatsapp/QuietLibsignal.ts"
import { TenantSetup } from "../src/ports/TenantSetup.ts"
import { type BenchOptions, type Figure, spread } from "./Figure.ts"
import { linkedGateway } from "./linkedGateway.ts"
import { number, openWireScene } from "./WireScene.ts"

const dashboards = 100
const messagesPerSecond = 50
const login = { username: "owner", password: "correct horse battery" }

/** From a customer's phone to a hundred open dashboards, while fifty messages a second come in over the wire. */
export const measureScreen = async ({ isShort }: BenchOptions): Promise<ReadonlyArray<Figure>> => {
  quietLibsignal()
  const scene = await openWireScene(0)
  const { gateway, database, tenantId } = await linkedGateway(scene)
  const passwordHash = Redacted.make(await hash(login.password))
  await database.runPromise(
    Effect.flatMap(TenantSetup, (setup) =>
      setup.createLogin({ tenantId, username: login.username, passwordHash, role: "owner" })
    )
  )
  await database.dispose()

  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL("Dashboards.ts", import.meta.url)),
      `--url=${gateway.url}`,
      `--username=${login.username}`,
      `--password=${login.password}`,
      `--count=${dashboards}`
    ],
    { stdio: ["ignore", "pipe", "inherit"] }
  )
  let said = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text))
  while (!said.includes("OPEN")) {
    if (child.exitCode !== null) throw new Error("the dashboards did not open")
    await new Promise((resolve) => setTimeout(resolve, 50))
  }

  const seconds = isShort ? 8 : 40
  const before = (await gateway.process.usage()).cpuMs
  const begun = performance.now()
  for (let n = 0; n < seconds * messagesPerSecond; n += 1) {
    const person = scene.people[n % scene.people.length]!
    await person.send(number, `when is it done? at ${Date.now()}`)
    const ahead = (1_000 * (n + 1)) / messagesPerSecond - (performance.now() - begun)
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead))
  }
  const took = (performance.now() - begun) / 1_000
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const cpuMs = (await gateway.process.usage()).cpuMs - before
  child.kill("SIGTERM")
  await once(child, "close")
  const delays: ReadonlyArray<number> = JSON.parse(said.slice(said.indexOf("[")))
  await gateway.close()
  await scene.stop()

  const sent = seconds * messagesPerSecond
  return [
    {
      what: `screen: phone to ${dashboards} dashboards at ${(sent / took).toFixed(0)} messages/s, p50 / p95`,
      value: spread(delays),
      aim: "p95 ≤ 150 ms"
    },
    {
      what: "screen: seen of what was sent",
      value: `${((100 * delays.length) / sent / dashboards).toFixed(1)} %`
    },
    { what: "screen: gateway CPU per message", value: `${(cpuMs / sent).toFixed(2)} ms` }
  ]
}
