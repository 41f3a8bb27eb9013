import { Effect, Schema } from "effect"
import type { PanelApiName, PanelFault } from "../../simulators/panel/Faults.ts"
import type { PanelSimulator } from "../../simulators/panel/PanelSimulator.ts"
import type { PanelSettings as SimulatorSettings } from "../../simulators/panel/PanelSettings.ts"
import { panelsOf, simulatedPanel } from "../../src/adapters/panels/PanelWorld.ts"
import { OrderId } from "../../src/domain/Ids.ts"
import { PanelDescription } from "../../src/domain/PanelDescription.ts"
import type { PanelKind } from "../../src/domain/PanelKind.ts"

/** The simulator's odd panel as its owner would describe it. */
export const oddDescription: PanelDescription = Schema.decodeUnknownSync(PanelDescription)({
  auth: { place: "header", name: "Authorization", prefix: "Token " },
  error: "$.problem",
  orders: {
    action: {
      method: "GET",
      path: "/odd/v3/lookup",
      query: { nums: "{ids}" },
      idsPerCall: 50,
      separator: "|"
    },
    list: "$.result.items",
    fields: {
      id: "$.ref.no",
      username: "$.who.login",
      status: "$.state[0]",
      serviceId: "$.svc[0]",
      serviceName: "$.svc[1]",
      externalId: "$.ref['outer ref']",
      provider: "$.via.title",
      link: "$.target",
      quantity: "$.amounts.want",
      startCount: "$.amounts.first",
      remains: "$.amounts.left",
      createdAt: "$.at",
      updatedAt: "$.moved",
      refillOffered: "$.can.again",
      cancelOffered: "$.can.stop"
    }
  },
  statuses: { Awaiting: "pending", running: "in_progress", Delivered: "completed" },
  users: {
    action: { method: "GET", path: "/odd/v3/people/{username}" },
    list: "$.result",
    fields: { username: "$.login", userId: "$.n", email: "$.post", status: "$.state", balance: "$.purse.has" }
  },
  cancel: { action: { method: "POST", path: "/odd/v3/orders/{ids}/stop", body: { why: "asked by chat" } } },
  refill: {
    action: {
      method: "POST",
      path: "/odd/v3/again",
      body: { list: "{ids}" },
      bodyFormat: "form",
      idsPerCall: 100
    },
    results: { list: "$.result", id: "$.no", accepted: "$.done", error: "$.why" }
  },
  services: {
    action: { method: "GET", path: "/odd/v3/shop" },
    list: "$.result",
    fields: {
      id: "$.code",
      name: "$.title",
      category: "$.shelf",
      rate: "$.price",
      min: "$.range[0]",
      max: "$.range[1]",
      refill: "$.flags.again",
      cancel: "$.flags.stop"
    }
  }
})

/** One kind of panel with its simulator, and what it can. */
export interface KindWorld {
  readonly name: string
  readonly kind: PanelKind
  readonly api: PanelApiName
  readonly apis: SimulatorSettings["apis"]
  readonly key: (panel: PanelSimulator) => string
  readonly userKey?: (panel: PanelSimulator) => string
  readonly idsPerCall: number
  readonly requests: ReadonlyArray<"cancel" | "refill">
  readonly showsOwners: boolean
  /** A read tells whether a cancel of a running order was requested. */
  readonly showsRequests: boolean
  readonly findsUsers: boolean
  /** Where a fault of the cancel request strikes. */
  readonly onCancel: Pick<PanelFault, "path" | "action">
}

const adminKey = (panel: PanelSimulator) => panel.adminKey
const johnsKey = (panel: PanelSimulator) => panel.userKey("john")

/** Every kind of panel that can be spoken to. */
export const kindWorlds: ReadonlyArray<KindWorld> = [
  {
    name: "Perfect Panel",
    kind: "perfect_admin_v2",
    api: "admin",
    apis: ["admin", "user"],
    key: adminKey,
    userKey: johnsKey,
    idsPerCall: 100,
    requests: ["cancel"],
    showsOwners: true,
    showsRequests: true,
    findsUsers: true,
    onCancel: { path: "request-cancel" }
  },
  {
    name: "Rental Panel",
    kind: "rental_admin_v1",
    api: "rental",
    apis: ["rental", "user"],
    key: adminKey,
    userKey: johnsKey,
    idsPerCall: 100,
    requests: [],
    showsOwners: true,
    showsRequests: false,
    findsUsers: true,
    onCancel: {}
  },
  {
    name: "user API",
    kind: "user_api_v2",
    api: "user",
    apis: ["user"],
    key: johnsKey,
    idsPerCall: 100,
    requests: ["refill", "cancel"],
    showsOwners: false,
    showsRequests: false,
    findsUsers: false,
    onCancel: { action: "cancel" }
  },
  {
    name: "described panel",
    kind: "generic",
    api: "odd",
    apis: ["odd"],
    key: adminKey,
    idsPerCall: 50,
    requests: ["refill", "cancel"],
    showsOwners: true,
    showsRequests: true,
    findsUsers: true,
    onCancel: { path: "/stop" }
  }
]

/** A simulated panel of the kind, five calls a second, where john is a customer. */
export const startKind = ({ apis }: KindWorld) =>
  Effect.map(
    simulatedPanel({ settings: { apis, ratePerSecond: 5, userRatePerSecond: 5 } }),
    (panel): PanelSimulator => {
      panel.setUser("john")
      return panel
    }
  )

/** The adapters in front of that panel. */
export const reach = (
  world: KindWorld,
  panel: PanelSimulator,
  options: Parameters<typeof panelsOf>[1] = {}
) =>
  panelsOf(panel, {
    kind: world.kind,
    key: world.key(panel),
    ...(world.userKey === undefined ? {} : { userKey: world.userKey(panel) }),
    ...(world.kind === "generic" ? { settings: { description: oddDescription } } : {}),
    ...options
  })

/** So many running orders of john at a provider whose numbers are no numbers. */
export const johnsOrders = (panel: PanelSimulator, count: number): ReadonlyArray<OrderId> =>
  Array.from({ length: count }, (_, at) =>
    OrderId.make(String(panel.addOrder({ provider: "Boostmint.example", externalId: `xc34-${at}-yu3` }).id))
  )
