import { parseArgs } from "node:util"
import { WebSocket } from "ws"
import type { ServerFrame } from "../src/domain/LiveEvent.ts"

/*
 * Open dashboards, in a process of their own as browsers are: logs in through the HTTP API, opens the live sockets,
 * prints "OPEN", and on SIGTERM one JSON list: milliseconds from the time written in each message to its arrival here.
 */

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "" },
    username: { type: "string", default: "" },
    password: { type: "string", default: "" },
    count: { type: "string", default: "100" }
  }
})
const { url, username, password } = values

const answer = await fetch(`${url}/api/login`, {
  method: "POST",
  headers: { "content-type": "application/json", origin: url },
  body: JSON.stringify({ username, password })
})
const cookie = answer.headers.getSetCookie()[0]?.split(";")[0]
if (!answer.ok || cookie === undefined) throw new Error(`login: ${answer.status} ${await answer.text()}`)

const delays: Array<number> = []

const watch = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/live`, { headers: { cookie, origin: url } })
    socket.on("open", () => socket.send(JSON.stringify({ _tag: "Resume", epoch: null, seq: 0 })))
    socket.on("error", reject)
    socket.on("message", (data) => {
      const now = Date.now()
      const frame = JSON.parse(String(data)) as ServerFrame
      if (frame._tag === "Hello") return resolve()
      if (frame._tag === "Presence") return
      for (const event of frame.events) {
        if (event._tag !== "MessageChanged" || event.message.version !== 1) continue
        const writtenAt = /at (\d{13})$/.exec(event.message.text)?.[1]
        if (writtenAt !== undefined && event.message.direction === "in") delays.push(now - Number(writtenAt))
      }
    })
  })

await Promise.all(Array.from({ length: Number(values.count) }, watch))
console.log("OPEN")
process.on("SIGTERM", () => {
  process.stdout.write(`${JSON.stringify(delays)}\n`, () => process.exit(0))
})
