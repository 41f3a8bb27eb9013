import type { ChannelView, Conversation, RequestView } from "../src/api/Views.ts"
import type { FakeGateway } from "./FakeGateway.ts"
import { answerReasons } from "./FakeReasons.ts"
import { newId } from "./Seed.ts"

export type Reply = readonly [status: number, body?: unknown]

const login = {
  id: "018f0000-0000-7000-8000-000000000001",
  username: "manoj",
  role: "owner",
  tenantId: "018f0000-0000-7000-8000-000000000002",
  tenantName: "Nepal SMM",
  timeZone: "Asia/Kathmandu"
}
const platformLogin = {
  ...login,
  username: "root",
  role: "admin",
  tenantId: null,
  tenantName: null,
  timeZone: null
}
const notFound: Reply = [404, { message: "There is nothing of this id.", reference: "req_404" }]

/** Newest first from `before` (an offset). */
const page = <T>(rows: ReadonlyArray<T>, url: URL) => {
  const from = Number(url.searchParams.get("before") ?? 0)
  const limit = Number(url.searchParams.get("limit") ?? 50)
  return {
    items: rows.slice(from, from + limit),
    next: from + limit < rows.length ? String(from + limit) : null
  }
}

const conversations = (gateway: FakeGateway, url: URL): Reply => {
  const search = (url.searchParams.get("search") ?? "").toLowerCase()
  const found = [...gateway.world.conversations.values()]
    .filter(({ channelId }) => [null, channelId].includes(url.searchParams.get("channelId")))
    .filter((row) =>
      `${row.title} ${row.customerUsername ?? ""} ${row.lastText}`.toLowerCase().includes(search)
    )
    .sort((a, b) => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1))
  const unread = found.filter((row) => row.unread > 0)
  const filter = url.searchParams.get("filter") ?? "all"
  const shown = {
    all: found,
    unread,
    mine: found.filter((row) => row.controllerLogin === login.id),
    human: found.filter((row) => row.controller !== "bot"),
    bot: found.filter((row) => row.controller === "bot"),
    suspended: []
  }[filter]
  return [
    200,
    {
      ...page(shown ?? found, url),
      counts: { all: found.length, unread: unread.length }
    }
  ]
}

/** Older messages lie before the id `before`. */
const messages = (gateway: FakeGateway, id: string, url: URL): Reply => {
  const all = gateway.world.messages.get(id) ?? []
  const before = url.searchParams.get("before")
  const older = before === null ? all : all.filter((row) => row.id < before)
  const items = older.slice(-Number(url.searchParams.get("limit") ?? 50))
  return [200, { items, next: items.length < older.length ? (items[0]?.id ?? null) : null }]
}

const seen = (gateway: FakeGateway, conversation: Conversation, upTo: string): Reply => {
  const left = (gateway.world.messages.get(conversation.id) ?? []).filter(
    (row) => row.direction === "in" && row.id > upTo
  )
  const next = {
    ...conversation,
    unread: Math.min(conversation.unread, left.length),
    version: conversation.version + 1
  }
  gateway.world.conversations.set(next.id, next)
  gateway.publish([{ _tag: "ConversationChanged", conversation: next }])
  return [204]
}

const requests = (gateway: FakeGateway, url: URL): Reply => {
  const search = url.searchParams.get("search") ?? ""
  const status = url.searchParams.get("status") ?? ""
  const command = url.searchParams.get("command") ?? ""
  const [from, to] = [
    Number(url.searchParams.get("from") ?? 0),
    Number(url.searchParams.get("to") ?? Infinity)
  ]
  const found = [...gateway.world.requests.values()]
    .filter(
      (row) => (command === "" || row.command === command) && row.acceptedAt >= from && row.acceptedAt < to
    )
    .filter(({ id }) => [null, id].includes(url.searchParams.get("id")))
    .filter((row) =>
      `${row.orderId} ${row.customerUsername ?? ""} ${row.providerAlias ?? ""}`.includes(search)
    )
    .toReversed()
  const counts: Record<string, number> = {}
  const names = (row: RequestView) => (row.result === "stale" ? [row.status, "stale"] : [row.status])
  for (const name of found.flatMap(names)) counts[name] = (counts[name] ?? 0) + 1
  const wanted = status === "" ? found : found.filter((row) => names(row).includes(status))
  return [200, { ...page(wanted, url), counts }]
}

const close = (gateway: FakeGateway, id: string, body: Record<string, unknown>): Reply => {
  const row = gateway.world.requests.get(id)
  if (row === undefined) return notFound
  const result = body["result"] as RequestView["result"]
  const request = {
    ...row,
    status: "closed" as const,
    result,
    resultAt: Date.now(),
    version: row.version + 1
  }
  gateway.world.requests.set(row.id, request)
  gateway.publish([{ _tag: "RequestChanged", request }])
  return [200, { isTold: body["tellCustomer"] === true }]
}

const retry = (gateway: FakeGateway, id: string): Reply => {
  for (const row of gateway.world.requests.values()) {
    if (!row.dispatches.some((dispatch) => dispatch.id === id)) continue
    const dispatches = row.dispatches.map((dispatch) =>
      dispatch.id === id ? { ...dispatch, state: "done" as const, safeText: null, at: Date.now() } : dispatch
    )
    const request: RequestView = { ...row, status: "done", dispatches, version: row.version + 1 }
    gateway.world.requests.set(row.id, request)
    gateway.publish([{ _tag: "RequestChanged", request }])
    return [204]
  }
  return notFound
}

const addChannel = (gateway: FakeGateway, body: Record<string, unknown>): Reply => {
  const channel: ChannelView = {
    id: newId(),
    kind: body["kind"] as ChannelView["kind"],
    name: String(body["name"]),
    address: null,
    isEnabled: true,
    state: { _tag: "Connecting" },
    sentence: "Connecting",
    since: Date.now(),
    lastAcknowledgedAt: null,
    version: 1
  }
  gateway.world.channels.set(channel.id, channel)
  return [200, { channel }]
}

const orderChannel = (gateway: FakeGateway, id: string, order: string): Reply => {
  const isEnabled = order !== "disable"
  gateway.setChannel(id, isEnabled ? { _tag: "Connecting" } : { _tag: "Disabled" }, { isEnabled })
  return [204]
}

/** As the gateway: a number without its country code is refused, for another there is a code to type. */
const pairChannel = (gateway: FakeGateway, id: string, { phone }: Record<string, unknown>): Reply => {
  const digits = String(phone).replaceAll(/\D/g, "")
  if (digits.startsWith("0")) {
    return [400, { message: `"${String(phone)}" has no country code.`, reference: "0a1b2c3d4e" }]
  }
  gateway.setChannel(id, { _tag: "WaitingForCode", code: "K7QM2XHB", phone: digits })
  return [204]
}

const chats = [
  { chatId: "120363041234567890@g.us", kind: "group", title: "FastLikes orders" },
  { chatId: "120363049876543210@g.us", kind: "group", title: "SMM Nepal resellers" },
  { chatId: "9779801234567@s.whatsapp.net", kind: "direct", title: "Rahim" }
]

const doorAnswer = (gateway: FakeGateway, path: string, body: Record<string, unknown>): Reply | undefined => {
  switch (path) {
    case "GET /api/doors":
      return [200, { isOpen: true, isMailed: true }]
    case "GET /api/setup":
      return [200, { isSetupNeeded: gateway.isSetupNeeded }]
    case "POST /api/setup":
      gateway.isSetupNeeded = false
      gateway.isLoggedIn = true
      return [200, { login }]
    case "POST /api/login":
      if (body["password"] !== "correct horse battery") {
        return [401, { message: "Name and password do not fit.", reference: "req_401" }]
      }
      gateway.isLoggedIn = true
      return [200, { login }]
    default:
      return gateway.isLoggedIn ? undefined : [401, { message: "Nobody is logged in.", reference: "req_401" }]
  }
}

/** What the gateway answers. */
export const answer = (
  gateway: FakeGateway,
  method: string,
  url: URL,
  body: Record<string, unknown>
): Reply => {
  const path = `${method} ${url.pathname}`
  const door = doorAnswer(gateway, path, body)
  if (door !== undefined) return door
  const [, , group, id = "", action = ""] = url.pathname.split("/")
  if (path === "GET /api/me") return [200, { login: gateway.isPlatformLogin ? platformLogin : login }]
  if (path === "POST /api/logout") {
    gateway.isLoggedIn = false
    return [204]
  }
  if (path === "GET /api/credit") return [200, { balance: 12_340, overdraft: 0, items: [], next: null }]
  if (path === "GET /api/media/limits") return [200, { maxBytes: 2 * 1024 * 1024 }]
  if (path === "GET /api/start") return [200, gateway.start]
  const reasons = answerReasons(gateway.world, url.pathname)
  if (reasons !== undefined) {
    if (reasons.event !== undefined) gateway.publish([reasons.event])
    return reasons.reply
  }
  if (group === "conversations") {
    if (id === "") return conversations(gateway, url)
    const conversation = gateway.world.conversations.get(id)
    if (conversation === undefined) return notFound
    if (method === "POST") {
      const acted = gateway.chats.answer(conversation, action, body, login)
      if (acted !== undefined) return acted
    }
    if (action === "messages") return messages(gateway, id, url)
    return action === "seen"
      ? seen(gateway, conversation, String(body["upTo"]))
      : gateway.contexts.answer(method, conversation, action, body)
  }
  if (group === "canned-replies") return gateway.chats.replies(method, id, body)
  if (group === "requests") {
    if (id === "choices")
      return [
        200,
        {
          panels: [
            { id: "p1", name: "Main panel" },
            { id: "p2", name: "Second" }
          ],
          providers: [{ id: "f1", name: "FastLikes" }]
        }
      ]
    return action === "close" ? close(gateway, id, body) : requests(gateway, url)
  }
  if (group === "dispatches") return retry(gateway, id)
  if (group === "logs") {
    const area = url.searchParams.get("area") ?? ""
    return [
      200,
      page(gateway.world.logs.filter((line) => area === "" || line.area === area).toReversed(), url)
    ]
  }
  if (group !== "channels") return notFound
  if (id === "") {
    return method === "POST"
      ? addChannel(gateway, body)
      : [200, { items: [...gateway.world.channels.values()] }]
  }
  if (action === "webhook") return [200, { url: `https://desk.example/hooks/whatsapp_cloud/${id}` }]
  if (action === "pair") return pairChannel(gateway, id, body)
  return action === "chats" ? [200, { items: chats }] : orderChannel(gateway, id, action)
}
