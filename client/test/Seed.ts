import type { ChannelView, Conversation, LogLine, Message, RequestView } from "../src/api/Views.ts"

/** Ids that sort by time, as UUIDs of version 7 do. */
let last = 0
export const newId = (): string => {
  last += 1
  return `01900000-0000-7000-8000-${last.toString(16).padStart(12, "0")}`
}

const minute = 60_000
const names = [
  "rahim_smm",
  "sita99",
  "boostnepal",
  "growfast",
  "ali_panel",
  "media.kathmandu",
  "pixelpro",
  "jannat_x",
  "tiktokking",
  "smmworld"
]
const texts = [
  "492007588 cancel",
  "492007601, 492007602, 492007603 refill",
  "why is this order so slow bro",
  "speed up 492007588",
  "Cancel request added for order 492007588.",
  "not registered, please send your panel username",
  "thanks 🙏",
  "3531\n3532\n3533\nrefill"
]

export interface World {
  readonly conversations: Map<string, Conversation>
  readonly messages: Map<string, Array<Message>>
  readonly requests: Map<string, RequestView>
  readonly channels: Map<string, ChannelView>
  readonly logs: Array<LogLine>
}

export const message = (
  values: Partial<Message> & Pick<Message, "conversationId" | "text" | "sentAt">
): Message => ({
  id: newId(),
  direction: "in",
  author: "customer",
  senderName: null,
  kind: "text",
  stage: "done",
  note: null,
  version: 1,
  ...values
})

const trace: RequestView["trace"] = [
  { check: "The order belongs to the customer", input: "rahim_smm = rahim_smm", outcome: "passed" },
  { check: "No request is in progress", input: "none open for this order", outcome: "passed" },
  { check: "Cooldown of 12 h", input: "no cancel accepted before", outcome: "passed" },
  { check: "The status allows it", input: "In progress: cancel is forwarded", outcome: "passed" },
  { check: "Guarantee", input: "only for refills", outcome: "skipped" }
]

const request = (index: number, at: number, conversationId: string | null): RequestView => {
  const status =
    (["open", "done", "done", "failed", "waiting", "done", "closed"] as const)[index % 7] ?? "open"
  return {
    id: newId(),
    orderId: String(492007588 + index),
    command: (["cancel", "refill", "speedup"] as const)[index % 3] ?? "cancel",
    customerUsername: names[index % names.length] ?? null,
    providerAlias: index % 5 === 4 ? null : (["FastLikes", "GoldPanel"][index % 2] ?? null),
    status,
    stage: status === "failed" ? "failed" : status === "waiting" ? "recorded" : "added",
    acceptedAt: at,
    result: status === "closed" ? (index % 2 === 0 ? "done" : "stale") : null,
    resultAt: status === "closed" ? at + 20 * minute : null,
    conversationId,
    dispatches:
      status === "waiting"
        ? []
        : [
            {
              id: newId(),
              kind: "panel",
              state: status === "open" ? "running" : "done",
              attempts: 1,
              label: "Panel API",
              safeText: null,
              at
            },
            {
              id: newId(),
              kind: "provider",
              state:
                status === "failed"
                  ? "dead"
                  : status === "open"
                    ? "retrying"
                    : index % 6 === 2
                      ? "uncertain"
                      : "done",
              attempts: status === "failed" ? 5 : 1,
              label: `${index % 2 === 0 ? "FastLikes" : "GoldPanel"} · Main`,
              safeText: status === "failed" ? "The group no longer takes messages from this number." : null,
              at
            }
          ],
    trace,
    version: 1
  }
}

const thread = (conversationId: string, now: number): Array<Message> => {
  const lines: Array<Message> = []
  const say = (minutesAgo: number, text: string, more: Partial<Message> = {}) =>
    lines.push(message({ conversationId, text, sentAt: now - minutesAgo * minute, ...more }))
  const bot = { direction: "out", author: "bot", stage: "read" } as const
  for (let index = 0; index < 140; index++) {
    const ago = 3000 - index * 20
    if (index % 3 === 0)
      say(ago, `${492007600 + (index % 9)} ${["refill", "cancel", "speed up"][index % 3] ?? ""}`)
    else if (index % 3 === 1)
      say(ago - 0.1, `Refill request added for order ${492007600 + (index % 9)}.`, bot)
    else say(ago - 3, `ok ${"thanks ".repeat(index % 12)}`)
  }
  say(60, "492007588 cancel")
  say(
    59.9,
    "Cancel request added for order 492007588.\nYou will hear from us when the provider has answered.",
    bot
  )
  say(50, "492007589, 492007590 refill and 300 is just a number")
  say(49.8, "Your refill requests\n492007589 – added\n492007590 – No Refill Service", {
    ...bot,
    stage: "delivered"
  })
  say(30, "", { kind: "image" })
  say(
    29,
    "is this screenshot enough? https://example.com/a-very-long-address/that/goes/on/and/on/without/any/break/at/all/for/ever"
  )
  say(28, "Customer is a reseller, be kind. Owes us an answer about the March invoice.", {
    direction: "note",
    author: "staff",
    senderName: "Sita"
  })
  say(27, "Yes, thank you. I am looking at it now and will write to the provider.", {
    direction: "out",
    author: "staff",
    senderName: "Sita",
    stage: "delivered"
  })
  say(26, "492007588 cancel", { direction: "out", author: "provider_dispatch", stage: "sent" })
  say(20, "Sent from my phone while walking", { direction: "out", author: "owner_phone", stage: "sent" })
  say(12, "This could not be delivered", {
    ...bot,
    stage: "failed",
    note: "The number is not on WhatsApp any more."
  })
  say(11, "This may have been delivered", {
    ...bot,
    stage: "uncertain",
    note: "The connection broke while sending."
  })
  say(9, "On its way", { ...bot, stage: "queued" })
  say(4, "any update on 492007588?")
  say(3, "hello?")
  return lines
}

/** A workspace with enough in it to scroll. */
export const seed = (now: number): World => {
  const channelBase = { isEnabled: true, version: 1, since: now - 90 * minute }
  const channels: ReadonlyArray<ChannelView> = [
    {
      ...channelBase,
      id: newId(),
      kind: "whatsapp",
      name: "Main",
      address: "+977 980 000 0000",
      state: { _tag: "Open" },
      sentence: "Connected",
      lastAcknowledgedAt: now - 2 * minute
    },
    {
      ...channelBase,
      id: newId(),
      kind: "telegram",
      name: "Support bot",
      address: "@relaydesk_demo_bot",
      state: { _tag: "OtherPoller", at: now + 25_000 },
      sentence: "Another program reads this bot's messages",
      lastAcknowledgedAt: now - 3000 * minute
    },
    {
      ...channelBase,
      id: newId(),
      kind: "whatsapp",
      name: "Second number",
      address: null,
      state: {
        _tag: "WaitingForScan",
        qr: "2@abcdefghijklmnopqrstuvwxyz0123456789,ABCDEFGHIJKLMNOPQRSTUVWXYZ,0123456789abcdef0123456789abcdef,1"
      },
      sentence: "Waiting for you to scan the QR code with your phone",
      lastAcknowledgedAt: null
    },
    {
      ...channelBase,
      id: newId(),
      kind: "whatsapp",
      name: "Old number",
      isEnabled: false,
      address: "+977 981 111 1111",
      state: { _tag: "Disabled" },
      sentence: "Switched off",
      lastAcknowledgedAt: now - 90_000 * minute
    }
  ]
  const conversations: Array<Conversation> = []
  const messages = new Map<string, Array<Message>>()
  for (let index = 0; index < 240; index++) {
    const channel = channels[index % 3 === 2 ? 1 : 0] as ChannelView
    const isGroup = index % 7 === 3
    const id = newId()
    const at = now - (index === 0 ? 3 : index * 47) * minute
    const list =
      index === 0
        ? thread(id, now)
        : [message({ conversationId: id, text: texts[index % texts.length] ?? "", sentAt: at })]
    messages.set(id, list)
    conversations.push({
      id,
      channelId: channel.id,
      channelName: channel.name,
      channelKind: channel.kind,
      chatKind: isGroup ? "group" : "direct",
      title: isGroup
        ? `SMM Nepal ${index}`
        : channel.kind === "telegram"
          ? `Customer ${index}`
          : `+977 980 ${String(1000000 + index * 7919).slice(0, 7)}`,
      customerUsername:
        isGroup || index % 4 === 1 ? null : `${names[index % names.length] ?? ""}${index < 10 ? "" : index}`,
      controller: index % 11 === 5 ? "human" : index % 13 === 6 ? "paused" : "bot",
      controllerLogin: null,
      controllerName: index % 11 === 5 ? "sita" : null,
      controlledUntil: null,
      unread: index === 0 ? 2 : index % 9 === 2 ? (index % 5) + 1 : 0,
      lastText: list.at(-1)?.text.split("\n")[0] ?? "",
      lastAt: list.at(-1)?.sentAt ?? at,
      version: 1
    })
  }
  const first = conversations[0]?.id ?? null
  const requests = Array.from({ length: 180 }, (_, index) =>
    request(index, now - (180 - index) * 13 * minute, index > 172 || index === 0 ? first : null)
  )
  const areas = ["command", "dispatch", "channel", "system"] as const
  const lines = [
    "cancel 492007588 by rahim_smm: accepted",
    "Panel API took cancel 492007588 in 210 ms",
    "Main: connected",
    "492007590 refill by sita99: refused, no refill service",
    "FastLikes · Main: the group no longer takes messages from this number, attempt 5 of 5, given up; open the request to send it again"
  ]
  const logs = Array.from({ length: 400 }, (_, index): LogLine => ({
    id: String(1000 + index),
    at: now - (400 - index) * 17_000,
    level: index % 17 === 4 ? "error" : index % 9 === 3 ? "warn" : "info",
    area: areas[index % 4] ?? "system",
    text: lines[index % lines.length] ?? "",
    conversationId: index % 4 === 0 ? first : null,
    requestId: null
  }))
  return {
    conversations: new Map(conversations.map((row) => [row.id, row])),
    messages,
    requests: new Map(requests.map((row) => [row.id, row])),
    channels: new Map(channels.map((row) => [row.id, row])),
    logs
  }
}
