import type { Delivery, PastState } from "../src/api/ChannelGateway.ts"
import type { FakeGateway } from "./FakeGateway.ts"
import type { Reply } from "./FakeApi.ts"
import { newId } from "./Seed.ts"

const minute = 60_000

const past = (count: number): ReadonlyArray<PastState> =>
  Array.from({ length: count }, (_, index) => {
    const at = Date.now() - (index + 1) * 20 * minute
    const isOpen = index % 2 === 0
    return {
      id: String(count - index),
      state: isOpen ? "Open" : "Reconnecting",
      sentence: isOpen ? "Connected" : "The connection was lost, trying again in 8 s",
      at,
      until: index === 0 ? null : at + 20 * minute
    }
  })

/** What the channels' pages ask beside the list: the past, names, chats' switches, webhooks. */
export class FakeChannels {
  past = past(60)
  removal = { chats: 214, messages: 10_203, routes: 3, waiting: 2 }
  readonly removed: Array<string> = []
  readonly renewed: Array<Record<string, unknown>> = []
  deliveries: Array<Delivery> = []
  readonly replayed: Array<string> = []
  readonly #gateway: FakeGateway

  constructor(gateway: FakeGateway) {
    this.#gateway = gateway
  }

  /** Webhooks of a channel, newest first. */
  seedDeliveries(channelId: string, count = 60): void {
    // Younger ids are greater.
    const ids = Array.from({ length: count }, () => newId()).toReversed()
    this.deliveries = ids.map((id, index): Delivery => {
      const state = index % 5 === 1 ? "dead" : index % 5 === 2 ? "waiting" : "done"
      return {
        id: id as Delivery["id"],
        channelId: channelId as Delivery["channelId"],
        channelName: "Support bot",
        kind: index % 2 === 0 ? "telegram" : "whatsapp_cloud",
        key: `update/${90_210 - index}`,
        bytes: 312 + index,
        receivedAt: Date.now() - index * minute,
        repeats: index % 7 === 3 ? 2 : 0,
        state,
        attempts: state === "dead" ? 8 : 1,
        nextAt: state === "waiting" ? Date.now() + minute : null,
        settledAt: state === "waiting" ? null : Date.now() - index * minute,
        safeError: state === "dead" ? "The message has a form that is not known." : null
      }
    })
  }

  answer(method: string, url: URL, body: Record<string, unknown>): Reply | undefined {
    const [, , group, id = "", what] = url.pathname.split("/")
    if (group === "webhook-deliveries") return this.#webhooks(url, id, what)
    if (group !== "channels" || id === "") return undefined
    const channel = this.#gateway.world.channels.get(id)
    if (channel === undefined) return undefined
    if (method === "PATCH") {
      this.#gateway.setChannel(id, channel.state, { name: String(body["name"]), since: channel.since })
      return [204]
    }
    switch (what) {
      case "history":
        return this.#page(this.past, url)
      case "removal":
        return [200, { name: channel.name, ...this.removal }]
      case "remove":
        if (body["name"] !== channel.name) return [409, { message: "Another name.", reference: "req_409" }]
        this.removed.push(id)
        this.#gateway.world.channels.delete(id)
        this.#gateway.publish([{ _tag: "ChannelRemoved", id: channel.id }])
        return [204]
      case "credentials":
        this.renewed.push(body)
        return [204]
      case "chat-settings":
        return this.#set(String(body["chatId"]), body)
      default:
        return undefined
    }
  }

  #set(chatId: string, { chatId: _, ...change }: Record<string, unknown>): Reply {
    const { routes } = this.#gateway
    routes.destinations = routes.destinations.map((chat) =>
      chat.chatId === chatId ? { ...chat, ...change } : chat
    )
    return [200, { conversationId: newId() }]
  }

  #page(rows: ReadonlyArray<unknown>, url: URL, more: object = {}): Reply {
    const from = Number(url.searchParams.get("before") ?? 0)
    const limit = Number(url.searchParams.get("limit") ?? 50)
    const next = from + limit < rows.length ? String(from + limit) : null
    return [200, { items: rows.slice(from, from + limit), next, ...more }]
  }

  #webhooks(url: URL, id: string, what: string | undefined): Reply {
    const of = (name: string) => url.searchParams.get(name) ?? ""
    if (id === "") {
      const wanted = this.deliveries.filter(
        (row) =>
          (of("channelId") === "" || row.channelId === of("channelId")) &&
          (of("kind") === "" || row.kind === of("kind"))
      )
      const count = (state: Delivery["state"]) => wanted.filter((row) => row.state === state).length
      const shown = wanted.filter((row) => of("state") === "" || row.state === of("state"))
      return this.#page(shown, url, {
        counts: { waiting: count("waiting"), done: count("done"), dead: count("dead") }
      })
    }
    const delivery = this.deliveries.find((row) => row.id === id)
    if (delivery === undefined) return [404, { message: "There is nothing here.", reference: "req_404" }]
    if (what === "replay") {
      this.replayed.push(id)
      this.deliveries = this.deliveries.map((row) =>
        row.id === id ? { ...row, state: "waiting" as const, safeError: null } : row
      )
      return [204]
    }
    const text = JSON.stringify({ update_id: 90_210, message: { text: "<b>492007588</b> cancel" } }, null, 2)
    return [200, { delivery, text, isCut: false }]
  }
}
