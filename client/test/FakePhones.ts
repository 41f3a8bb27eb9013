import type { ServerResponse } from "node:http"
import type { Phone, PhoneMessage } from "../phones/PhonesApi.ts"
import type { Reply } from "./FakeApi.ts"

const phones: ReadonlyArray<Phone> = [
  {
    id: "rahim",
    title: "Rahim’s phone",
    subtitle: "A customer, writes to the number",
    kind: "whatsapp",
    chatTitle: "Nepal SMM Support",
    canType: true
  },
  {
    id: "sita",
    title: "Sita’s phone",
    subtitle: "A customer, writes in a group",
    kind: "whatsapp",
    chatTitle: "SMM Nepal resellers",
    canType: true
  },
  {
    id: "provider",
    title: "FastLikes’ phone",
    subtitle: "The provider’s group",
    kind: "whatsapp",
    chatTitle: "FastLikes orders",
    canType: true,
    suggestions: ["done", "cancelled", "not possible"]
  },
  {
    id: "anna",
    title: "Anna’s phone",
    subtitle: "A customer on Telegram",
    kind: "telegram",
    chatTitle: "Support bot",
    canType: true
  }
]

/** The demo's phones, in memory: what is typed is answered by a pretended bot. */
export class FakePhones {
  readonly #streams = new Set<ServerResponse>()
  readonly #messages = new Map<string, Array<PhoneMessage>>()
  scans: Array<unknown> = []
  #last = 0

  constructor() {
    for (const phone of phones) this.#messages.set(phone.id, [])
    const say = (id: string, text: string, more: Partial<PhoneMessage> = {}) => this.say(id, text, more)
    say("rahim", "Hello, my order is slow", { mine: true, ticks: 3 })
    say("rahim", "Send the order number and what you need, for example “492007588 cancel”.", {
      author: "Nepal SMM"
    })
    say("rahim", "492007588 cancel", { mine: true, ticks: 3 })
    say(
      "rahim",
      "Cancel request added for order 492007588.\nYou will hear from us when the provider has answered.",
      { author: "Nepal SMM" }
    )
    say("sita", "good morning all", { author: "Bikash" })
    say("sita", "492007601, 492007602 refill", { mine: true, ticks: 2 })
    say("sita", "492007601 – added\n492007602 – No Refill Service", { author: "Nepal SMM" })
    say("provider", "8847283 cancel", { author: "Nepal SMM" })
    say("provider", "ok, cancelled", { mine: true, ticks: 1 })
  }

  say(phoneId: string, text: string, more: Partial<PhoneMessage> = {}): void {
    this.#last += 1
    const message: PhoneMessage = {
      id: String(this.#last),
      mine: false,
      author: null,
      text,
      at: Date.now() + this.#last,
      ticks: null,
      ...more
    }
    this.#messages.get(phoneId)?.push(message)
    for (const stream of this.#streams) stream.write(`data: ${JSON.stringify({ phoneId, message })}\n\n`)
  }

  stream(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" })
    response.write(": hello\n\n")
    this.#streams.add(response)
    response.on("close", () => this.#streams.delete(response))
  }

  answer(method: string, path: string, body: Record<string, unknown>): Reply {
    const [, , , group, id = ""] = path.split("/")
    if (group === "scan") {
      this.scans.push(body)
      return [200, {}]
    }
    if (id === "") return [200, phones]
    if (method === "GET") return [200, this.#messages.get(id) ?? []]
    this.say(id, String(body["text"]), { mine: true, ticks: 2 })
    this.say(id, `Got it: ${String(body["text"])}`, { author: "Nepal SMM" })
    return [200, {}]
  }
}
