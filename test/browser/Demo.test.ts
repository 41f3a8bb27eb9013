import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

interface Message {
  readonly mine: boolean
  readonly text: string
}

const startMillis = 90_000
const replyMillis = 30_000
/** RT-06. */
const stopMillis = 10_000

describe("npm run demo", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-demo-"))
  let demo: ChildProcess
  let said = ""
  let desk = ""
  let phones = ""

  beforeAll(async () => {
    demo = spawn(process.execPath, ["simulators/demo.ts", "--quiet", "--data-dir", dataDir], {
      env: { PATH: process.env["PATH"], PORT: "0" },
      stdio: ["ignore", "pipe", "pipe"]
    })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the demo is not ready: ${said}`)), startMillis)
      const listen = (bytes: Buffer) => {
        said += bytes.toString()
        if (!said.includes("Ctrl+C ends everything")) return
        clearTimeout(timer)
        resolve()
      }
      demo.stdout?.on("data", listen)
      demo.stderr?.on("data", listen)
      demo.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${said}`)))
    })
    const address = (name: string) => new RegExp(`${name} +(http\\S+)`).exec(said)?.[1] ?? ""
    desk = address("Desk")
    phones = address("Phones")
  }, startMillis + 5_000)

  afterAll(() => {
    demo.kill("SIGKILL")
    rmSync(dataDir, { recursive: true, force: true })
  })

  const post = (url: string, body: unknown) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", origin: new URL(url).origin },
      body: JSON.stringify(body)
    })

  it("lets the printed owner log in, and serves the page of phones", async () => {
    const [, username, password] = /owner +(\S+) \/ (\S+)/.exec(said) ?? []
    expect((await post(`${desk}/api/login`, { username, password })).status).toBe(200)
    expect(await (await fetch(phones)).text()).toContain("Demo phones")
    const list = (await (await fetch(`${phones}/phones/api/phones`)).json()) as ReadonlyArray<{ id: string }>
    expect(list.map(({ id }) => id)).toEqual(["rahim", "sita", "maya", "fastlikes", "aarav", "boostmint"])
  })

  it("answers a message typed on Rahim's phone, and tells both providers", async () => {
    const stream = await fetch(`${phones}/phones/api/events`, { signal: AbortSignal.timeout(replyMillis) })
    await post(`${phones}/phones/api/phones/rahim/messages`, { text: "492007588 cancel" })
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    let events = ""
    const isTold = (phone: string, text: string) =>
      events.split("\n\n").some((event) => event.includes(`"phoneId":"${phone}"`) && event.includes(text))
    const isDone = () =>
      isTold("rahim", "Cancel request added for order 492007588") &&
      isTold("fastlikes", "30053116 cancel") &&
      isTold("boostmint", "30053116 cancel")
    while (!isDone()) events += (await reader.read()).value ?? ""
    await reader.cancel()
    const url = `${phones}/phones/api/phones/rahim/messages`
    const messages = (await (await fetch(url)).json()) as ReadonlyArray<Message>
    expect(messages.map(({ mine, text }) => [mine, text])).toEqual([
      [true, "492007588 cancel"],
      [false, "Cancel request added for order 492007588"]
    ])
  })

  it("RT-06: leaves nothing running after SIGTERM", async () => {
    const server = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0])
    const children = readFileSync(`/proc/${demo.pid}/task/${demo.pid}/children`, "utf8").trim().split(" ")
    const began = Date.now()
    const ended = new Promise((resolve) => demo.once("exit", resolve))
    demo.kill("SIGTERM")
    await ended
    expect(Date.now() - began).toBeLessThan(stopMillis)
    expect([server, ...children.map(Number)].filter(isRunning)).toEqual([])
  })
})

const isRunning = (pid: number): boolean => {
  try {
    // A zombie, which waits for its parent in a container without an init, does not run.
    return pid > 0 && !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    return false
  }
}
