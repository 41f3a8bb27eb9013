import type { Attempt, DeadLetter } from "../src/api/DispatchGateway.ts"
import type { Reply } from "./FakeApi.ts"
import { newId } from "./Seed.ts"

const reasons = [
  "The group no longer takes messages from this number.",
  "The panel does not answer.",
  "The connection broke while sending."
] as const
const panelId = newId() as DeadLetter["panelId"]
const chat = newId()
const minute = 60_000

const letter = (index: number, now: number, state: DeadLetter["state"]): DeadLetter => ({
  id: newId(),
  requestId: newId(),
  kind: index % 4 === 1 ? "panel" : "provider",
  state,
  command: (["cancel", "refill", "speedup"] as const)[index % 3] ?? "cancel",
  orderId: String(492_007_500 + index),
  customerUsername: "rahim_smm",
  providerId: newId(),
  providerAlias: index % 2 === 0 ? "FastLikes" : "GoldPanel",
  panelId,
  panelName: "Main panel",
  destination:
    index % 4 === 1
      ? null
      : {
          conversationId: chat,
          title: "FastLikes / Main panel Support",
          channelName: "Main",
          pausedUntil: index % 8 === 0 ? now + 5 * minute : null
        },
  attempts: state === "retrying" ? 2 : 5,
  safeText: reasons[index % 3] ?? null,
  mayHaveHappened: state === "uncertain",
  acceptedAt: now - (index + 2) * 7 * minute,
  at: state === "retrying" ? null : now - index * 7 * minute,
  dismissedAt: state === "dismissed" ? now - minute : null,
  dismissedBy: state === "dismissed" ? "sita" : null
})

/** What failed, of the pretended gateway. */
export class FakeDispatches {
  letters: Array<DeadLetter>
  /** How many one order of many takes. */
  most = 1000

  constructor(now = Date.now()) {
    const made = (count: number, from: number, state: DeadLetter["state"]) =>
      Array.from({ length: count }, (_, index) => letter(from + index, now, state))
    this.letters = [
      ...made(64, 0, "dead"),
      ...made(3, 100, "uncertain"),
      ...made(2, 200, "retrying"),
      ...made(1, 300, "dismissed")
    ]
  }

  of(state: DeadLetter["state"]): ReadonlyArray<DeadLetter> {
    return this.letters.filter((row) => row.state === state)
  }

  answer(method: string, url: URL, body: Record<string, unknown>): Reply | undefined {
    const [, , group, id = "", action = ""] = url.pathname.split("/")
    if (group !== "dispatches") return undefined
    if (id === "") return this.#list(url)
    if (id === "retry") return this.#retryMany(body)
    const found = this.letters.find((row) => row.id === id)
    if (action === "attempts") return [200, { items: found === undefined ? [] : this.#attempts(found) }]
    // Those of the requests' page are answered there.
    if (found === undefined || method !== "POST") return undefined
    if (action === "dismiss") {
      const dismissed = {
        ...found,
        state: "dismissed",
        dismissedAt: Date.now(),
        dismissedBy: "manoj"
      } as const
      this.letters = this.letters.map((row) => (row === found ? dismissed : row))
      return [204]
    }
    if (found.state === "uncertain" && body["confirm"] !== true) {
      return [409, { message: "The provider may read it twice.", reference: "req_409" }]
    }
    this.letters = this.letters.filter((row) => row !== found)
    return [204]
  }

  #fits(row: DeadLetter, of: (name: string) => string): boolean {
    return (
      (of("command") === "" || row.command === of("command")) &&
      (of("since") === "" || (row.at ?? row.acceptedAt) >= Number(of("since"))) &&
      (of("destination") === "" || row.destination?.conversationId === of("destination"))
    )
  }

  #list(url: URL): Reply {
    const of = (name: string) => url.searchParams.get(name) ?? ""
    const found = this.letters.filter((row) => this.#fits(row, of))
    const shown = found.filter((row) => row.state === of("state"))
    const counts = { dead: 0, uncertain: 0, retrying: 0, dismissed: 0 }
    for (const row of found) counts[row.state] += 1
    const from = Number(of("before") || 0)
    const limit = Number(of("limit") || 50)
    const next = from + limit < shown.length ? String(from + limit) : null
    return [200, { items: shown.slice(from, from + limit), next, counts }]
  }

  #retryMany(body: Record<string, unknown>): Reply {
    const ids = body["ids"] as ReadonlyArray<string> | undefined
    const meant = this.letters.filter((row) =>
      ids === undefined
        ? row.state === body["state"] && this.#fits(row, (name) => String(body[name] ?? ""))
        : ids.includes(row.id)
    )
    const sure = meant.filter((row) => row.state !== "uncertain" || body["confirm"] === true)
    const taken = new Set(sure.slice(0, this.most))
    this.letters = this.letters.filter((row) => !taken.has(row))
    return [
      200,
      { retried: taken.size, unconfirmed: meant.length - sure.length, isMore: taken.size < sure.length }
    ]
  }

  #attempts(row: DeadLetter): ReadonlyArray<Attempt> {
    return Array.from({ length: row.attempts }, (_, index) => ({
      number: index + 1,
      at: row.acceptedAt + index * minute,
      outcome: index + 1 === row.attempts && row.state !== "retrying" ? "dead" : "retrying",
      safeText: row.safeText
    }))
  }
}
