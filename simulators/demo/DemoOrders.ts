import type { OrderStatus, PanelOrder } from "../panel/Model.ts"
import type { PanelSimulator } from "../panel/PanelSimulator.ts"
import { Random } from "../panel/Random.ts"
import { providers } from "../Scene.ts"

/** The panel's orders all together. */
const panelOrders = 10_000

/** Orders of each customer that the quiet script works with, so that the easy ones stay as they are. */
const scriptOrders = 30

const day = 86_400

const [fastLikes, boostMint, followHub] = providers.map(({ name }) => name) as [string, string, string]

const names = {
  days30: "Instagram Followers | Real | Max 500K | 30 Days Refill ♻️",
  days365: "Instagram Followers | Old Accounts | 365 Days Refill ♻️",
  lifetime: "Telegram Members | Non Drop | Lifetime Refill ♻️",
  none: "TikTok Views | Instant | No Refill ⚠️",
  likes: "Instagram Likes | Instant | 10K /Hour",
  watch: "YouTube Watch Time | 30 Days Refill ♻️"
} as const

interface EasyOrder {
  readonly status: OrderStatus
  readonly service: keyof typeof names
  readonly provider: string
  /** Days since the last change. */
  readonly age: number
  /** What makes it worth trying. */
  readonly hint: string
}

/** Twelve orders that every customer has, in the order of their ids: every status and every kind of guarantee. */
const easyOrders: ReadonlyArray<EasyOrder> = [
  { status: "pending", service: "likes", provider: fastLikes, age: 0, hint: "pending" },
  { status: "processing", service: "days30", provider: fastLikes, age: 0, hint: "processing" },
  { status: "in_progress", service: "watch", provider: boostMint, age: 1, hint: "in progress at BoostMint" },
  { status: "in_progress", service: "likes", provider: fastLikes, age: 1, hint: "in progress at FastLikes" },
  {
    status: "completed",
    service: "days30",
    provider: boostMint,
    age: 3,
    hint: "completed, 30 days guarantee"
  },
  { status: "completed", service: "days30", provider: fastLikes, age: 60, hint: "completed, guarantee over" },
  { status: "completed", service: "none", provider: fastLikes, age: 2, hint: "completed, no guarantee" },
  { status: "in_progress", service: "likes", provider: followHub, age: 1, hint: "in progress at FollowHub" },
  { status: "completed", service: "days365", provider: followHub, age: 20, hint: "completed, 365 days" },
  { status: "partial", service: "watch", provider: boostMint, age: 4, hint: "partial" },
  { status: "canceled", service: "likes", provider: fastLikes, age: 5, hint: "cancelled" },
  { status: "fail", service: "lifetime", provider: followHub, age: 1, hint: "failed" }
]

/** Where each customer's easy ids begin: 492007581 is the first of the first customer. */
const firstEasy = 492_007_581
const easyStride = 100
const firstScript = 492_100_001

/** An order for a person to try. */
export interface OrderToTry {
  readonly id: number
  readonly hint: string
}

/** How many orders the panel invents itself, and from which id. */
export const strangers = (customers: number) => ({
  orders: panelOrders - customers * (easyOrders.length + scriptOrders),
  firstOrderId: 491_990_001
})

/** The easy orders of the customer at this place of the list. */
export const easyOrdersOf = (customer: number): ReadonlyArray<OrderToTry> =>
  easyOrders.map(({ hint }, index) => ({ id: firstEasy + customer * easyStride + index, hint }))

/** Gives each customer his easy orders and those of the script. */
export const addDemoOrders = (panel: PanelSimulator, usernames: ReadonlyArray<string>): void => {
  const random = new Random(7)
  const now = Math.floor(Date.now() / 1000)
  for (const [place, user] of usernames.entries()) {
    for (const [index, { status, service, provider, age }] of easyOrders.entries()) {
      const id = firstEasy + place * easyStride + index
      const lastUpdate = now - age * day - 3_600
      panel.addOrder({
        id,
        user,
        provider,
        ...counted(random, status),
        serviceName: names[service],
        externalId: externalId(status, id),
        lastUpdate,
        created: lastUpdate - day
      })
    }
    for (let n = 0; n < scriptOrders; n += 1) addScriptOrder(panel, user, random)
  }
}

/** Whether the script may write about it. */
export const isScripted = ({ id }: PanelOrder): boolean => id >= firstScript

/** A further order of a customer as customers write about them: mostly under way or just done. */
export const addScriptOrder = (
  panel: PanelSimulator,
  user: string,
  random: Random,
  status: OrderStatus = random.pick(scriptStatuses)
): PanelOrder => {
  const id = Math.max(firstScript, panel.store.nextOrderId())
  const lastUpdate = Math.floor(Date.now() / 1000) - random.between(600, 12 * day)
  return panel.addOrder({
    id,
    user,
    provider: random.pick([fastLikes, boostMint, followHub]),
    ...counted(random, status),
    serviceName: names[random.pick(Object.keys(names) as Array<keyof typeof names>)],
    externalId: externalId(status, id),
    lastUpdate,
    created: lastUpdate - random.between(3_600, 2 * day)
  })
}

const scriptStatuses: ReadonlyArray<OrderStatus> = [
  "pending",
  "processing",
  "in_progress",
  "in_progress",
  "in_progress",
  "completed",
  "completed",
  "completed",
  "partial",
  "canceled"
]

const counted = (random: Random, status: OrderStatus) => {
  const quantity = random.between(1, 40) * 500
  const isUnderWay = status === "in_progress" || status === "partial"
  return {
    status,
    quantity,
    ...(status === "pending" ? {} : { startCount: random.between(120, 48_000) }),
    ...(isUnderWay ? { remains: random.between(1, quantity - 1) } : {})
  }
}

/** A provider knows an order only once it has been sent. */
const externalId = (status: OrderStatus, id: number): string =>
  status === "fail" ? "" : String(30_000_000 + (id % 1_000_000) * 7)
