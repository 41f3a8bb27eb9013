import { createServer, type Server } from "node:http"
import { Bot as GrammyBot, GrammyError, webhookCallback } from "grammy"
import { afterEach, beforeEach, expect, it } from "vitest"
import { type Bot } from "./Bot.ts"
import { startTelegramSimulator, type TelegramSimulator } from "./TelegramSimulator.ts"

let telegram: TelegramSimulator
let bot: Bot
let client: GrammyBot
let server: Server
let hookUrl: string
const statuses: Array<number> = []
let isReplying = false

beforeEach(async () => {
  telegram = await startTelegramSimulator({ webhookRetryMs: 10 })
  bot = telegram.bot({ username: "relaydesk_bot" })
  client = new GrammyBot(bot.token, {
    client: { apiRoot: telegram.url, canUseWebhookReply: () => isReplying }
  })
  const callback = webhookCallback(client, "http", { secretToken: "s3cret" })
  statuses.length = 0
  isReplying = false
  server = createServer((request, response) => {
    response.on("finish", () => statuses.push(response.statusCode))
    void callback(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  hookUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/hook`
})

afterEach(async () => {
  await telegram.stop()
  server.closeAllConnections()
  server.close()
})

it("posts updates with the secret token, in order within a chat", async () => {
  const seen: Array<string> = []
  client.on("message:text", async (context) => {
    seen.push(context.message.text)
    if (context.message.text === "three") await context.reply("got three")
  })
  await client.api.setWebhook(hookUrl, { secret_token: "s3cret" })
  const rami = telegram.person({ firstName: "Rami" })
  for (const text of ["one", "two", "three"]) rami.write(bot, text)
  await telegram.waitFor((message) => message.text === "got three")
  expect(seen).toEqual(["one", "two", "three"])
})

it("tries again until the answer is 2xx", async () => {
  let failures = 2
  client.on("message", async (context) => {
    if (failures-- > 0) throw new Error("the database is away")
    await context.reply("at last")
  })
  await client.api.setWebhook(hookUrl, { secret_token: "s3cret" })
  telegram.person({ firstName: "Rami" }).write(bot, "hello")
  await telegram.waitFor((message) => message.text === "at last")
  expect(statuses.slice(0, 2)).toEqual([500, 500])
})

it("reports a wrong secret in getWebhookInfo and keeps the update", async () => {
  await client.api.setWebhook(hookUrl, { secret_token: "wrong" })
  telegram.person({ firstName: "Rami" }).write(bot, "hello")
  await expect.poll(async () => (await client.api.getWebhookInfo()).last_error_message).toMatch("401")
  expect(await client.api.getWebhookInfo()).toMatchObject({ url: hookUrl, pending_update_count: 1 })
})

it("refuses getUpdates while a webhook is set, and allows it again after deleteWebhook", async () => {
  await client.api.setWebhook(hookUrl, { secret_token: "s3cret" })
  const error = await client.api.getUpdates({ timeout: 0 }).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(GrammyError)
  expect(error).toMatchObject({ error_code: 409, description: expect.stringMatching("webhook is active") })
  await client.api.deleteWebhook()
  expect(await client.api.getUpdates({ timeout: 0 })).toEqual([])
})

it("refuses a webhook outside of loopback", async () => {
  const error = await client.api.setWebhook("https://example.com/hook").catch((error: unknown) => error)
  expect(error).toMatchObject({ error_code: 400 })
})

it("ends a long poll with 409 when a webhook is set, and runs a method named in the webhook's answer", async () => {
  const polling = client.api.getUpdates({ timeout: 5 }).catch((error: unknown) => error)
  await expect.poll(() => bot.updates.isPolled).toBe(true)
  await client.api.setWebhook(hookUrl, { secret_token: "s3cret" })
  expect(await polling).toMatchObject({ description: "Conflict: terminated by setWebhook request" })
  isReplying = true
  client.on("message", (context) => context.reply("in the answer"))
  telegram.person({ firstName: "Rami" }).write(bot, "hello")
  await telegram.waitFor((message) => message.text === "in the answer")
  expect(telegram.calls.map((call) => call.method)).not.toContain("sendMessage")
})

it("delivers an update twice when told to, as Telegram may", async () => {
  let count = 0
  client.on("message", async (context) => {
    count += 1
    if (count === 2) await context.reply("twice")
  })
  await client.api.setWebhook(hookUrl, { secret_token: "s3cret" })
  const update = telegram.person({ firstName: "Rami" }).write(bot, "hello") && bot.updates.pending[0]
  if (update) bot.updates.repeat(update)
  await telegram.waitFor((message) => message.text === "twice")
})
