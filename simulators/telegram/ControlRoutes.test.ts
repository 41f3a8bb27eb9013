import { spawn } from "node:child_process"
import { once } from "node:events"
import { Bot as GrammyBot } from "grammy"
import { expect, it } from "vitest"
import { useTelegram } from "./useTelegram.ts"

const world = useTelegram()

const control = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {}
) => {
  const answer = await fetch(`${world.telegram.controlUrl}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return {
    status: answer.status,
    headers: answer.headers,
    json: (await answer.json()) as Record<string, unknown>
  }
}

it("lets a page act for people and read the chats", async () => {
  const { bot, client } = world
  const rami = (await control("POST", "/persons", { firstName: "Rami" })).json
  const written = await control("POST", `/persons/${rami["id"]}/write`, {
    bot: bot.id,
    text: "492007588 status"
  })
  expect(written.json).toMatchObject({
    messageId: 1,
    text: "492007588 status",
    fromName: "Rami",
    isFromBot: false
  })
  await client.api.sendMessage(Number(rami["id"]), "in progress", { reply_parameters: { message_id: 1 } })
  const messages = await control("GET", `/chats/${bot.id}_${rami["id"]}/messages`)
  expect(messages.json).toMatchObject([{ messageId: 1 }, { messageId: 2, replyTo: 1, isFromBot: true }])
  const group = (
    await control("POST", "/groups", { title: "Desk", type: "group", members: [bot.id, rami["id"]] })
  ).json
  const upgraded = (await control("POST", `/groups/${group["key"]}/migrate`)).json
  await control("POST", `/persons/${rami["id"]}/write`, { chat: upgraded["key"], text: "hello group" })
  await control("POST", "/faults", { kind: "retry-after", seconds: 3, method: "sendMessage" })
  await expect(client.api.sendMessage(Number(upgraded["id"]), "hi")).rejects.toMatchObject({
    error_code: 429
  })
  expect((await control("GET", "/state")).json).toMatchObject({
    bots: [{ username: "relaydesk_bot", isPolled: false }]
  })
  expect((await control("POST", "/persons/1/write", { bot: bot.id, text: "?" })).status).toBe(400)
})

it("streams events to loopback pages and refuses others", async () => {
  const stop = new AbortController()
  const origin = "http://localhost:5173"
  const stream = await fetch(`${world.telegram.controlUrl}/events`, {
    headers: { origin },
    signal: stop.signal
  })
  expect(stream.headers.get("access-control-allow-origin")).toBe(origin)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  world.telegram.person({ firstName: "Rami" }).write(world.bot, "hello")
  let text = ""
  while (!text.includes("event: update")) text += (await reader?.read())?.value ?? ""
  expect(text).toContain('"text":"hello"')
  stop.abort()
  expect((await control("GET", "/state", undefined, { origin: "https://evil.example" })).status).toBe(403)
})

it("starts alone, prints its addresses and ends on SIGTERM", async () => {
  const main = new URL("main.ts", import.meta.url).pathname
  const child = spawn(process.execPath, [main, "--bot-token", "42:AAdemo"], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const [line] = (await once(child.stdout, "data")) as [Buffer]
  const { url, botToken } = JSON.parse(line.toString()) as { url: string; botToken: string }
  const client = new GrammyBot(botToken, { client: { apiRoot: url } })
  expect(await client.api.getMe()).toMatchObject({ id: 42 })
  const polling = client.api.getUpdates({ timeout: 30 }).catch(() => "cut off")
  child.kill("SIGTERM")
  expect(await once(child, "exit")).toEqual([0, null])
  expect(await polling).toBe("cut off")
})
