import type { Catalogue, Reading, Service } from "../src/api/ServiceGateway.ts"
import type { Reply } from "./FakeApi.ts"
import { newId } from "./Seed.ts"

/** The pretended tenant's main panel. */
export const panelId = newId()
const otherPanel = newId()

const readings = [
  {
    name: "Instagram Followers | Max 500K | Day 50K | 30 Days Refill ♻️ | Instant Start",
    guarantee: { kind: "days", words: "30 days", days: 30, from: "name", fromWords: "the service's name" },
    isRefill: true
  },
  {
    name: "TikTok Views [No Refill] – 0-1 Hour",
    guarantee: { kind: "none", words: "none", days: 0, from: "name", fromWords: "the service's name" },
    isRefill: true
  },
  {
    name: "YouTube Subscribers ♾️ Lifetime Guaranteed",
    guarantee: {
      kind: "lifetime",
      words: "lifetime (365 days)",
      days: 365,
      from: "name",
      fromWords: "the service's name"
    },
    isRefill: true
  },
  {
    name: "Facebook Page Likes + Followers",
    guarantee: {
      kind: "not_stated",
      words: "not stated",
      days: 0,
      from: "nothing",
      fromWords: "nothing says"
    },
    isRefill: null
  },
  {
    name: "Telegram Members R30 / R60 / NR mix",
    guarantee: { kind: "unclear", words: "unclear", days: 0, from: "name", fromWords: "the service's name" },
    isRefill: false
  },
  {
    name: "Twitter Retweets – manual delivery",
    guarantee: {
      kind: "days",
      words: "15 days",
      days: 15,
      from: "service_rule",
      fromWords: "your rule for this service"
    },
    isRefill: false
  }
] as const

const service = (index: number, now: number): Service => {
  const { guarantee, isRefill, name } = readings[index % readings.length] as (typeof readings)[number]
  return {
    panelId,
    panelName: "Main panel",
    serviceId: String(100 + index),
    name,
    category: name.split(" ").slice(0, 2).join(" "),
    rate: "0.95",
    min: 50,
    max: 500_000,
    isRefill,
    isCancel: index % 2 === 0,
    isManual: index % 6 === 5,
    isListed: index % 20 !== 19,
    seenAt: now - 60_000,
    guarantee,
    startWindow:
      index % 3 === 0
        ? { millis: 0, words: "at once" }
        : index % 3 === 1
          ? { millis: 3_600_000, words: "1 hour" }
          : null,
    isDisputed: guarantee.kind === "none" && isRefill === true,
    ownDays: guarantee.from === "service_rule" ? 15 : null
  }
}

/** Services and panels of the pretended gateway. */
export class FakeServices {
  services: ReadonlyArray<Service>
  panels: ReadonlyArray<Catalogue>
  /** Answers of the panel wait for this. */
  isRead: Promise<unknown> = Promise.resolve()
  isPanelDown = false

  constructor(now = Date.now()) {
    const made = Array.from({ length: 140 }, (_, index) => service(index, now))
    this.services = [...made.filter((row) => row.isDisputed), ...made.filter((row) => !row.isDisputed)]
    const base = { triedAt: now - 300_000, refreshedAt: now - 300_000, hasKey: true, problem: null }
    this.panels = [
      { ...base, panelId, panelName: "Main panel", counts: { added: 12, changed: 3, gone: 0 } },
      { ...base, panelId: otherPanel, panelName: "Second", hasKey: false, refreshedAt: null, counts: null }
    ]
  }

  async answer(url: URL, body: Record<string, unknown>): Promise<Reply | undefined> {
    if (url.pathname === "/api/services/test") return [200, this.#read(String(body["name"]))]
    if (url.pathname === "/api/services/refresh") {
      await this.isRead
      return this.isPanelDown
        ? [503, { message: "The panel does not answer.", reference: "req_503" }]
        : [200, { added: 2, changed: 1, gone: 0, total: this.services.length }]
    }
    return url.pathname === "/api/services" ? this.#list(url) : undefined
  }

  #list(url: URL): Reply {
    const search = (url.searchParams.get("search") ?? "").toLowerCase()
    const filter = url.searchParams.get("filter") ?? ""
    const found = this.services.filter((row) =>
      `${row.serviceId} ${row.name} ${row.category ?? ""}`.toLowerCase().includes(search)
    )
    const disagree = found.filter((row) => row.isDisputed)
    const unclear = found.filter((row) => row.guarantee.kind === "unclear")
    const shown = filter === "disagree" ? disagree : filter === "unclear" ? unclear : found
    const from = Number(url.searchParams.get("before") ?? 0)
    const limit = Number(url.searchParams.get("limit") ?? 50)
    return [
      200,
      {
        items: shown.slice(from, from + limit),
        next: from + limit < shown.length ? String(from + limit) : null,
        counts: { all: found.length, disagree: disagree.length, unclear: unclear.length },
        panels: this.panels
      }
    ]
  }

  #read(name: string): Reading {
    const days = /(\d+) ?days?/i.exec(name)?.[1] ?? null
    return {
      guarantee: readings[days === null ? 3 : 0].guarantee,
      startWindow: /instant/i.test(name) ? { millis: 0, words: "at once" } : null,
      isDisputed: /no refill/i.test(name),
      steps: [
        { looked: "owner's rule for the service", found: "nothing", decides: false },
        { looked: "your own words", found: "nothing", decides: false },
        days === null
          ? { looked: "the service's name", found: "no days and no word of a guarantee", decides: true }
          : { looked: "the service's name", found: `“${days} Days Refill”: ${days} days`, decides: true }
      ],
      problems: []
    }
  }
}
