import { Effect, Option, Predicate } from "effect"
import type { Redacted } from "effect"
import { kindAbility } from "../../../domain/PanelKind.ts"
import type { DetectionError, KeyAbility } from "../../../ports/PanelDetection.ts"
import { adminCall } from "../kinds/perfect/AdminCalls.ts"
import type { PanelAnswer } from "../kinds/perfect/Envelope.ts"
import { lacksDelivery, orderRow, orderRows } from "../kinds/perfect/OrderRow.ts"
import type { OrderRow } from "../kinds/perfect/OrderRow.ts"
import { rentalCall } from "../kinds/rental/RentalCall.ts"
import { userCall } from "../kinds/user/UserCalls.ts"
import { looseText } from "../Loose.ts"
import { normalizeProvider } from "../ProviderName.ts"
import type { Probe } from "./Probe.ts"

/** Where a panel is and the keys that were pasted. */
export interface Pasted {
  readonly baseUrl: string
  readonly key: Redacted.Redacted
  readonly userKey: Option.Option<Redacted.Redacted>
}

/** What an admin key of a Perfect Panel may, by the orders already read and three further reads at most. */
export const perfectRights = Effect.fnUntraced(function* (probe: Probe, pasted: Pasted, orders: unknown) {
  const isThere = (path: string) =>
    Effect.map(
      probe(adminCall(pasted, { path })),
      (seen) => seen._tag === "Good" && seen.value._tag === "Data"
    )
  const rows = [...orderRows(orders).values()]
  const delivered = yield* deliveredRows(probe, pasted, rows)
  const ability: KeyAbility = {
    ...kindAbility("perfect_admin_v2"),
    externalIds: says(delivered, ({ fields }) => looseText(fields["external_id"]) !== null),
    providers: says(delivered, ({ fields }) => "provider" in fields),
    users: yield* isThere("/users?limit=1"),
    tickets: yield* isThere("/tickets?limit=1"),
    services: yield* listsServices(probe, pasted)
  }
  return ability
})

/** Orders that a provider delivers; the list may leave that out, then the first order is read by itself. */
const deliveredRows = Effect.fnUntraced(function* (
  probe: Probe,
  pasted: Pasted,
  rows: ReadonlyArray<OrderRow>
) {
  const auto = rows.filter(({ fields }) => fields["mode"] !== "manual")
  const thin = auto.find(lacksDelivery)
  if (thin === undefined) return auto.filter(isDelivered)
  const seen = yield* probe(adminCall(pasted, { path: `/orders/${thin.id}` }))
  const detail = seen._tag === "Good" ? Option.getOrUndefined(detailOf(seen.value)) : undefined
  return detail === undefined ? [] : [detail].filter(isDelivered)
})

const detailOf = (answer: PanelAnswer): Option.Option<OrderRow> =>
  answer._tag === "Data" ? orderRow(answer.data) : Option.none()

// A missing provider is not a manual one.
const isDelivered = ({ fields }: OrderRow): boolean =>
  !("provider" in fields) || normalizeProvider(looseText(fields["provider"]) ?? "") !== null

const says = (rows: ReadonlyArray<OrderRow>, test: (row: OrderRow) => boolean): boolean | null =>
  rows.length === 0 ? null : rows.some(test)

/** What an admin key of a Rental Panel may: an account that nobody has is asked for. */
export const rentalRights = Effect.fnUntraced(function* (probe: Probe, pasted: Pasted, orders: unknown) {
  const user = yield* probe(rentalCall(pasted, "getUser", { username: "relaydesk-no-such-user" }))
  const rows = Array.isArray(orders) ? orders.filter(Predicate.isObject) : []
  const has = (name: string, test: (text: string | null) => boolean) =>
    rows.length === 0
      ? null
      : rows.some((row) => Predicate.hasProperty(row, name) && test(looseText(row[name])))
  const ability: KeyAbility = {
    ...kindAbility("rental_admin_v1"),
    externalIds: has("external_id", (text) => text !== null),
    providers: has("provider", () => true),
    users: user._tag === "Good",
    services: yield* listsServices(probe, pasted)
  }
  return ability
})

/** What a customer's key may; it is the key of the list of services too. */
export const userRights: KeyAbility = {
  ...kindAbility("user_api_v2"),
  externalIds: false,
  providers: false,
  services: true
}

const listsServices = (probe: Probe, pasted: Pasted): Effect.Effect<boolean | null, DetectionError> =>
  Option.match(pasted.userKey, {
    onNone: () => Effect.succeed(null),
    onSome: (key) =>
      Effect.map(probe(userCall(pasted, key, { action: "balance" }, false)), (seen) => seen._tag === "Good")
  })
