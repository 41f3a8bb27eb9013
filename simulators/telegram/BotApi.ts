import { type IncomingMessage, type ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { type Bot } from "./Bot.ts"
import { BotApiError } from "./BotApiError.ts"
import { commit, strikes, type TelegramFault } from "./Faults.ts"
import { sendJson, sendText } from "./http/Body.ts"
import { type FaultPlan } from "./http/FaultPlan.ts"
import { InputError } from "./http/Input.ts"
import { type MethodCall } from "./MethodCall.ts"
import { methods } from "./methods/Methods.ts"
import { type RateLimits } from "./RateLimits.ts"
import { readRequest } from "./RequestBody.ts"
import { type BotCall, type World } from "./World.ts"

/** What the Bot API endpoint works on. */
export interface BotApiParts {
  readonly world: World
  readonly faults: FaultPlan<TelegramFault>
  readonly limits: RateLimits
}

/** Answers `/bot<token>/<method>` and `/file/bot<token>/<path>` as api.telegram.org does. */
export const botApi =
  (parts: BotApiParts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    const [, file, token, rest] = /^(\/file)?\/bot(\d+:[\w-]+)\/(.+)$/.exec(url.pathname) ?? []
    if (token === undefined || rest === undefined) return refuse(response, new BotApiError(404, "Not Found"))
    const bot = botWith(parts.world, token)
    if (!bot) {
      request.resume()
      parts.world.calls.add({ ...NO_CALL, at: Date.now(), method: rest, outcome: 401 })
      return refuse(response, new BotApiError(401, "Unauthorized"))
    }
    if (file !== undefined) return download(parts.world, rest, response)
    const body = await readRequest(request, url.searchParams)
    if (!body) return refuse(response, new BotApiError(400, "Bad Request: can't parse JSON object"))
    const abort = new AbortController()
    response.on("close", () => abort.abort())
    await run(parts, { world: parts.world, bot, ...body, signal: abort.signal }, rest, response)
  }

const NO_CALL = { botId: undefined, parameters: {}, hadEffect: false }

const botWith = (world: World, token: string): Bot | undefined => {
  const bot = world.bots.get(Number(token.split(":")[0]))
  return bot && bot.token === token && !bot.isRevoked ? bot : undefined
}

const run = async (parts: BotApiParts, call: MethodCall, method: string, response: ServerResponse) => {
  const { world, bot, input } = call
  const chatId = input.optionalNumber("chat_id")
  const request = { method: method.toLowerCase(), botId: bot.id, chatId }
  const record = (outcome: BotCall["outcome"], hadEffect: boolean) => {
    const entry = { at: Date.now(), botId: bot.id, method, parameters: input.all, outcome, hadEffect }
    world.calls.add(entry)
    world.events.emit("call", entry)
  }
  const latency = parts.faults.take((fault) => fault.kind === "latency" && strikes(fault, request))
  if (latency?.kind === "latency") await sleep(latency.ms)
  let hadEffect = false
  try {
    const fault = parts.faults.take((fault) => fault.kind !== "latency" && strikes(fault, request))
    const isAfter = fault?.kind === "drop-after" || fault?.kind === "hang-after"
    if (fault && !isAfter) return record(commit(fault, response), false)
    const result = await perform(parts.limits, call, request.method)
    hadEffect = true
    if (fault) return record(commit(fault, response), true)
    record(200, true)
    sendJson(response, 200, { ok: true, result })
  } catch (error) {
    const refusal =
      error instanceof InputError ? new BotApiError(400, `Bad Request: ${error.message}`) : error
    if (!(refusal instanceof BotApiError)) throw error
    record(refusal.status, hadEffect)
    refuse(response, refusal)
  }
}

/** Runs a known method within the limits. */
export const perform = async (limits: RateLimits, call: MethodCall, method: string): Promise<unknown> => {
  const run = methods.get(method.toLowerCase())
  if (!run) throw new BotApiError(404, "Not Found: method not found")
  if (method.startsWith("send") && method !== "sendchataction") {
    const chat = call.world.chatOf(call.bot.id, call.input.optionalNumber("chat_id") ?? 0)
    if (chat) limits.take(call.bot.id, chat)
  }
  return await run(call)
}

const refuse = (response: ServerResponse, { status, message, parameters }: BotApiError) =>
  sendJson(
    response,
    status,
    { ok: false, error_code: status, description: message, ...(parameters ? { parameters } : {}) },
    parameters?.retry_after === undefined ? {} : { "retry-after": String(parameters.retry_after) }
  )

const download = (world: World, path: string, response: ServerResponse) => {
  const stored = [...world.files.values()].find((file) => file.path === path)
  if (!stored) return sendText(response, 404, '{"ok":false,"error_code":404,"description":"Not Found"}', {})
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-length": stored.bytes.byteLength
  })
  response.end(stored.bytes)
}
