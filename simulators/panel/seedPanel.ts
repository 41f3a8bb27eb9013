import { readFileSync } from "node:fs"
import {
  MANUAL,
  type PanelData,
  type PanelOrder,
  type PanelService,
  type PanelTicket,
  type PanelUser
} from "./Model.ts"
import { Random } from "./Random.ts"
import { seedOrder } from "./seedOrder.ts"

export interface SeedOptions {
  readonly orders?: number
  readonly users?: number
  readonly services?: number
  readonly providers?: number
  readonly seed?: number
  /** The newest order is from about then; today's midnight (UTC) unless said otherwise. */
  readonly now?: Date
  readonly firstOrderId?: number
}

const DAY = 86_400
const OLDEST = 120 * DAY

/** Invents a panel: the same options give the same data, apart from dates, which are counted back from `now`. */
export const seedPanel = (options: SeedOptions = {}): PanelData => {
  const random = new Random(options.seed ?? 1)
  const now = Math.floor(
    (options.now?.getTime() ?? Math.floor(Date.now() / (DAY * 1000)) * DAY * 1000) / 1000
  )
  const providers = PROVIDERS.slice(0, options.providers ?? 6)
  const services = seedServices(random, options.services ?? 150, providers)
  const users = seedUsers(random, options.users ?? 200, now)
  const count = options.orders ?? 1_000
  const firstId = options.firstOrderId ?? 492_000_001
  const orders = Array.from({ length: count }, (_, index) => {
    const created = now - OLDEST + Math.floor(((index + 1) / count) * OLDEST)
    return seedOrder(random, { id: firstId + index, created, now, services, users })
  })
  return { services, users, orders, tickets: seedTickets(random, users, orders, now), payments: [] }
}

const PROVIDERS = [
  "fastlikes.example",
  "boostmint.example",
  "smmriver.example",
  "followhub.example",
  "tubeline.example",
  "socialforge.example",
  "viralpump.example",
  "growlark.example"
]

const seedServices = (
  random: Random,
  count: number,
  providers: ReadonlyArray<string>
): Array<PanelService> => {
  const lines = readFileSync(new URL("service-names.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
  return Array.from({ length: count }, (_, index) => {
    const { name, guarantee_days } = JSON.parse(lines[index % lines.length] ?? "{}") as {
      name: string
      guarantee_days: number | string | null
    }
    return {
      id: 101 + index,
      name,
      category: name.split(/[ |]/)[0] ?? "Other",
      rate: random.between(5, 900) / 100,
      min: random.pick([10, 50, 100]),
      max: random.pick([10_000, 100_000, 1_000_000]),
      canRefill: guarantee_days !== null,
      canCancel: random.chance(0.7),
      provider: random.chance(0.1) ? MANUAL : random.pick(providers)
    }
  })
}

const FIRST_NAMES = [
  "john",
  "mehmet",
  "rami",
  "lena",
  "priya",
  "carlos",
  "omar",
  "sofia",
  "ivan",
  "aisha",
  "chen",
  "fatima"
]

const seedUsers = (random: Random, count: number, now: number): Array<PanelUser> =>
  Array.from({ length: count }, (_, index) => {
    const first = FIRST_NAMES[index % FIRST_NAMES.length] ?? "user"
    // "john", "john2", ...: names that contain one another, as real panels have.
    const username =
      index < FIRST_NAMES.length ? first : `${first}${1 + Math.floor(index / FIRST_NAMES.length)}`
    return {
      id: 1_001 + index,
      username,
      email: `${username}@mail.example`,
      apiKey: random.text(32),
      status: random.chance(0.95) ? "active" : "suspended",
      balance: random.between(0, 20_000) / 100,
      spent: random.between(0, 500_000) / 100,
      created: now - OLDEST - random.between(0, 300) * DAY
    }
  })

const seedTickets = (
  random: Random,
  users: ReadonlyArray<PanelUser>,
  orders: ReadonlyArray<PanelOrder>,
  now: number
): Array<PanelTicket> =>
  Array.from({ length: Math.min(40, users.length) }, (_, index) => {
    const user = random.pick(users).username
    const created = now - random.between(600, 20 * DAY)
    const order = orders.length > 0 ? random.pick(orders).id : 0
    const message = `Hello,<br>my order <b>${order}</b> is ${random.pick(["slow", "not started", "dropped"])}`
    return {
      id: 5_001 + index,
      user,
      subject: random.pick(["Order", "Payment", "Other"]),
      status: random.pick(["pending", "answered", "closed"] as const),
      created,
      lastUpdate: created,
      messages: [{ id: 1, author: user, isStaff: false, message, created }]
    }
  })
